import { textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { argumentsOf, callsNear } from "#recipes/c-syntax/calls.ts";

export default defineRecipe({
  id: "c/cwe-732-narrow-mode",
  title: "Let only the owner write",
  languages: ["c", "cpp"],
  cwes: ["CWE-732", "CWE-276"],
  review: "merge-after-review",
  description:
    "Takes the right to write from everybody but the owner in literal octal modes of `chmod`, `fchmod`, `mkdir`, `open` and `creat`: 0777 becomes 0700, 0666 becomes 0600. Declines for modes that are not written as octal numbers.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["chmod", "fchmod", "mkdir", "open", "creat"]);
    const mode = call === undefined ? undefined : argumentsOf(tree, call).at(-1);
    if (call === undefined || mode === undefined) return decline("no mode is given at the place", "other-place");
    const digits = /^0([0-7]{3})$/u.exec(textOf(tree, mode))?.[1];
    if (digits === undefined) return decline("the mode is no octal number", "not-in-view");
    if (!/[2367]$/u.test(digits)) return decline("others may not write", "already-safe");
    return offer(tree, [
      {
        variant: "owner-only",
        title: "Give the file to its owner alone",
        rationale: "No other user of the machine can read or change it.",
        tradeOffs: { behaviour: "Programs of other users can no longer open it." },
        edits: [replaceNode(tree, mode, `0${digits[0] ?? "6"}00`)],
      },
    ]);
  },
});
