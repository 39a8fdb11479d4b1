import type { Expression } from "#analysis/ir/expression.ts";
import type { Statement } from "#analysis/ir/statement.ts";
import { type Builder, lowerExpression, renameFunction, spanOf } from "#analysis/lower/builder.ts";
import { childByField, childrenByField, kindOf, namedChildren, type NodeId, NONE, textOf } from "#analysis/parse/tree.ts";
import { lowerFunction } from "./function.ts";

/** Lowers a class; its number in the file. */
export function lowerClass(builder: Builder, node: NodeId, decorators: readonly NodeId[]): number {
  const { tree } = builder;
  const index = builder.classes.length;
  const { start, end } = spanOf(builder, node);
  const nameNode = childByField(tree, node, "name");
  const name = nameNode === NONE ? "" : textOf(tree, nameNode);
  builder.classes.push({ index, name, bases: [], decorators: [], methods: [], body: [], start, end });
  const heritage = namedChildren(tree, node).find((child) => kindOf(tree, child) === "class_heritage");
  const bodyNode = childByField(tree, node, "body");
  const methods: number[] = [];
  const body: Statement[] = [];
  let marks: NodeId[] = [];
  for (const child of bodyNode === NONE ? [] : namedChildren(tree, bodyNode)) {
    const kind = kindOf(tree, child);
    if (kind === "decorator") {
      marks.push(child);
      continue;
    }
    if (kind === "method_definition") methods.push(lowerFunction(builder, child, marks, index));
    else if (kind === "public_field_definition" || kind === "field_definition")
      body.push(...field(builder, child, index, methods));
    marks = [];
  }
  builder.classes[index] = {
    index,
    name,
    bases: heritage === undefined ? [] : bases(builder, heritage),
    decorators: decorators.map((decorator) => lowerExpression(builder, namedChildren(tree, decorator)[0] ?? NONE)),
    methods,
    body,
    start,
    end,
  };
  return index;
}

function bases(builder: Builder, heritage: NodeId): Expression[] {
  const { tree } = builder;
  const [first] = namedChildren(tree, heritage);
  if (first === undefined) return [];
  if (kindOf(tree, first) !== "extends_clause")
    return kindOf(tree, first) === "implements_clause" ? [] : [lowerExpression(builder, first)];
  return childrenByField(tree, first, "value").map((child) => lowerExpression(builder, child));
}

/** A field with a function is a method that keeps its object; another value is set when the class is made. */
function field(builder: Builder, node: NodeId, index: number, methods: number[]): Statement[] {
  const { tree } = builder;
  const value = childByField(tree, node, "value");
  let nameNode = childByField(tree, node, "name");
  if (nameNode === NONE) nameNode = childByField(tree, node, "property");
  if (nameNode === NONE) return [];
  const { start, end } = spanOf(builder, node);
  const name = textOf(tree, nameNode);
  const type = childByField(tree, node, "type");
  const annotation = type === NONE ? "" : textOf(tree, type).replace(/^:\s*/u, "");
  if (value === NONE) {
    return annotation === ""
      ? []
      : [
          {
            kind: "assign",
            start,
            end,
            target: { kind: "name", start, end, name },
            value: { kind: "constant", start, end, value: undefined },
            operator: "",
            annotation,
          },
        ];
  }
  if (kindOf(tree, value) === "arrow_function" || kindOf(tree, value) === "function_expression") {
    const method = lowerFunction(builder, value, [], index);
    renameFunction(builder, method, name);
    methods.push(method);
    return [];
  }
  return [
    {
      kind: "assign",
      start,
      end,
      target: { kind: "name", start, end, name },
      value: lowerExpression(builder, value),
      operator: "",
      annotation,
    },
  ];
}
