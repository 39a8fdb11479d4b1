import { kindOf, type NodeId, namedChildren, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { insertAfter, insertAt } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

function attribute(tree: SyntaxTree, element: NodeId, name: string): NodeId | undefined {
  return namedChildren(tree, element).find(
    (child) => kindOf(tree, child) === "jsx_attribute" && new RegExp(`^${name}\\s*(?:=|$)`).test(textOf(tree, child)),
  );
}

export default defineRecipe({
  id: "javascript/cwe-1022-no-opener",
  title: "Page in a new window cannot reach its opener",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-1022"],
  review: "merge-without-review",
  description:
    'Adds `rel="noopener noreferrer"` to an element with `target="_blank"`, or `noopener` to the words that its `rel` has. Declines where `rel` is computed, where the attributes are spread in, and where the target is not `_blank`.',
  propose({ tree, range }) {
    for (const element of nodesNear(tree, range, ["jsx_opening_element", "jsx_self_closing_element"])) {
      const target = attribute(tree, element, "target");
      if (target === undefined || !/["'`]_blank["'`]/.test(textOf(tree, target))) continue;
      if (namedChildren(tree, element).some((child) => /^\{\s*\.\.\./.test(textOf(tree, child))))
        return decline("attributes are spread in, and rel may be among them", "not-in-view");
      const rel = attribute(tree, element, "rel");
      if (rel !== undefined && /\b(?:noopener|noreferrer)\b/.test(textOf(tree, rel)))
        return decline("the element names noopener or noreferrer already", "already-safe");
      if (rel !== undefined && !/=\s*["'][^"']*["']$/.test(textOf(tree, rel))) return decline("rel is computed", "not-in-view");
      const edit =
        rel === undefined
          ? insertAfter(tree, target, ' rel="noopener noreferrer"')
          : insertAt((tree.ends[rel] as number) - 1, " noopener");
      return offer(tree, [
        {
          variant: "no-opener",
          title: "Keep the opened page from its opener",
          rationale: "The page that is opened gets no window.opener, so it cannot send this page elsewhere.",
          tradeOffs: rel === undefined ? { behaviour: "The opened site is not told from which page its reader comes." } : {},
          edits: [edit],
        },
      ]);
    }
    return decline("no element that opens a new window is at the place", "other-place");
  },
});
