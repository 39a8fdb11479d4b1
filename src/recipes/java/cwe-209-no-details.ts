import { textOf } from "#analysis/parse/tree.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { argumentsOf, callsNear } from "#recipes/java-syntax/calls.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";

export default defineRecipe({
  id: "java/cwe-209-no-details",
  title: "Send a fixed text in place of the error",
  languages: ["java"],
  cwes: ["CWE-209", "CWE-497"],
  review: "merge-after-review",
  description:
    "Replaces the message of an error that `sendError`, `body` or the response's writer sends by a fixed text. Declines where something else is sent.",
  propose({ tree, range }) {
    const calls = callsNear(tree, range, ["sendError", "body", "print", "println", "write"]);
    for (const call of calls) {
      const last = argumentsOf(tree, call).at(-1);
      if (last === undefined || !/\b\w+[.]get(?:Localized)?Message[(][)]$/u.test(textOf(tree, last))) continue;
      return offer(tree, [
        {
          variant: "fixed-text",
          title: "Send a fixed text",
          rationale: "What the error says stays in the program.",
          tradeOffs: { behaviour: "Clients no longer see what went wrong; the log has to tell." },
          edits: [replaceNode(tree, last, '"Internal error"')],
        },
      ]);
    }
    return decline("no message of an error is sent at the place", "other-place");
  },
});
