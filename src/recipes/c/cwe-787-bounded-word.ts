import { childByField, kindOf, NONE, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { argumentsOf, arrayDeclarator, calleeName, callsNear, nameAt } from "#recipes/c-syntax/calls.ts";

export default defineRecipe({
  id: "c/cwe-787-bounded-word",
  title: "Read a word with a bound",
  languages: ["c", "cpp"],
  cwes: ["CWE-787", "CWE-120"],
  review: "merge-after-cursory-review",
  description:
    "Writes the width into `%s` of `scanf`, `fscanf` and `sscanf`, one less than the size of the array that the word goes to, where that size is a number in its declaration.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["scanf", "fscanf", "sscanf"]);
    if (call === undefined) return decline("scanf is not called at the place", "other-place");
    const all = argumentsOf(tree, call);
    const at = calleeName(tree, call) === "scanf" ? 0 : 1;
    const format = all[at];
    if (format === undefined || kindOf(tree, format) !== "string_literal")
      return decline("the format is no literal", "not-in-view");
    let next = at;
    const text = textOf(tree, format).replaceAll(
      /%(?:%|(\*)?(\d*)(?:hh?|ll?|[jztLq])?([a-zA-Z]|\[\^?\]?[^\]]*\]))/gu,
      (hole, skipped?: string, width?: string, kind?: string) => {
        if (hole === "%%" || skipped !== undefined) return hole;
        const target = all[++next];
        if (kind !== "s" || width !== "" || target === undefined) return hole;
        const declared = arrayDeclarator(tree, call, nameAt(tree, target));
        const size = declared === NONE ? NaN : Number(textOf(tree, childByField(tree, declared, "size")));
        return Number.isInteger(size) && size > 1 ? `%${size - 1}s` : hole;
      },
    );
    return offer(tree, [
      {
        variant: "width",
        title: "Read at most what fits",
        rationale: "With a width scanf stops in time to write the end mark inside the array.",
        tradeOffs: { behaviour: "The rest of a longer word is left for the next read." },
        edits: [replaceNode(tree, format, text)],
      },
    ]);
  },
});
