import { textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, callsNear } from "#recipes/go-syntax/calls.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";

const CALLS = ["os.Chmod", "os.Mkdir", "os.MkdirAll", "os.WriteFile", "os.OpenFile", "ioutil.WriteFile"];

export default defineRecipe({
  id: "go/cwe-732-narrow-mode",
  title: "Let only the owner write",
  languages: ["go"],
  cwes: ["CWE-732", "CWE-276"],
  review: "merge-after-review",
  description:
    "Takes all rights from everybody but the owner in literal octal modes of `os.Chmod`, `os.Mkdir`, `os.MkdirAll`, `os.WriteFile` and `os.OpenFile`: 0777 becomes 0700, 0o666 becomes 0o600. Declines for modes that are not written as octal numbers.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, CALLS);
    const mode = call === undefined ? undefined : argumentsOf(tree, call).at(-1);
    if (mode === undefined) return decline("no mode is given at the place", "other-place");
    const [, prefix = "", owner] = /^(0o?)([0-7])[0-7]{2}$/u.exec(textOf(tree, mode)) ?? [];
    if (owner === undefined) return decline("the mode is no octal number", "not-in-view");
    if (!/[2367]$/u.test(textOf(tree, mode))) return decline("others may not write", "already-safe");
    return offer(tree, [
      {
        variant: "owner-only",
        title: "Give the file to its owner alone",
        rationale: "No other user of the machine can read or change it.",
        tradeOffs: { behaviour: "Programs of other users can no longer open it." },
        edits: [replaceNode(tree, mode, `${prefix}${owner}00`)],
      },
    ]);
  },
});
