import { childByField, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, callsNear } from "#recipes/go-syntax/calls.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";

export default defineRecipe({
  id: "go/cwe-916-hash-cost",
  title: "Hash passwords at the usual cost",
  languages: ["go"],
  cwes: ["CWE-916"],
  review: "merge-after-cursory-review",
  description:
    "Asks `bcrypt.GenerateFromPassword` for `bcrypt.DefaultCost` where a lower cost is written. Declines where the cost is not a number.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["bcrypt.GenerateFromPassword"]);
    const cost = call === undefined ? undefined : argumentsOf(tree, call)[1];
    if (call === undefined || cost === undefined) return decline("no password is hashed at the place", "other-place");
    const owner = textOf(tree, childByField(tree, call, "function")).split(".")[0];
    const written = textOf(tree, cost);
    if (written !== `${owner}.MinCost` && !/^\d+$/u.test(written))
      return decline("the cost is not written at the call", "not-in-view");
    if (/^\d+$/u.test(written) && Number(written) >= 10) return decline("the cost is high enough", "already-safe");
    return offer(tree, [
      {
        variant: "default-cost",
        title: "Use the library's own cost",
        rationale: "Whoever steals the hashes tries fewer passwords a second.",
        tradeOffs: { behaviour: "Each log-in takes some tens of milliseconds more." },
        edits: [replaceNode(tree, cost, `${owner}.DefaultCost`)],
      },
    ]);
  },
});
