import type { Expression } from "#analysis/ir/expression.ts";
import type { Parameter } from "#analysis/ir/file.ts";
import type { Statement } from "#analysis/ir/statement.ts";
import {
  type Builder,
  closeFunction,
  declare,
  lowerBlock,
  lowerExpression,
  openFunction,
  spanOf,
} from "#analysis/lower/builder.ts";
import { childByField, kindOf, namedChildren, type NodeId, NONE, textOf } from "#analysis/parse/tree.ts";
import { annotationsOf } from "./annotation.ts";
import { at, isBuilderType, modifiersOf, type Place, placeOf } from "./scope.ts";

export interface Head {
  readonly name: string;
  /** The class whose method it is; -1 for none. */
  readonly class: number;
  readonly static: boolean;
  readonly parameters: NodeId;
}

/** Lowers a method, a constructor, a lambda or a part of one; its number in the file. `around` is where it is declared. */
export function lowerFunction(
  builder: Builder,
  node: NodeId,
  { name, class: ofClass, static: isStatic, parameters }: Head,
  around: Place,
  lowerBody: () => readonly Statement[],
): number {
  const decorators = at(builder, around, () => [...annotationsOf(builder, node), ...answers(builder, node, around)]);
  const opened = openFunction(builder);
  const builders = new Set(around.builders);
  const own = ofClass >= 0 && !isStatic ? [objectParameter(builder, node)] : [];
  const given = at(builder, around, () => lowerParameters(builder, parameters, builders));
  const head = {
    ...opened,
    ...spanOf(builder, node),
    name,
    parameters: [...own, ...given],
    decorators,
    class: ofClass,
    static: isStatic,
    generator: false,
  };
  closeFunction(builder, head, (locals) =>
    at(
      builder,
      { scope: around.scope, static: ofClass >= 0 ? isStatic : around.static, locals: [...around.locals, locals], builders },
      lowerBody,
    ),
  );
  return opened.index;
}

/** In a class whose methods give answers and not names of views, those that are mapped to requests are marked so, where they give text. */
function answers(builder: Builder, node: NodeId, { scope }: Place): Expression[] {
  const { tree } = builder;
  if (scope?.answers !== true || kindOf(tree, node) !== "method_declaration") return [];
  const written = modifiersOf(builder, node).join(" ");
  const type = textOf(tree, childByField(tree, node, "type"));
  if (!/@\w+Mapping\b/u.test(written) || /json/iu.test(written)) return [];
  if (!/^(?:String|Object|ResponseEntity(?:<(?:String|\?|Object)>)?)$/u.test(type)) return [];
  const span = spanOf(builder, node);
  return [{ kind: "call", ...span, callee: { kind: "name", ...span, name: "ResponseBody" }, arguments: [], construct: false }];
}

/** A method or constructor of class `ofClass`; undefined for one without a body, of which nothing is known. */
export function lowerMethod(builder: Builder, node: NodeId, ofClass: number, around: Place): number | undefined {
  const { tree } = builder;
  const body = childByField(tree, node, "body");
  if (body === NONE) return undefined;
  const constructor = kindOf(tree, node) === "constructor_declaration";
  return lowerFunction(
    builder,
    node,
    {
      name: constructor ? "<init>" : textOf(tree, childByField(tree, node, "name")),
      class: ofClass,
      static: modifiersOf(builder, node).includes("static"),
      parameters: childByField(tree, node, "parameters"),
    },
    around,
    () => lowerBlock(builder, body),
  );
}

export function lowerLambda(builder: Builder, node: NodeId): number {
  const { tree } = builder;
  const body = childByField(tree, node, "body");
  const parameters = childByField(tree, node, "parameters");
  return lowerFunction(builder, node, { name: "", class: -1, static: false, parameters }, placeOf(builder), () => {
    if (body === NONE) return [];
    if (kindOf(tree, body) === "block") return lowerBlock(builder, body);
    const value = lowerExpression(builder, body);
    return [{ kind: "return", start: value.start, end: value.end, value }];
  });
}

function objectParameter(builder: Builder, node: NodeId): Parameter {
  const start = builder.tree.starts[node] as number;
  declare(builder, "this");
  return {
    start,
    end: start,
    name: "this",
    pattern: { kind: "name", start, end: start, name: "this" },
    default: undefined,
    takes: "one",
    annotation: "",
    decorators: [],
  };
}

function lowerParameters(builder: Builder, list: NodeId, builders: Set<string>): Parameter[] {
  const { tree } = builder;
  if (list === NONE) return [];
  if (kindOf(tree, list) === "identifier") return [parameter(builder, list, list, "one", "")];
  return namedChildren(tree, list).flatMap((node): Parameter[] => {
    switch (kindOf(tree, node)) {
      case "identifier":
        return [parameter(builder, node, node, "one", "")];
      case "formal_parameter": {
        const type = textOf(tree, childByField(tree, node, "type"));
        const name = childByField(tree, node, "name");
        if (isBuilderType(type)) builders.add(textOf(tree, name));
        return [parameter(builder, node, name, "one", type)];
      }
      case "spread_parameter": {
        const parts = namedChildren(tree, node);
        const declarator = parts.find((child) => kindOf(tree, child) === "variable_declarator");
        const name = declarator === undefined ? (parts.at(-1) ?? NONE) : childByField(tree, declarator, "name");
        const type = parts.find((child) => kindOf(tree, child).endsWith("_type") || kindOf(tree, child) === "type_identifier");
        return [parameter(builder, node, name, "rest", type === undefined ? "" : textOf(tree, type))];
      }
      default:
        return [];
    }
  });
}

function parameter(builder: Builder, node: NodeId, nameNode: NodeId, takes: "one" | "rest", annotation: string): Parameter {
  const span = spanOf(builder, node);
  const name = nameNode === NONE ? "" : textOf(builder.tree, nameNode);
  declare(builder, name);
  return {
    ...span,
    name,
    pattern: { kind: "name", ...span, name },
    default: undefined,
    takes,
    annotation,
    decorators: node === nameNode ? [] : annotationsOf(builder, node),
  };
}
