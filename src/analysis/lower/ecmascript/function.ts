import type { Parameter } from "#analysis/ir/file.ts";
import type { Pattern } from "#analysis/ir/expression.ts";
import type { Statement } from "#analysis/ir/statement.ts";
import {
  type Builder,
  closeFunction,
  declare,
  declarePattern,
  lowerBlock,
  lowerExpression,
  openFunction,
  spanOf,
} from "#analysis/lower/builder.ts";
import {
  childByField,
  childrenByField,
  children,
  isNamed,
  kindOf,
  namedChildren,
  type NodeId,
  NONE,
  textOf,
} from "#analysis/parse/tree.ts";
import { lowerPattern } from "./pattern.ts";

/** Lowers any form of function; its number in the file. A method of class `ofClass` gets its object as first parameter, `this`. */
export function lowerFunction(builder: Builder, node: NodeId, decorators: readonly NodeId[], ofClass: number): number {
  const { tree } = builder;
  const { start, end } = spanOf(builder, node);
  const nameNode = childByField(tree, node, "name");
  const lowered = decorators.map((decorator) => lowerExpression(builder, namedChildren(tree, decorator)[0] ?? NONE));
  const words = children(tree, node)
    .filter((child) => !isNamed(tree, child))
    .map((child) => textOf(tree, child));
  const isStatic = words.includes("static");
  const opened = openFunction(builder);
  const own = ofClass >= 0 && !isStatic ? [objectParameter(builder, node)] : [];
  const list = childByField(tree, node, "parameters");
  const single = childByField(tree, node, "parameter");
  const given =
    single !== NONE
      ? [parameter(builder, single, single)]
      : list === NONE
        ? []
        : namedChildren(tree, list).flatMap((child) => lowerParameter(builder, child));
  const fields = ofClass >= 0 && list !== NONE ? propertyParameters(builder, list) : [];
  const head = {
    ...opened,
    start,
    end,
    name: nameNode === NONE ? "" : textOf(tree, nameNode),
    parameters: [...own, ...given],
    decorators: lowered,
    class: ofClass,
    static: isStatic,
    generator: words.includes("*") || kindOf(tree, node).startsWith("generator"),
  };
  closeFunction(builder, head, () => [...fields, ...lowerBody(builder, childByField(tree, node, "body"))]);
  return opened.index;
}

function lowerBody(builder: Builder, node: NodeId): Statement[] {
  if (node === NONE) return [];
  if (kindOf(builder.tree, node) === "statement_block") return lowerBlock(builder, node);
  const value = lowerExpression(builder, node);
  return [{ kind: "return", start: value.start, end: value.end, value }];
}

function objectParameter(builder: Builder, node: NodeId): Parameter {
  const start = builder.tree.starts[node] as number;
  const end = start;
  declare(builder, "this");
  return {
    start,
    end,
    name: "this",
    pattern: { kind: "name", start, end, name: "this" },
    default: undefined,
    takes: "one",
    annotation: "",
    decorators: [],
  };
}

function lowerParameter(builder: Builder, node: NodeId): Parameter[] {
  const { tree } = builder;
  const kind = kindOf(tree, node);
  if (kind === "comment" || kind === "ERROR" || kind === "decorator") return [];
  const typed = kind === "required_parameter" || kind === "optional_parameter";
  const target = typed ? childByField(tree, node, "pattern") : node;
  if (target === NONE || kindOf(tree, target) === "this") return [];
  return [parameter(builder, node, target)];
}

function parameter(builder: Builder, node: NodeId, target: NodeId): Parameter {
  const { tree } = builder;
  const lowered = lowerPattern(builder, target);
  const typed = node === target ? NONE : childByField(tree, node, "value");
  let pattern: Pattern = lowered;
  let fallback = typed === NONE ? undefined : lowerExpression(builder, typed);
  if (lowered.kind === "default") {
    pattern = lowered.pattern;
    fallback = lowered.value;
  }
  const takes = pattern.kind === "rest" ? "rest" : "one";
  if (pattern.kind === "rest") pattern = pattern.pattern;
  declarePattern(builder, pattern);
  const type = node === target ? NONE : childByField(tree, node, "type");
  return {
    ...spanOf(builder, node),
    name: pattern.kind === "name" ? pattern.name : "",
    pattern,
    default: fallback,
    takes,
    annotation: type === NONE ? "" : textOf(tree, type).replace(/^:\s*/u, ""),
    decorators:
      node === target
        ? []
        : childrenByField(tree, node, "decorator").map((child) =>
            lowerExpression(builder, namedChildren(tree, child)[0] ?? NONE),
          ),
  };
}

/** `constructor(private db: Pool)` also sets `this.db`. */
function propertyParameters(builder: Builder, list: NodeId): Statement[] {
  const { tree } = builder;
  return namedChildren(tree, list).flatMap((node): Statement[] => {
    const property = children(tree, node).some(
      (child) => kindOf(tree, child) === "accessibility_modifier" || kindOf(tree, child) === "readonly",
    );
    const pattern = childByField(tree, node, "pattern");
    if (!property || pattern === NONE || kindOf(tree, pattern) !== "identifier") return [];
    const { start, end } = spanOf(builder, pattern);
    const name = textOf(tree, pattern);
    return [
      {
        kind: "assign",
        start,
        end,
        target: {
          kind: "place",
          start,
          end,
          place: { kind: "member", start, end, object: { kind: "name", start, end, name: "this" }, name },
        },
        value: { kind: "name", start, end, name },
        operator: "",
        annotation: "",
      },
    ];
  });
}
