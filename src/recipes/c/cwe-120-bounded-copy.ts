import { kindOf, NONE, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { argumentsOf, arrayDeclarator, callsNear, includeEdit, nameAt } from "#recipes/c-syntax/calls.ts";

export default defineRecipe({
  id: "c/cwe-120-bounded-copy",
  title: "Copy a text with a bound",
  languages: ["c", "cpp"],
  cwes: ["CWE-120", "CWE-787", "CWE-121"],
  review: "merge-after-review",
  description:
    "Replaces `strcpy(target, source)` by `snprintf` with the size of the target, where the target is an array whose size is declared. Declines for pointers and where the result of the call is used.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["strcpy"]);
    const [target, source] = call === undefined ? [] : argumentsOf(tree, call);
    if (call === undefined || target === undefined || source === undefined)
      return decline("strcpy is not called at the place", "other-place");
    const name = nameAt(tree, target);
    if (arrayDeclarator(tree, call, name) === NONE) return decline("the size of the target is not declared here", "not-in-view");
    if (kindOf(tree, tree.parents[call] as number) !== "expression_statement")
      return decline("the result of the call is used", "too-involved");
    const header = includeEdit(tree, "stdio.h");
    return offer(tree, [
      {
        variant: "snprintf",
        title: "Copy at most what fits",
        rationale: "snprintf stops at the size of the target and always writes the end mark.",
        tradeOffs: { behaviour: "Longer texts are cut." },
        edits: [
          ...(header === undefined ? [] : [header]),
          replaceNode(tree, call, `snprintf(${name}, sizeof(${name}), "%s", ${textOf(tree, source)})`),
        ],
      },
    ]);
  },
});
