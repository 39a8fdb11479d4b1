import { kindOf, NONE, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import {
  argumentsOf,
  bare,
  calledName,
  calleeOf,
  functionOf,
  memberOf,
  parameterNames,
  propertyOf,
  quoted,
  stringValue,
} from "#recipes/ecmascript-syntax/expressions.ts";
import { namedOrigin } from "#recipes/ecmascript-syntax/origins.ts";
import { type Draft, decline, offer } from "#recipes/kit/answer.ts";
import { quoteStyle, replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

/** The literal `*` that names the target of a message, or NONE. */
function wildcard(tree: SyntaxTree, call: NodeId): NodeId {
  const second = bare(tree, argumentsOf(tree, call)[1] ?? NONE);
  if (calledName(tree, call) !== "postMessage" || second === NONE) return NONE;
  const target = kindOf(tree, second) === "object" ? bare(tree, propertyOf(tree, second, "targetOrigin")?.value ?? NONE) : second;
  return target !== NONE && stringValue(tree, target) === "*" ? target : NONE;
}

/** The event that a message answers: `event` of `event.source.postMessage(…)` in its handler. */
function answeredEvent(tree: SyntaxTree, call: NodeId): string | undefined {
  const receiver = memberOf(tree, calleeOf(tree, call))?.object;
  const source = receiver === undefined ? undefined : memberOf(tree, receiver);
  if (source?.property !== "source" || kindOf(tree, source.object) !== "identifier") return undefined;
  const event = textOf(tree, source.object);
  for (let fn = functionOf(tree, call); fn !== NONE; fn = functionOf(tree, fn)) {
    if (parameterNames(tree, fn)[0] === event) return event;
  }
  return undefined;
}

export default defineRecipe({
  id: "javascript/cwe-346-message-target",
  title: "Message goes to a named origin",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-346", "CWE-200"],
  review: "merge-after-review",
  description:
    'Replaces the target `"*"` of `postMessage`: by the origin of the message that it answers, else by the one other origin that the file names, else by the page\'s own. Declines when the target is named or computed.',
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call_expression"])) {
      const target = wildcard(tree, call);
      if (target === NONE) continue;
      const option = (variant: string, title: string, origin: string, behaviour: string): Draft => ({
        variant,
        title,
        rationale: "The browser hands the message over only while the window still shows a page of that origin.",
        tradeOffs: { behaviour },
        edits: [replaceNode(tree, target, origin)],
      });
      const event = answeredEvent(tree, call);
      if (event !== undefined)
        return offer(tree, [
          option(
            "answer",
            "Answer the origin that asked",
            `${event}.origin`,
            "None for the page that asked; that its origin may ask is checked elsewhere.",
          ),
        ]);
      const known = namedOrigin(tree);
      const literal = known === undefined ? "" : quoted(known, quoteStyle(tree));
      const own = "Pages of other origins no longer get the message; name their origin where they are meant to.";
      return offer(tree, [
        known === undefined
          ? undefined
          : option("named-origin", `Send to ${known} only`, literal, "Pages of other origins no longer get the message."),
        option("same-origin", "Send to the own origin only", "window.location.origin", own),
      ]);
    }
    return decline("no message is sent to every origin at the place", "other-place");
  },
});
