import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { children, isNamed as isNamedNode, kindOf, namedChildren, parentOf, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { insertAt, replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { callArguments, methodName } from "#recipes/python-syntax/calls.ts";
import { useModule } from "#recipes/python-syntax/imports.ts";

const PLAIN_VALUES = ["none", "true", "false", "integer", "float", "list", "tuple", "dictionary"];
/** Around these, `not …` needs no brackets. */
const LOOSE = [
  "if_statement",
  "elif_clause",
  "while_statement",
  "return_statement",
  "assignment",
  "boolean_operator",
  "not_operator",
  "parenthesized_expression",
  "argument_list",
  "assert_statement",
];

export default defineRecipe({
  id: "python/cwe-208-constant-time-compare",
  title: "Compare secrets in constant time",
  languages: ["python"],
  cwes: ["CWE-208"],
  review: "merge-after-review",
  description:
    "Turns `a == b` and `a != b` of two digests, signatures or tokens into `hmac.compare_digest(a, b)`, whose time does not tell how far the two agree; a lookup by `get` that may find " +
    "nothing gets an empty text as default, since the function refuses None. Declines for chained comparisons and for constants such as None, numbers and lists.",
  propose({ tree, range }) {
    const comparison = nodesNear(tree, range, ["comparison_operator"]).find((node) =>
      ["==", "!="].includes(operatorOf(tree, node)),
    );
    if (comparison === undefined) return decline("nothing is compared by == or != at the place", "other-place");
    const [left, right, ...more] = namedChildren(tree, comparison);
    if (left === undefined || right === undefined || more.length > 0) return decline("the comparison is a chain");
    if ([left, right].some((side) => PLAIN_VALUES.includes(kindOf(tree, side))))
      return decline("one side is a constant that is no secret", "already-safe");
    if ([left, right].some((side) => /^((len|int|type|float)\(|[a-z]*(["'])\3$)/.test(textOf(tree, side))))
      return decline("lengths, numbers, types and empty texts are no secrets", "already-safe");
    const hmac = useModule(tree, "hmac");
    if (hmac === undefined) return decline("the file uses the name hmac for something else", "name-taken");
    const negated = operatorOf(tree, comparison) === "!=";
    const brackets = negated && !LOOSE.includes(kindOf(tree, parentOf(tree, comparison)));
    const between = { start: tree.ends[left] as number, end: tree.starts[right] as number, text: ", " };
    return offer(tree, [
      {
        variant: "compare-digest",
        title: "Compare with hmac.compare_digest",
        rationale:
          "The comparison takes the same time wherever the first difference is, so its time tells an attacker nothing about a guess.",
        edits: [
          ...hmac.edits,
          insertAt(
            tree.starts[comparison] as number,
            `${brackets ? "(" : ""}${negated ? "not " : ""}${hmac.name}.compare_digest(`,
          ),
          ...emptyDefault(tree, left),
          between,
          ...emptyDefault(tree, right),
          insertAt(tree.ends[comparison] as number, brackets ? "))" : ")"),
        ],
        tradeOffs: { behaviour: "Both sides must be bytes, or text of ASCII characters; anything else raises TypeError." },
      },
    ]);
  },
});

function operatorOf(tree: SyntaxTree, comparison: NodeId): string {
  return children(tree, comparison)
    .filter((child) => !isNamedNode(tree, child))
    .map((child) => textOf(tree, child))
    .join(" ");
}

/** `headers.get("X")` may be None. */
function emptyDefault(tree: SyntaxTree, side: NodeId): TextEdit[] {
  if (kindOf(tree, side) !== "call" || methodName(tree, side) !== "get") return [];
  const all = callArguments(tree, side) ?? [];
  const [only] = all;
  return all.length === 1 && only?.name === undefined && only !== undefined
    ? [replaceNode(tree, only.node, `${textOf(tree, only.node)}, ""`)]
    : [];
}
