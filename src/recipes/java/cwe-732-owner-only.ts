import { replaceNode } from "#recipes/kit/edit.ts";
import { argumentsOf, callsNear, literalAt } from "#recipes/java-syntax/calls.ts";
import { textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";

export default defineRecipe({
  id: "java/cwe-732-owner-only",
  title: "Give rights to the owner only",
  languages: ["java"],
  cwes: ["CWE-732", "CWE-276"],
  review: "merge-after-review",
  description:
    "Limits `setWritable`, `setReadable` and `setExecutable` of a file to its owner, and takes the rights of all others out of the literal of `PosixFilePermissions.fromString`.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["setWritable", "setReadable", "setExecutable", "fromString"]);
    const [first, second] = call === undefined ? [] : argumentsOf(tree, call);
    if (first === undefined) return decline("no rights are given at the place", "other-place");
    const rights = literalAt(tree, first);
    const posix = rights !== undefined && /^[r-][w-][x-][r-][w-][x-][r-][w-][x-]$/u.test(rights);
    if (!posix && (second === undefined || textOf(tree, second) !== "false"))
      return decline("the rights are the owner's", "already-safe");
    return offer(tree, [
      {
        variant: "owner",
        title: "Give rights to the owner",
        rationale: "Other accounts of the machine can neither read nor change the file.",
        tradeOffs: { behaviour: "Programs under other accounts lose the file." },
        edits: [
          posix || second === undefined
            ? replaceNode(tree, first, `"${(rights ?? "").slice(0, 3)}------"`)
            : replaceNode(tree, second, "true"),
        ],
      },
    ]);
  },
});
