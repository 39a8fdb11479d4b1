import { childByField, descendants, kindOf, namedChildren, NONE, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { isHollow } from "./removals.ts";
import type { Detector } from "./silencing.ts";

/** More places where an error vanishes without a trace. */
export const swallowsErrors: Detector = ({ path, trees }) => {
  if (trees === undefined || swallowing(trees.after) <= swallowing(trees.before)) return undefined;
  return { reason: "swallows-errors", detail: `${path}: errors are caught and dropped` };
};

function swallowing(tree: SyntaxTree): number {
  const clauses = descendants(tree, 0, ["except_clause", "except_group_clause", "catch_clause"]).filter((clause) => {
    const body = namedChildren(tree, clause).find((child) => kindOf(tree, child).endsWith("block"));
    return body === undefined || (isHollow(tree, body) && !/\b(?:raise|throw)\b/.test(textOf(tree, body)));
  });
  const suppressed = descendants(tree, 0, ["call"]).filter((call) =>
    /(?:^|\.)suppress$/.test(textOf(tree, childByField(tree, call, "function"))),
  );
  const caught = descendants(tree, 0, ["call_expression"]).filter((call) => {
    if (!textOf(tree, childByField(tree, call, "function")).endsWith(".catch")) return false;
    const list = childByField(tree, call, "arguments");
    const handler = list === NONE ? undefined : namedChildren(tree, list)[0];
    const body = handler === undefined ? NONE : childByField(tree, handler, "body");
    return body !== NONE && isHollow(tree, body) && !/\bthrow\b/.test(textOf(tree, body));
  });
  return clauses.length + suppressed.length + caught.length;
}
