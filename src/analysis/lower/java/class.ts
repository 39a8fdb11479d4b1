import type { Expression } from "#analysis/ir/expression.ts";
import type { Statement } from "#analysis/ir/statement.ts";
import { type Builder, declare, lowerBlock, lowerExpression, spanOf } from "#analysis/lower/builder.ts";
import { childByField, childrenByField, kindOf, namedChildren, type NodeId, NONE, textOf } from "#analysis/parse/tree.ts";
import { annotationsOf, simpleName } from "./annotation.ts";
import { lowerFunction, lowerMethod } from "./function.ts";
import { at, type ClassScope, membersOf, type Place, placeOf, scopeOf } from "./scope.ts";

export const CLASSES = ["class_declaration", "interface_declaration", "enum_declaration", "record_declaration"];

/** Declares a class and those inside of it, which stand by themselves: inner ones first, as others use them. */
export function declareClasses(builder: Builder, node: NodeId, outer: ClassScope | undefined): Statement[] {
  const { tree } = builder;
  const scope = scopeOf(builder, node, outer);
  const inner = membersOf(builder, node).filter((member) => CLASSES.includes(kindOf(tree, member)));
  const before = inner.flatMap((member) => declareClasses(builder, member, scope));
  declare(builder, scope.name);
  const index = lowerClass(builder, node, scope);
  return [...before, { kind: "class", ...spanOf(builder, node), index }];
}

/** Lowers a class; its number in the file. */
function lowerClass(builder: Builder, node: NodeId, scope: ClassScope): number {
  const { tree } = builder;
  const index = builder.classes.length;
  const span = spanOf(builder, node);
  builder.classes.push({ index, name: scope.name, bases: [], decorators: [], methods: [], body: [], ...span });
  const { locals, builders } = placeOf(builder);
  const around: Place = { scope, static: false, locals, builders };
  const fields = new Set<string>();
  const inside: Place = { scope, static: true, locals: [...locals, fields], builders: new Set([...builders, ...scope.builders]) };
  const methods: number[] = [];
  const body: Statement[] = kindOf(tree, node) === "record_declaration" ? components(builder, node, fields) : [];
  // Names of the class body are no names of the function around it.
  builder.scopes.push(fields);
  for (const member of membersOf(builder, node)) {
    switch (kindOf(tree, member)) {
      case "method_declaration":
      case "constructor_declaration": {
        const method = lowerMethod(builder, member, index, around);
        if (method !== undefined) methods.push(method);
        break;
      }
      case "field_declaration":
      case "constant_declaration":
        body.push(...at(builder, inside, () => lowerFields(builder, member, fields)));
        break;
      case "static_initializer":
      case "block":
        body.push(...at(builder, inside, () => lowerInitialiser(builder, member)));
        break;
      case "enum_constant":
        body.push(field(builder, member, childByField(tree, member, "name"), undefined, scope.name, fields));
        break;
      default:
        if (CLASSES.includes(kindOf(tree, member))) body.push(innerClass(builder, member, fields));
    }
  }
  builder.scopes.pop();
  builder.classes[index] = {
    index,
    name: scope.name,
    bases: basesOf(builder, node),
    decorators: annotationsOf(builder, node),
    methods,
    body,
    ...span,
  };
  return index;
}

/** `Outer.Inner` is the class that stands by itself. */
function innerClass(builder: Builder, node: NodeId, fields: Set<string>): Statement {
  const name = childByField(builder.tree, node, "name");
  const span = spanOf(builder, name === NONE ? node : name);
  return field(builder, node, name, { kind: "name", ...span, name: textOf(builder.tree, name) }, "", fields);
}

function field(
  builder: Builder,
  node: NodeId,
  nameNode: NodeId,
  value: Expression | undefined,
  annotation: string,
  fields: Set<string>,
): Statement {
  const span = spanOf(builder, node);
  const name = nameNode === NONE ? "" : textOf(builder.tree, nameNode);
  // An inner class is read from around the body, where it is declared.
  if (value?.kind !== "name" || value.name !== name) fields.add(name);
  return {
    kind: "assign",
    ...span,
    target: { kind: "name", ...span, name },
    value: value ?? { kind: "constant", ...span, value: undefined },
    operator: "",
    annotation,
  };
}

function components(builder: Builder, node: NodeId, fields: Set<string>): Statement[] {
  const { tree } = builder;
  return namedChildren(tree, childByField(tree, node, "parameters")).flatMap((child) => {
    const name = childByField(tree, child, "name");
    const type = childByField(tree, child, "type");
    return name === NONE ? [] : [field(builder, child, name, undefined, type === NONE ? "" : textOf(tree, type), fields)];
  });
}

function lowerFields(builder: Builder, node: NodeId, fields: Set<string>): Statement[] {
  const { tree } = builder;
  const type = textOf(tree, childByField(tree, node, "type"));
  return childrenByField(tree, node, "declarator").map((declarator) => {
    const value = childByField(tree, declarator, "value");
    const lowered = value === NONE ? undefined : lowerExpression(builder, value);
    return field(builder, declarator, childByField(tree, declarator, "name"), lowered, type, fields);
  });
}

function lowerInitialiser(builder: Builder, node: NodeId): Statement[] {
  const block =
    kindOf(builder.tree, node) === "block"
      ? node
      : namedChildren(builder.tree, node).find((child) => kindOf(builder.tree, child) === "block");
  return block === undefined ? [] : lowerBlock(builder, block);
}

function basesOf(builder: Builder, node: NodeId): Expression[] {
  const { tree } = builder;
  const types = ["superclass", "interfaces"].flatMap((name) => {
    const part = childByField(tree, node, name);
    if (part === NONE) return [];
    return namedChildren(tree, part).flatMap((child) =>
      kindOf(tree, child) === "type_list" ? namedChildren(tree, child) : [child],
    );
  });
  const extended = namedChildren(tree, node).filter((child) => kindOf(tree, child) === "extends_interfaces");
  for (const part of extended)
    for (const list of namedChildren(tree, part))
      types.push(...(kindOf(tree, list) === "type_list" ? namedChildren(tree, list) : [list]));
  return types.map((type) => ({ kind: "name", ...spanOf(builder, type), name: simpleName(textOf(tree, type)) }));
}

/** `new T(...) { ... }`: the functions that the object has, under their names; what it overrides is called with them. */
export function lowerAnonymous(builder: Builder, body: NodeId): Expression {
  const { tree } = builder;
  const place = placeOf(builder);
  const span = spanOf(builder, body);
  const entries = namedChildren(tree, body).flatMap((member) => {
    const kind = kindOf(tree, member);
    const inner = kind === "block" ? member : childByField(tree, member, "body");
    if ((kind !== "method_declaration" && kind !== "block") || inner === NONE) return [];
    const name = kind === "block" ? "{}" : textOf(tree, childByField(tree, member, "name"));
    const parameters = kind === "block" ? NONE : childByField(tree, member, "parameters");
    const index = lowerFunction(builder, member, { name, class: -1, static: false, parameters }, place, () =>
      lowerBlock(builder, inner),
    );
    return [{ key: name, value: { kind: "function" as const, ...spanOf(builder, member), index } }];
  });
  return { kind: "record", ...span, entries };
}
