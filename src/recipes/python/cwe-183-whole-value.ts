import { textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const SHAPE = /^any\(\s*\(?\s*(\w+)\s+in\s+(\w+)\s+for\s+(\w+)\s+in\s+(_?[A-Z]\w*)\s*\)?\s*\)$/;

export default defineRecipe({
  id: "python/cwe-183-whole-value",
  title: "Compare the whole value with what is allowed",
  languages: ["python"],
  cwes: ["CWE-183"],
  review: "merge-after-review",
  description:
    "Turns `any(allowed in value for allowed in ALLOWED)`, which lets everything pass that has an allowed text somewhere in it, into `any(allowed == value for allowed in ALLOWED)`. Declines for comparisons of another shape, and where the list is no constant.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call"])) {
      const [, part, value, each] = SHAPE.exec(textOf(tree, call)) ?? [];
      if (part === undefined || part !== each || value === each) continue;
      const text = textOf(tree, call);
      const start = (tree.starts[call] as number) + text.search(/\bin\b/);
      return offer(tree, [
        {
          variant: "whole",
          title: "Compare the whole value",
          rationale: "A value that only contains an allowed text, with more before or behind it, no longer passes.",
          edits: [{ start, end: start + "in".length, text: "==" }],
          tradeOffs: { behaviour: "Values with an allowed text and something else are turned down." },
        },
      ]);
    }
    return decline("no value passes for a part of it at the place", "other-place");
  },
});
