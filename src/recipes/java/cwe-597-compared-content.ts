import { childByField, kindOf, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { literalAt, methodName } from "#recipes/java-syntax/calls.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

export default defineRecipe({
  id: "java/cwe-597-compared-content",
  title: "Compare texts by their letters",
  languages: ["java"],
  cwes: ["CWE-597", "CWE-595"],
  review: "merge-after-cursory-review",
  description:
    'Turns `a == "text"` into `"text".equals(a)`, `a != "text"` into its opposite, and a comparison of what a request sent with a variable into `java.util.Objects.equals`. Declines where neither side is known to be a text, and for a comparison with null.',
  propose({ tree, range }) {
    const [comparison] = nodesNear(tree, range, ["binary_expression"]).filter((node) =>
      ["==", "!="].includes(textOf(tree, childByField(tree, node, "operator"))),
    );
    if (comparison === undefined) return decline("nothing is compared at the place", "other-place");
    const sides = [childByField(tree, comparison, "left"), childByField(tree, comparison, "right")] as const;
    if (sides.some((side) => kindOf(tree, side) === "null_literal"))
      return decline("it asks whether there is a value", "already-safe");
    const literal = sides.find((side) => literalAt(tree, side) !== undefined);
    const other = literal === sides[0] ? sides[1] : sides[0];
    const sent = sides.some(
      (side) =>
        kindOf(tree, side) === "method_invocation" &&
        ["getParameter", "getHeader", "getQueryString"].includes(methodName(tree, side)),
    );
    if (literal === undefined && !sent) return decline("neither side is known to be a text", "not-in-view");
    const not = textOf(tree, childByField(tree, comparison, "operator")) === "!=" ? "!" : "";
    const [left, right] = sides.map((side) => textOf(tree, side));
    const text =
      literal === undefined
        ? `${not}java.util.Objects.equals(${left}, ${right})`
        : `${not}${textOf(tree, literal)}.equals(${textOf(tree, other)})`;
    return offer(tree, [
      {
        variant: "content",
        title: "Compare with equals",
        rationale: "Two texts with the same letters are equal wherever they came from; a missing one equals none.",
        tradeOffs: { behaviour: "Branches that were never taken, or always, now follow the text." },
        edits: [replaceNode(tree, comparison, text)],
      },
    ]);
  },
});
