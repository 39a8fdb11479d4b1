import { childByField, kindOf, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, calleeOf, callsNear, swapPackage, usePackage } from "#recipes/go-syntax/calls.ts";
import { valueOfName } from "#recipes/go-syntax/pieces.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const WHY = {
  variant: "same-time",
  title: "Compare all bytes",
  rationale: "The time that the answer takes says nothing of what was right.",
} as const;

export default defineRecipe({
  id: "go/cwe-208-same-time",
  title: "Compare secrets in the same time",
  languages: ["go"],
  cwes: ["CWE-208"],
  review: "merge-after-review",
  description:
    "Compares byte slices by `subtle.ConstantTimeCompare` in place of `bytes.Equal`, and texts, as bytes, in place of `==` and `!=`. Declines for arrays and for fixed values.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["bytes.Equal"]);
    if (call !== undefined) {
      const [a, b] = argumentsOf(tree, call);
      const subtle = swapPackage(tree, "bytes", "crypto/subtle", [childByField(tree, call, "function")]);
      if (a === undefined || b === undefined || subtle === undefined)
        return decline("the name subtle means something else here", "name-taken");
      const text = `${subtle.name}.ConstantTimeCompare(${textOf(tree, a)}, ${textOf(tree, b)}) == 1`;
      const negated = kindOf(tree, tree.parents[call] as NodeId) === "unary_expression";
      return offer(tree, [
        {
          ...WHY,
          edits: [
            ...subtle.edits,
            negated
              ? replaceNode(tree, tree.parents[call] as NodeId, text.replace(/== 1$/u, "!= 1"))
              : replaceNode(tree, call, text),
          ],
        },
      ]);
    }
    const compared = nodesNear(tree, range, ["binary_expression"]).find((node) =>
      /^[!=]=$/u.test(textOf(tree, childByField(tree, node, "operator"))),
    );
    if (compared === undefined) return decline("nothing is compared at the place", "other-place");
    const sides = ["left", "right"].map((name) => childByField(tree, compared, name));
    if (sides.some((side) => /_literal$|^(?:nil|true|false)$/u.test(kindOf(tree, side))))
      return decline("a fixed value is compared", "already-safe");
    if (sides.some((side) => isCompare(tree, side))) return decline("it is compared in the same time already", "already-safe");
    if (sides.some((side) => isArray(tree, side))) return decline("arrays are compared, which are no texts");
    const subtle = usePackage(tree, "crypto/subtle");
    if (subtle === undefined) return decline("the name subtle means something else here", "name-taken");
    const [a, b] = sides.map((side) => `[]byte(${textOf(tree, side)})`);
    const operator = textOf(tree, childByField(tree, compared, "operator"));
    const text = `${subtle.name}.ConstantTimeCompare(${a}, ${b}) ${operator} 1`;
    return offer(tree, [{ ...WHY, edits: [...subtle.edits, replaceNode(tree, compared, text)] }]);
  },
});

function isCompare(tree: SyntaxTree, node: NodeId): boolean {
  return kindOf(tree, node) === "call_expression" && calleeOf(tree, node) === "subtle.ConstantTimeCompare";
}

/** Sums of the standard library's hash functions are arrays. */
function isArray(tree: SyntaxTree, node: NodeId): boolean {
  const value = kindOf(tree, node) === "identifier" ? valueOfName(tree, node) : node;
  return value >= 0 && kindOf(tree, value) === "call_expression" && /\.Sum\d*$/u.test(calleeOf(tree, value));
}
