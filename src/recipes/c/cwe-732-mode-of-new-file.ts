import { textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { insertAfter } from "#recipes/kit/edit.ts";
import { argumentsOf, calleeName, callsNear } from "#recipes/c-syntax/calls.ts";

export default defineRecipe({
  id: "c/cwe-732-mode-of-new-file",
  title: "Say who may use a new file",
  languages: ["c", "cpp"],
  cwes: ["CWE-732", "CWE-628"],
  review: "merge-after-review",
  description:
    "Gives `open` and `openat` the mode 0600 where the flags make a file and the mode is left out. Declines where one is given.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["open", "open64", "openat"]);
    if (call === undefined) return decline("no file is opened at the place", "other-place");
    const all = argumentsOf(tree, call);
    const flags = all[calleeName(tree, call) === "openat" ? 2 : 1];
    if (flags === undefined || all.at(-1) !== flags) return decline("the mode is given", "already-safe");
    if (!/\bO_(?:CREAT|TMPFILE)\b/u.test(textOf(tree, flags))) return decline("no file is made here", "other-place");
    return offer(tree, [
      {
        variant: "owner-only",
        title: "Let only the owner read and write",
        rationale: "Without a mode the rights of the new file are whatever lies on the stack.",
        tradeOffs: { behaviour: "Other users cannot read the new file." },
        edits: [insertAfter(tree, flags, ", 0600")],
      },
    ]);
  },
});
