import { childByField, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { removeRange, replaceNode } from "#recipes/kit/edit.ts";
import { argumentsOf, callsNear, includeEdit } from "#recipes/c-syntax/calls.ts";

export default defineRecipe({
  id: "c/cwe-14-kept-clear",
  title: "Clear secrets so that it is not left out",
  languages: ["c", "cpp"],
  cwes: ["CWE-14", "CWE-244"],
  review: "merge-after-cursory-review",
  description:
    "Replaces `memset(secret, 0, n)` by `explicit_bzero(secret, n)` of glibc, musl and the BSDs, which a compiler does not leave out. Declines where other bytes than zero are written.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["memset"]);
    const [target, byte, size] = call === undefined ? [] : argumentsOf(tree, call);
    if (call === undefined || target === undefined || byte === undefined || size === undefined)
      return decline("no memory is set at the place", "other-place");
    if (!/^(?:0|0x0+|'\\0')$/u.test(textOf(tree, byte))) return decline("other bytes than zero are written", "not-in-view");
    const header = includeEdit(tree, "string.h");
    return offer(tree, [
      {
        variant: "explicit",
        title: "Use explicit_bzero",
        rationale: "The call is kept even where nobody reads the memory again.",
        tradeOffs: { behaviour: "Systems without explicit_bzero need another function, such as memset_s or SecureZeroMemory." },
        edits: [
          ...(header === undefined ? [] : [header]),
          replaceNode(tree, childByField(tree, call, "function"), "explicit_bzero"),
          removeRange(tree.starts[byte] as number, tree.starts[size] as number),
        ],
      },
    ]);
  },
});
