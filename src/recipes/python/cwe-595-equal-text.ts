import { children, kindOf, namedChildren, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { nodesNear } from "#recipes/kit/place.ts";

export default defineRecipe({
  id: "python/cwe-595-equal-text",
  title: "Compare texts and numbers by their value",
  languages: ["python"],
  cwes: ["CWE-595", "CWE-597"],
  review: "merge-after-cursory-review",
  description:
    'Turns `value is "text"` and `value is not "text"` into `==` and `!=`, for literal texts, bytes and numbers on either side: whether two equal texts are one object is chance. Declines for ' +
    "None, True, False and names, for which identity may be meant, and for chains of comparisons.",
  propose({ tree, range }) {
    for (const node of nodesNear(tree, range, ["comparison_operator"])) {
      const operands = namedChildren(tree, node);
      if (!operands.some((operand) => ["string", "concatenated_string", "integer", "float"].includes(kindOf(tree, operand))))
        continue;
      if (operands.length !== 2) return decline("the comparison is one of a chain");
      const operator = children(tree, node).filter((child) => /^is(\s+not)?$|^not$/.test(textOf(tree, child)));
      const [first, last] = [operator[0], operator.at(-1)];
      if (first === undefined || last === undefined) continue;
      const negative = /not/.test(tree.text.slice(tree.starts[first], tree.ends[last]));
      return offer(tree, [
        {
          variant: "by-value",
          title: `Compare with ${negative ? "!=" : "=="}`,
          rationale: "The answer depends on what the two say, not on whether the interpreter happens to keep them as one object.",
          edits: [{ start: tree.starts[first] as number, end: tree.ends[last] as number, text: negative ? "!=" : "==" }],
        },
      ]);
    }
    return decline("no literal is compared by identity at the place", "other-place");
  },
});
