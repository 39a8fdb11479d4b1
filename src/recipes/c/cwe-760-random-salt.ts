import { kindOf, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { indentationAt, indentationUnit } from "#recipes/kit/edit.ts";
import { argumentsOf, calleeName, callsNear, includeEdit } from "#recipes/c-syntax/calls.ts";

export default defineRecipe({
  id: "c/cwe-760-random-salt",
  title: "Draw the salt at random",
  languages: ["c", "cpp"],
  cwes: ["CWE-760", "CWE-759", "CWE-329", "CWE-1204"],
  review: "merge-after-review",
  description:
    "Replaces `memset`, `memcpy` and `strcpy` of a fixed value into a salt or initialisation vector by OpenSSL's `RAND_bytes`; the program ends where no random bytes can be had. Declines where the number of bytes is not written at the call.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["memset", "memcpy", "memmove", "bzero"]);
    const all = call === undefined ? [] : argumentsOf(tree, call);
    const target = all[0];
    const size = call !== undefined && calleeName(tree, call) === "bzero" ? all[1] : all[2];
    if (call === undefined || target === undefined || size === undefined || !/salt|iv\b|nonce/iu.test(textOf(tree, target)))
      return decline("no salt is filled at the place", "other-place");
    const statement = tree.parents[call] as number;
    if (kindOf(tree, statement) !== "expression_statement") return decline("the result of the call is used");
    const [crypto, library] = [includeEdit(tree, "openssl/rand.h"), includeEdit(tree, "stdlib.h")];
    const indent = indentationAt(tree.text, tree.starts[statement] as number);
    const lines = [
      `if (RAND_bytes(${textOf(tree, target)}, ${textOf(tree, size)}) != 1) {`,
      `${indentationUnit(tree.text)}abort();`,
      "}",
    ];
    return offer(tree, [
      {
        variant: "rand-bytes",
        title: "Fill it with random bytes",
        rationale: "With a salt of its own each password has a hash of its own, and nothing can be computed beforehand.",
        tradeOffs: {
          behaviour:
            "The value differs at every call, so it must be kept beside what was made with it; without a source of random bytes the program ends.",
        },
        edits: [
          ...[library, crypto].filter((edit) => edit !== undefined),
          replaceNode(tree, statement, lines.join(`\n${indent}`)),
        ],
      },
    ]);
  },
});
