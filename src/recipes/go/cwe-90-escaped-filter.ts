import { type NodeId, NONE, type SyntaxTree, textOf, kindOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, calleeOf, callsNear, imports } from "#recipes/go-syntax/calls.ts";
import { piecesOf, valueOfName } from "#recipes/go-syntax/pieces.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";

const FILTER = 6;

export default defineRecipe({
  id: "go/cwe-90-escaped-filter",
  title: "Escape what goes into a filter",
  languages: ["go"],
  cwes: ["CWE-90"],
  review: "merge-after-review",
  description:
    "Puts `ldap.EscapeFilter` around every value that `fmt.Sprintf` or `+` puts into the filter of `ldap.NewSearchRequest`. Declines where the filter is not put together in the function.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["ldap.NewSearchRequest"]);
    const filter = call === undefined ? undefined : argumentsOf(tree, call)[FILTER];
    if (filter === undefined) return decline("no directory is searched at the place", "other-place");
    const written = kindOf(tree, filter) === "identifier" ? valueOfName(tree, filter) : filter;
    const pieces = written === NONE ? undefined : piecesOf(tree, written, "any");
    if (pieces === undefined) return decline("the filter is not put together in the function", "not-in-view");
    const open = pieces.flatMap((piece) => ("node" in piece && !isSafe(tree, piece.node, piece.verb) ? [piece.node] : []));
    if (open.length === 0) return decline("every value is escaped, or a number", "already-safe");
    const name = imports(tree).find(({ path }) => /(?:^|\/)ldap(?:\/v\d+)?$/u.test(path))?.local ?? "ldap";
    return offer(tree, [
      {
        variant: "escaped",
        title: "Escape the values",
        rationale: "Parentheses, stars and backslashes of a value are compared, and no longer change what is asked.",
        tradeOffs: { behaviour: "A * in a value means the character, not any text." },
        edits: open.map((node) => replaceNode(tree, node, `${name}.EscapeFilter(${textOf(tree, node)})`)),
      },
    ]);
  },
});

function isSafe(tree: SyntaxTree, node: NodeId, verb: string | undefined): boolean {
  if (verb === "%d") return true;
  const value = kindOf(tree, node) === "identifier" ? valueOfName(tree, node) : node;
  return value !== NONE && kindOf(tree, value) === "call_expression" && /\.EscapeFilter$|^strconv\./u.test(calleeOf(tree, value));
}
