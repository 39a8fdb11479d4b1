import { childByField, NONE, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { insertBefore, replaceNode } from "#recipes/kit/edit.ts";
import { argumentsOf, arrayDeclarator, callsNear, nameAt } from "#recipes/c-syntax/calls.ts";

export default defineRecipe({
  id: "c/cwe-787-bounded-format",
  title: "Format with a bound",
  languages: ["c", "cpp"],
  cwes: ["CWE-787", "CWE-120"],
  review: "merge-after-cursory-review",
  description:
    "Replaces `sprintf(target, \u2026)` by `snprintf` with the size of the target, and `vsprintf` by `vsnprintf`, where the target is an array whose size is declared.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["sprintf", "vsprintf"]);
    const [target, format] = call === undefined ? [] : argumentsOf(tree, call);
    if (call === undefined || target === undefined || format === undefined)
      return decline("sprintf is not called at the place", "other-place");
    const name = nameAt(tree, target);
    if (arrayDeclarator(tree, call, name) === NONE) return decline("the size of the target is not declared here", "not-in-view");
    const callee = childByField(tree, call, "function");
    return offer(tree, [
      {
        variant: "snprintf",
        title: "Write at most what fits",
        rationale: "snprintf stops at the size of the target and always writes the end mark.",
        tradeOffs: { behaviour: "Longer texts are cut." },
        edits: [
          replaceNode(tree, callee, textOf(tree, callee).replace("sprintf", "snprintf")),
          insertBefore(tree, format, `sizeof(${name}), `),
        ],
      },
    ]);
  },
});
