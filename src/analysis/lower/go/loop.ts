import type { Pattern } from "#analysis/ir/expression.ts";
import type { Statement } from "#analysis/ir/statement.ts";
import { type Builder, declarePattern, lowerBlock, lowerStatement, spanOf } from "#analysis/lower/builder.ts";
import { childByField, kindOf, namedChildren, type NodeId, NONE, textOf } from "#analysis/parse/tree.ts";
import { targetOf } from "./assign.ts";
import { lowerExpression } from "./expression.ts";
import { lowerTest } from "./operator.ts";

/** Usual names of numbers that count. */
const COUNTS = /^(?:_|i|j|k|n|at|idx|index|pos|position|count|row|col)$/u;

export function lowerLoop(builder: Builder, node: NodeId): Statement[] {
  const { tree } = builder;
  const head = namedChildren(tree, node).find((child) => !/^(?:block|comment)$/u.test(kindOf(tree, child))) ?? NONE;
  const kind = head === NONE ? "" : kindOf(tree, head);
  if (kind === "range_clause") return [ranged(builder, node, head)];
  const clause = kind === "for_clause";
  const initializer = clause ? childByField(tree, head, "initializer") : NONE;
  const update = clause ? childByField(tree, head, "update") : NONE;
  const condition = clause ? childByField(tree, head, "condition") : head;
  const span = spanOf(builder, node);
  const before = initializer === NONE ? [] : lowerStatement(builder, initializer);
  const body = lowerBlock(builder, childByField(tree, node, "body"));
  const after = update === NONE ? [] : lowerStatement(builder, update);
  return [
    ...before,
    {
      kind: "loop",
      ...span,
      pattern: undefined,
      source: undefined,
      over: "elements",
      test: condition === NONE ? undefined : lowerTest(builder, condition),
      late: false,
      body: [...body, ...after],
      update: undefined,
      otherwise: [],
    },
  ];
}

function ranged(builder: Builder, node: NodeId, clause: NodeId): Statement {
  const { tree } = builder;
  const left = childByField(tree, clause, "left");
  const [key = NONE, value = NONE] = left === NONE ? [] : namedChildren(tree, left);
  const targets = [key, value].map((one) => (one === NONE ? undefined : targetOf(builder, one)));
  for (const target of targets) if (target !== undefined) declarePattern(builder, target);
  const [first, second] = targets;
  const source = lowerExpression(builder, childByField(tree, clause, "right"));
  const span = spanOf(builder, node);
  const keyed: Statement[] =
    first === undefined || second === undefined || COUNTS.test(textOf(tree, key))
      ? []
      : [
          {
            kind: "assign",
            ...spanOf(builder, key),
            target: first,
            value: { kind: "unknown", ...span, operands: [source] },
            operator: "",
            annotation: "",
          },
        ];
  const nothing: Pattern | undefined = first === undefined ? undefined : (second ?? first);
  return {
    kind: "loop",
    ...span,
    pattern: nothing,
    source,
    over: second === undefined ? "keys" : "elements",
    test: undefined,
    late: false,
    body: [...keyed, ...lowerBlock(builder, childByField(tree, node, "body"))],
    update: undefined,
    otherwise: [],
  };
}
