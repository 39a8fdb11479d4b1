import { kindOf, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, callsNear } from "#recipes/java-syntax/calls.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

export default defineRecipe({
  id: "java/cwe-489-no-debug",
  title: "Leave help for developers off",
  languages: ["java"],
  cwes: ["CWE-489", "CWE-215"],
  review: "merge-after-review",
  description:
    "Turns the literal `true` of `@EnableWebSecurity(debug = …)`, `debug(…)` and `setWebContentsDebuggingEnabled(…)` into `false`. Declines where it is off or computed.",
  propose({ tree, range }) {
    const [pair] = nodesNear(tree, range, ["element_value_pair"]).filter((node) => /^debug\s*=/u.test(textOf(tree, node)));
    const [call] = callsNear(tree, range, ["debug", "setWebContentsDebuggingEnabled"]);
    const given = pair === undefined ? (call === undefined ? undefined : argumentsOf(tree, call)[0]) : lastOf(pair);
    if (given === undefined) return decline("no debugging is switched at the place", "other-place");
    if (kindOf(tree, given) !== "true") return decline("it is off, or decided elsewhere", "already-safe");
    return offer(tree, [
      {
        variant: "off",
        title: "Switch it off",
        rationale: "Requests, rights and pages are no longer shown to whoever looks.",
        tradeOffs: { behaviour: "Developers have to switch it on for themselves." },
        edits: [replaceNode(tree, given, "false")],
      },
    ]);

    function lastOf(node: number): number {
      return (
        nodesNear(tree, { start: tree.starts[node] as number, end: tree.ends[node] as number }, ["true", "false"])[0] ?? node
      );
    }
  },
});
