import type { Expression } from "#analysis/ir/expression.ts";
import type { Statement, Switch } from "#analysis/ir/statement.ts";
import { type Builder, deeper, lowerBlock, lowerExpression, lowerStatement, spanOf } from "#analysis/lower/builder.ts";
import { childByField, kindOf, namedChildren, type NodeId, NONE } from "#analysis/parse/tree.ts";

/** Both forms of switch. `value`: what a rule gives is returned from the function around. */
export function lowerSwitch(builder: Builder, node: NodeId, value: boolean): Switch {
  const { tree } = builder;
  const block = childByField(tree, node, "body");
  let falls = false;
  const cases = (block === NONE ? [] : namedChildren(tree, block)).flatMap((child) => {
    const kind = kindOf(tree, child);
    if (kind !== "switch_rule" && kind !== "switch_block_statement_group") return [];
    falls ||= kind === "switch_block_statement_group";
    const parts = namedChildren(tree, child);
    const tests = parts.filter((part) => kindOf(tree, part) === "switch_label").flatMap((label) => labels(builder, label));
    const body = parts
      .filter((part) => kindOf(tree, part) !== "switch_label")
      .flatMap((part) =>
        deeper(builder, part, [] as Statement[], () => ruleBody(builder, part, value && kind === "switch_rule")),
      );
    return [{ tests, patterns: [], body }];
  });
  return {
    kind: "switch",
    ...spanOf(builder, node),
    subject: lowerExpression(builder, childByField(tree, node, "condition")),
    cases,
    falls,
  };
}

function labels(builder: Builder, label: NodeId): Expression[] {
  const { tree } = builder;
  return namedChildren(tree, label)
    .filter((child) => !/pattern$|guard$|comment$/u.test(kindOf(tree, child)))
    .map((child) => lowerExpression(builder, child));
}

function ruleBody(builder: Builder, node: NodeId, value: boolean): Statement[] {
  const { tree } = builder;
  const kind = kindOf(tree, node);
  if (kind === "block") return lowerBlock(builder, node);
  if (!value || kind !== "expression_statement") return lowerStatement(builder, node);
  const [first] = namedChildren(tree, node);
  return [{ kind: "return", ...spanOf(builder, node), value: first === undefined ? undefined : lowerExpression(builder, first) }];
}
