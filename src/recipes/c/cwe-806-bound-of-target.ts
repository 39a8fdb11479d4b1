import { kindOf, NONE, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { argumentsOf, arrayDeclarator, calleeName, callsNear, includeEdit, nameAt } from "#recipes/c-syntax/calls.ts";

export default defineRecipe({
  id: "c/cwe-806-bound-of-target",
  title: "Bound a copy by its target",
  languages: ["c", "cpp"],
  cwes: ["CWE-806", "CWE-120", "CWE-787"],
  review: "merge-after-review",
  description:
    "Replaces `strncpy`, `strlcpy` and `snprintf` whose bound is the length of the source by `snprintf` with the size of the target, where the target is an array whose size is declared.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["strncpy", "strlcpy", "snprintf"]);
    if (call === undefined) return decline("nothing is copied at the place", "other-place");
    const all = argumentsOf(tree, call);
    const printed = calleeName(tree, call) === "snprintf";
    const [target] = all;
    const [source, bound] = printed ? [all[3], all[1]] : [all[1], all[2]];
    if (source === undefined || bound === undefined || (printed && (textOf(tree, all[2] ?? NONE) !== '"%s"' || all.length !== 4)))
      return decline("nothing is copied as it is", "other-place");
    const [text, size] = [textOf(tree, source), textOf(tree, bound)];
    const of = ["strlen", "sizeof"].some((word) => size.replaceAll(/\s/gu, "").startsWith(`${word}(${text})`));
    if (!of) return decline("the bound is not that of the source", "already-safe");
    const name = nameAt(tree, target);
    if (arrayDeclarator(tree, call, name) === NONE) return decline("the size of the target is not declared here", "not-in-view");
    if (kindOf(tree, tree.parents[call] as number) !== "expression_statement") return decline("the result of the call is used");
    const header = includeEdit(tree, "stdio.h");
    return offer(tree, [
      {
        variant: "snprintf",
        title: "Copy at most what fits",
        rationale: "snprintf stops at the size of the target and always writes the end mark.",
        tradeOffs: { behaviour: "Longer texts are cut." },
        edits: [
          ...(header === undefined ? [] : [header]),
          replaceNode(tree, call, `snprintf(${name}, sizeof(${name}), "%s", ${text})`),
        ],
      },
    ]);
  },
});
