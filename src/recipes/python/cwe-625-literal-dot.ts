import { kindOf, namedChildren } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { insertAt } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { literalShape } from "#recipes/python-syntax/literal.ts";

/** A dot between two repeated classes: `[a-z]+.[a-z]+`, `\d+.\d+`. */
const DOT = /(?<=(?:\]|\\[dwDW])[+*]\)?)\.(?=\(?(?:\[|\\{1,2}[dwDW]))/g;

export default defineRecipe({
  id: "python/cwe-625-literal-dot",
  title: "Let the dot between two words stand for a dot",
  languages: ["python"],
  cwes: ["CWE-625", "CWE-20"],
  review: "merge-after-cursory-review",
  description:
    "Puts a backslash before a dot that stands alone between two repeated classes of an anchored pattern, as in `^[a-z]+.[a-z]+$`, where it lets any character pass. Declines for dots that are repeated, escaped or in a class, and for patterns without anchors.",
  propose({ tree, range }) {
    for (const literal of nodesNear(tree, range, ["string"])) {
      if (namedChildren(tree, literal).some((child) => kindOf(tree, child) === "interpolation")) continue;
      const { prefix, contentStart, contentEnd } = literalShape(tree, literal);
      const content = tree.text.slice(contentStart, contentEnd);
      if (!/^\^|\$$/.test(content)) continue;
      const dots = [...content.matchAll(DOT)].map(({ index }) => index);
      if (dots.length === 0) continue;
      return offer(tree, [
        {
          variant: "escaped",
          title: "Escape the dot",
          rationale: "Only a dot passes between the words; the bare one let every other character through too.",
          tradeOffs: {
            behaviour: "Texts with another separator, such as a comma, no longer match: they are refused, or give another value.",
          },
          edits: dots.map((at) => insertAt(contentStart + at, prefix.includes("r") ? "\\" : "\\\\")),
        },
      ]);
    }
    return decline("no pattern with a bare dot between two words is at the place", "other-place");
  },
});
