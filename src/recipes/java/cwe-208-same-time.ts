import { textOf } from "#analysis/parse/tree.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { argumentsOf, callsNear, importEdit, isTaken, objectText } from "#recipes/java-syntax/calls.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";

export default defineRecipe({
  id: "java/cwe-208-same-time",
  title: "Compare secrets in the same time",
  languages: ["java"],
  cwes: ["CWE-208"],
  review: "merge-after-review",
  description:
    "Compares byte arrays, or texts as bytes, by `MessageDigest.isEqual`, which looks at all of them. Declines where `MessageDigest` means another class.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["equals"]);
    const given = call === undefined ? [] : argumentsOf(tree, call);
    const [a, b] = given;
    if (call === undefined || a === undefined) return decline("nothing is compared at the place", "other-place");
    if (isTaken(tree, "java.security.MessageDigest"))
      return decline("another class has the name MessageDigest here", "name-taken");
    const object = objectText(tree, call);
    const arrays = object === "Arrays" && b !== undefined;
    if (!arrays && (given.length !== 1 || !/^\w+$/u.test(object) || !/^\w+$/u.test(textOf(tree, a))))
      return decline("what is compared is more than two variables", "too-involved");
    const bytes = (name: string): string => `${name}.getBytes(StandardCharsets.UTF_8)`;
    const compared =
      arrays && b !== undefined ? `${textOf(tree, a)}, ${textOf(tree, b)}` : `${bytes(object)}, ${bytes(textOf(tree, a))}`;
    const headers = [
      importEdit(tree, "java.security.MessageDigest"),
      arrays ? undefined : importEdit(tree, "java.nio.charset.StandardCharsets"),
    ].filter((edit) => edit !== undefined);
    return offer(tree, [
      {
        variant: "same-time",
        title: "Compare all bytes",
        rationale: "The time that the answer takes says nothing of what was right.",
        edits: [...headers, replaceNode(tree, call, `MessageDigest.isEqual(${compared})`)],
      },
    ]);
  },
});
