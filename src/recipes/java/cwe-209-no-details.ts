import { type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { argumentsOf, callsNear, methodName } from "#recipes/java-syntax/calls.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";

const FIXED = '"Internal error"';

export default defineRecipe({
  id: "java/cwe-209-no-details",
  title: "Send a fixed text in place of the error",
  languages: ["java"],
  cwes: ["CWE-209", "CWE-497"],
  review: "merge-after-review",
  description:
    "Replaces the message of an error that `sendError`, `body` or the response's writer sends, and the trace that is printed to it, by a fixed text. Declines where something else is sent.",
  propose({ tree, range }) {
    const calls = callsNear(tree, range, ["sendError", "body", "print", "println", "write", "printStackTrace"]);
    for (const call of calls) {
      const edit = fixedText(tree, call);
      if (edit === undefined) continue;
      return offer(tree, [
        {
          variant: "fixed-text",
          title: "Send a fixed text",
          rationale: "What the error says stays in the program.",
          tradeOffs: { behaviour: "Clients no longer see what went wrong; the log has to tell." },
          edits: [edit],
        },
      ]);
    }
    return decline("no message of an error is sent at the place", "other-place");
  },
});

function fixedText(tree: SyntaxTree, call: NodeId): TextEdit | undefined {
  const last = argumentsOf(tree, call).at(-1);
  if (last === undefined) return undefined;
  const sent = textOf(tree, last);
  if (methodName(tree, call) !== "printStackTrace")
    return /\b\w+[.]get(?:Localized)?Message[(][)]$/u.test(sent) ? replaceNode(tree, last, FIXED) : undefined;
  return /^\w+[.]getWriter[(][)]$/u.test(sent) ? replaceNode(tree, call, `${sent}.println(${FIXED})`) : undefined;
}
