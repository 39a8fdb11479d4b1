import type { Expression, Pattern } from "#analysis/ir/expression.ts";
import type { Clause, Statement, Switch } from "#analysis/ir/statement.ts";
import { type Builder, declarePattern, lowerBlock, lowerStatement, spanOf } from "#analysis/lower/builder.ts";
import { childByField, descendants, fieldOf, kindOf, namedChildren, type NodeId, NONE } from "#analysis/parse/tree.ts";
import { targetOf } from "./assign.ts";
import { lowerExpression } from "./expression.ts";
import { lowerTest } from "./operator.ts";

function initial(builder: Builder, node: NodeId): Statement[] {
  const initializer = childByField(builder.tree, node, "initializer");
  return initializer === NONE ? [] : lowerStatement(builder, initializer);
}

function casesOf({ tree }: Builder, node: NodeId): NodeId[] {
  return namedChildren(tree, node).filter((child) => kindOf(tree, child).endsWith("_case"));
}

export function lowerSwitch(builder: Builder, node: NodeId): Statement[] {
  const { tree } = builder;
  const value = childByField(tree, node, "value");
  const cases = casesOf(builder, node).map((child) => {
    const list = childByField(tree, child, "value");
    return {
      values: list === NONE ? [] : namedChildren(tree, list).filter((one) => kindOf(tree, one) !== "comment"),
      falls: descendants(tree, child, ["fallthrough_statement"]).length > 0,
      body: caseBody(builder, child),
    };
  });
  // What a case falls through to runs behind it.
  const bodies = cases.map(({ body }) => body);
  for (let at = cases.length - 2; at >= 0; at--)
    if (cases[at]?.falls === true) bodies[at] = [...(bodies[at] ?? []), ...(bodies[at + 1] ?? [])];
  if (value === NONE) return [...initial(builder, node), chain(builder, node, cases, bodies)];
  const lowered = cases.map(({ values }, at) => ({
    tests: values.map((one) => lowerExpression(builder, one)),
    patterns: [],
    body: bodies[at] ?? [],
  }));
  return [
    ...initial(builder, node),
    { kind: "switch", ...spanOf(builder, node), subject: lowerExpression(builder, value), cases: lowered, falls: false },
  ];
}

/** A switch without value asks one condition after the other. */
function chain(
  builder: Builder,
  node: NodeId,
  cases: readonly { readonly values: readonly NodeId[] }[],
  bodies: readonly Statement[][],
): Statement {
  const clauses: Clause[] = [];
  let otherwise: Statement[] = [];
  for (const [at, { values }] of cases.entries()) {
    const tests = values.map((one) => lowerTest(builder, one));
    const [first] = tests;
    const body = bodies[at] ?? [];
    if (first === undefined) otherwise = body;
    else
      clauses.push({
        body,
        test:
          tests.length === 1 ? first : { kind: "logical", start: first.start, end: first.end, operator: "or", operands: tests },
      });
  }
  return clauses.length === 0
    ? { kind: "block", ...spanOf(builder, node), body: otherwise }
    : { kind: "if", ...spanOf(builder, node), clauses, otherwise };
}

export function lowerTypeSwitch(builder: Builder, node: NodeId): Statement[] {
  const { tree } = builder;
  const alias = childByField(tree, node, "alias");
  const [name] = alias === NONE ? [] : namedChildren(tree, alias);
  const patterns: Pattern[] = name === undefined ? [] : [targetOf(builder, name)];
  for (const pattern of patterns) declarePattern(builder, pattern);
  const subject = lowerExpression(builder, childByField(tree, node, "value"));
  const cases = casesOf(builder, node).map((child) => ({ tests: [], patterns, body: caseBody(builder, child) }));
  return [...initial(builder, node), { kind: "switch", ...spanOf(builder, node), subject, cases, falls: false }];
}

/** Any of the cases may be the one that happens. */
export function lowerSelect(builder: Builder, node: NodeId): Switch {
  const { tree } = builder;
  const subject: Expression = { kind: "unknown", ...spanOf(builder, node), operands: [] };
  const cases = casesOf(builder, node).map((child) => {
    const communication = childByField(tree, child, "communication");
    const before = communication === NONE ? [] : lowerStatement(builder, communication);
    return { tests: [], patterns: [], body: [...before, ...caseBody(builder, child)] };
  });
  return { kind: "switch", ...spanOf(builder, node), subject, cases, falls: false };
}

/** Statements of a case: what stands behind its values. */
function caseBody(builder: Builder, node: NodeId): Statement[] {
  const { tree } = builder;
  const own = namedChildren(tree, node).filter((child) => !["value", "type", "communication"].includes(fieldOf(tree, child)));
  return lowerBlock(builder, node, own);
}
