import { indentationAt, indentationUnit, insertAt } from "#recipes/kit/edit.ts";
import { kindOf, NONE, parentOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { callsNear, includeEdit } from "#recipes/c-syntax/calls.ts";

const CALLS = [
  "setuid",
  "seteuid",
  "setgid",
  "setegid",
  "setresuid",
  "setresgid",
  "setreuid",
  "setregid",
  "setgroups",
  "initgroups",
  "chroot",
];

export default defineRecipe({
  id: "c/cwe-273-rights-given-up",
  title: "End where rights could not be given up",
  languages: ["c", "cpp"],
  cwes: ["CWE-252", "CWE-273"],
  review: "merge-after-review",
  description:
    "Asks whether `setuid` and its kin succeeded, and calls `abort` where they did not. Declines where the result is used, or the call is no statement of its own in a block.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, CALLS);
    if (call === undefined) return decline("no rights are given up at the place", "other-place");
    const statement = parentOf(tree, call);
    if (statement === NONE || kindOf(tree, statement) !== "expression_statement")
      return decline("the result is used", "already-safe");
    if (kindOf(tree, parentOf(tree, statement)) !== "compound_statement")
      return decline("the call stands in no block of its own");
    const header = includeEdit(tree, "stdlib.h");
    const [start, end] = [tree.starts[call] as number, tree.ends[call] as number];
    const inner = indentationAt(tree.text, start) + indentationUnit(tree.text);
    return offer(tree, [
      {
        variant: "abort",
        title: "End the program",
        rationale: "It never goes on with rights that it meant to give up.",
        tradeOffs: { behaviour: "The program ends where the call fails, as it does without the right to change users." },
        edits: [...(header === undefined ? [] : [header]), insertAt(start, "if ("), insertAt(end, ` != 0)\n${inner}abort()`)],
      },
    ]);
  },
});
