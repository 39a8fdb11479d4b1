import { kindOf, NONE, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, bare, calledName } from "#recipes/ecmascript-syntax/expressions.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

/** Bytes or letters that nobody guesses, by function. */
const ENOUGH: ReadonlyMap<string, { readonly least: number; readonly length: string }> = new Map([
  ["randomBytes", { least: 16, length: "32" }],
  ["nanoid", { least: 21, length: "21" }],
]);

export default defineRecipe({
  id: "javascript/cwe-331-longer-token",
  title: "Tokens are long enough",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-331", "CWE-334"],
  review: "merge-after-cursory-review",
  description:
    "Draws 32 bytes with `randomBytes` where fewer than 16 are drawn for a token, and 21 letters with `nanoid` where fewer are. Declines where the length is computed or enough.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call_expression"])) {
      const enough = ENOUGH.get(calledName(tree, call));
      const length = bare(tree, argumentsOf(tree, call)[0] ?? NONE);
      if (enough === undefined || length === NONE) continue;
      if (kindOf(tree, length) !== "number") return decline("the length is computed", "not-in-view");
      if (Number(textOf(tree, length)) >= enough.least) return decline("the token is long enough", "already-safe");
      return offer(tree, [
        {
          variant: "longer",
          title: "Draw a longer token",
          rationale: "A token with at least 128 bits from the system's generator cannot be found by trying.",
          tradeOffs: { behaviour: "Tokens become longer; a column or a form with a limit must have room for them." },
          edits: [replaceNode(tree, length, enough.length)],
        },
      ]);
    }
    return decline("no token is drawn at the place", "other-place");
  },
});
