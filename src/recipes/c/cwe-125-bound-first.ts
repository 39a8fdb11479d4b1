import { childByField, descendants, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

export default defineRecipe({
  id: "c/cwe-125-bound-first",
  title: "Compare an index before it is used",
  languages: ["c", "cpp"],
  cwes: ["CWE-125", "CWE-129"],
  review: "merge-after-cursory-review",
  description:
    "Swaps the sides of `table[i] … && i < end`, so that the element is read only where there is one. Declines where a side does something.",
  propose({ tree, range }) {
    for (const test of nodesNear(tree, range, ["binary_expression"])) {
      const [left, right] = [childByField(tree, test, "left"), childByField(tree, test, "right")];
      if (textOf(tree, childByField(tree, test, "operator")) !== "&&") continue;
      const index = /^\(?\s*(\w+)\s*(?:<=?|>=)\s*[\w.>-]+\s*\)?$/u.exec(textOf(tree, right))?.[1];
      if (index === undefined || !readsAt(tree, left, index)) continue;
      if (/\+\+|--|[^=!<>]=[^=]|\w\s*\(/u.test(textOf(tree, left))) return decline("a side of the test does something");
      if (/\|\|/u.test(textOf(tree, left))) return decline("the test is of several parts");
      return offer(tree, [
        {
          variant: "swapped",
          title: "Ask for the end first",
          rationale: "The second side of && is looked at only where the first one holds.",
          edits: [replaceNode(tree, left, textOf(tree, right)), replaceNode(tree, right, textOf(tree, left))],
        },
      ]);
    }
    return decline("no element is read before its index is compared", "other-place");
  },
});

const readsAt = (tree: SyntaxTree, node: NodeId, index: string): boolean =>
  descendants(tree, node, ["subscript_expression"]).some((one) => textOf(tree, childByField(tree, one, "index")) === index);
