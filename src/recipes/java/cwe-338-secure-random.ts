import { replaceNode } from "#recipes/kit/edit.ts";
import { argumentsOf, callsNear, importEdit, isTaken, madeNear, objectText } from "#recipes/java-syntax/calls.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";

export default defineRecipe({
  id: "java/cwe-338-secure-random",
  title: "Take random values that nobody can foretell",
  languages: ["java"],
  cwes: ["CWE-338", "CWE-330"],
  review: "merge-after-review",
  description:
    "Makes a `SecureRandom` where `new Random()` is made without a seed, or `Math.random()` is asked, and imports it. Declines where a seed is given, since values are to repeat then, or where the name means another class.",
  propose({ tree, range }) {
    const path = "java.security.SecureRandom";
    const [made] = madeNear(tree, range, ["Random"]);
    const call = callsNear(tree, range, ["random"]).find((one) => objectText(tree, one) === "Math");
    const node = made ?? call;
    if (node === undefined) return decline("no random values are taken at the place", "other-place");
    if (argumentsOf(tree, node).length > 0) return decline("a seed says that the values are to repeat", "too-involved");
    if (isTaken(tree, path)) return decline("another class has the name SecureRandom here", "name-taken");
    const header = importEdit(tree, path);
    return offer(tree, [
      {
        variant: "secure-random",
        title: "Use SecureRandom",
        rationale: "Its values cannot be foretold from those that came before.",
        tradeOffs: { behaviour: "Each value takes about ten times as long." },
        edits: [
          ...(header === undefined ? [] : [header]),
          replaceNode(tree, node, made === undefined ? "new SecureRandom().nextDouble()" : "new SecureRandom()"),
        ],
      },
    ]);
  },
});
