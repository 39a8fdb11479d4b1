import type { Expression, Pattern } from "#analysis/ir/expression.ts";
import type { Statement } from "#analysis/ir/statement.ts";
import { type Builder, declarePattern, lowerExpression, nameAt, spanOf } from "#analysis/lower/builder.ts";
import {
  childByField,
  childrenByField,
  descendants,
  kindOf,
  namedChildren,
  type NodeId,
  NONE,
  textOf,
} from "#analysis/parse/tree.ts";
import { annotationOf } from "./facts.ts";
import { zeroOf } from "./literal.ts";
import { inside } from "./operator.ts";

/** What an assignment writes to. */
export function targetOf(builder: Builder, node: NodeId): Pattern {
  const span = spanOf(builder, node);
  if (kindOf(builder.tree, node) === "identifier") return { kind: "name", ...span, name: nameAt(builder, node) };
  return { kind: "place", ...span, place: lowerExpression(builder, node) };
}

function parts({ tree }: Builder, list: NodeId): NodeId[] {
  if (list === NONE) return [];
  return kindOf(tree, list) === "expression_list"
    ? namedChildren(tree, list).filter((child) => kindOf(tree, child) !== "comment")
    : [list];
}

/** `a, b = f()`, `a, b := x, y`, `v, ok := m[k]`, `x += y`. */
export function lowerAssignment(builder: Builder, node: NodeId): Statement[] {
  const { tree } = builder;
  const targets = parts(builder, childByField(tree, node, "left"));
  const values = parts(builder, childByField(tree, node, "right"));
  const operator = textOf(tree, childByField(tree, node, "operator") === NONE ? node : childByField(tree, node, "operator"));
  const compound = kindOf(tree, node) === "assignment_statement" ? operator.replace(/=$/u, "") : "";
  const lowered = pairs(
    builder,
    node,
    targets.map((target) => targetOf(builder, target)),
    values,
    "",
  );
  // Names of a plain assignment were declared before.
  if (kindOf(tree, node) !== "assignment_statement") for (const { target } of lowered) declarePattern(builder, target);
  return lowered.map((one) => ({ ...one, operator: compound }));
}

type Assign = Statement & { readonly kind: "assign" };

function pairs(
  builder: Builder,
  node: NodeId,
  targets: readonly Pattern[],
  values: readonly NodeId[],
  annotation: string,
): Assign[] {
  const { tree } = builder;
  const span = spanOf(builder, node);
  const made = (target: Pattern, value: Expression): Assign => ({
    kind: "assign",
    ...span,
    target,
    value,
    operator: "",
    annotation,
  });
  const [first, second] = targets;
  const [only] = values;
  if (first === undefined)
    return only === undefined
      ? []
      : [
          made(
            { kind: "place", ...span, place: { kind: "constant", ...span, value: undefined } },
            lowerExpression(builder, only),
          ),
        ];
  if (only === undefined) return [];
  if (targets.length === 1) return [made(first, answered(lowerExpression(builder, only)))];
  if (values.length > 1) {
    const items = values.map((value) => ({ value: lowerExpression(builder, value), spread: false }));
    return [made({ kind: "list", ...span, items: targets }, { kind: "list", ...span, items })];
  }
  const kind = kindOf(tree, only);
  if (kind === "call_expression") {
    return [made({ kind: "list", ...span, items: targets, results: true }, answered(lowerExpression(builder, only)))];
  }
  // The second one says whether there was anything.
  const shown: Expression = kind === "index_expression" ? inside(builder, only) : { kind: "unknown", ...span, operands: [] };
  return second === undefined ? [] : [made(first, lowerExpression(builder, only)), made(second, shown)];
}

/** What a call gave, which may be asked for later. */
function answered(value: Expression): Expression {
  return value.kind === "call" && !value.construct
    ? { kind: "wrapped", start: value.start, end: value.end, how: "answer", operand: value }
    : value;
}

export function lowerDeclaration(builder: Builder, node: NodeId): Statement[] {
  const { tree } = builder;
  return descendants(tree, node, ["var_spec", "const_spec"]).flatMap((spec): Statement[] => {
    const type = childByField(tree, spec, "type");
    const annotation = annotationOf(tree, type);
    const names = childrenByField(tree, spec, "name").filter((name) => kindOf(tree, name) === "identifier");
    const targets = names.map((name) => targetOf(builder, name));
    for (const target of targets) declarePattern(builder, target);
    const values = parts(builder, childByField(tree, spec, "value"));
    if (values.length > 0) return pairs(builder, spec, targets, values, annotation);
    const span = spanOf(builder, spec);
    const value: Expression = zeroOf(builder, type) ?? { kind: "constant", ...span, value: undefined };
    return targets.map((target) => ({ kind: "assign", ...span, target, value, operator: "", annotation }));
  });
}

/** `i++` */
export function step(builder: Builder, node: NodeId): Statement {
  const { tree } = builder;
  const span = spanOf(builder, node);
  const place = namedChildren(tree, node)[0] ?? NONE;
  const left = lowerExpression(builder, place);
  const operator = kindOf(tree, node) === "inc_statement" ? "+" : "-";
  const value: Expression = { kind: "binary", ...span, operator, left, right: { kind: "constant", ...span, value: 1 } };
  return { kind: "assign", ...span, target: targetOf(builder, place), value, operator: "", annotation: "" };
}
