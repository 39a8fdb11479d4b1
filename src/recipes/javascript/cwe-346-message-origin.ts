import { childByField, kindOf, NONE, type NodeId, namedChildren, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import {
  argumentsOf,
  bare,
  calleeOf,
  endsWithSemicolons,
  isFunction,
  parameterNames,
  quoted,
  stringValue,
} from "#recipes/ecmascript-syntax/expressions.ts";
import { namedOrigin } from "#recipes/ecmascript-syntax/origins.ts";
import { guardLines } from "#recipes/ecmascript-syntax/refusals.ts";
import { resolve } from "#recipes/ecmascript-syntax/scope.ts";
import { type Place, precede } from "#recipes/ecmascript-syntax/statements.ts";
import { type Draft, decline, offer } from "#recipes/kit/answer.ts";
import { quoteStyle } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

/** The handler of messages to the window that a node puts in place: a function, or a name of one; NONE for another node. */
function handlerFrom(tree: SyntaxTree, node: NodeId): NodeId {
  if (kindOf(tree, node) === "call_expression") {
    const [event, handler] = argumentsOf(tree, node);
    const target = /^(?:(?:window|self|globalThis)\.)?addEventListener$/.test(textOf(tree, calleeOf(tree, node)));
    return target && event !== undefined && stringValue(tree, event) === "message" ? bare(tree, handler ?? NONE) : NONE;
  }
  const target = textOf(tree, childByField(tree, node, "left"));
  return /^(?:window|self)\.onmessage$/.test(target) ? bare(tree, childByField(tree, node, "right")) : NONE;
}

function functionFrom(tree: SyntaxTree, handler: NodeId): NodeId {
  if (isFunction(tree, handler) || kindOf(tree, handler) !== "identifier") return handler;
  const declared = resolve(tree, handler, textOf(tree, handler));
  if (declared?.kind === "function") return declared.declaration;
  return declared === undefined || declared.value === NONE ? NONE : bare(tree, declared.value);
}

function placeIn(tree: SyntaxTree, fn: NodeId): Place | undefined {
  const body = childByField(tree, fn, "body");
  if (kindOf(tree, body) !== "statement_block") return { kind: "arrow", statement: body };
  const first = namedChildren(tree, body)[0];
  return first === undefined ? undefined : { kind: "block", statement: first };
}

export default defineRecipe({
  id: "javascript/cwe-346-message-origin",
  title: "Messages are taken from the expected page only",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-346", "CWE-940"],
  review: "merge-after-review",
  description:
    "Puts a check of `event.origin` at the start of a handler of `message` events: against the one other origin that the file names, else against the page's own. Declines when the handler looks at an origin or source already, is not in view, or takes the event apart in its parameters.",
  propose({ tree, range }) {
    for (const node of nodesNear(tree, range, ["call_expression", "assignment_expression"])) {
      const handler = handlerFrom(tree, node);
      if (handler === NONE) continue;
      const fn = functionFrom(tree, handler);
      if (fn === NONE || !isFunction(tree, fn)) return decline("the handler of the messages is not in view", "not-in-view");
      if (/\borigin\b|\.source\s*[!=]==?/.test(textOf(tree, fn)))
        return decline("the handler looks at where a message comes from", "already-safe");
      const event = parameterNames(tree, fn)[0] ?? "";
      if (event === "") return decline("the handler has no name for the event");
      const place = placeIn(tree, fn);
      if (place === undefined) return decline("the handler does nothing", "already-safe");
      const leave = `return${endsWithSemicolons(tree) ? ";" : ""}`;
      const option = (variant: string, title: string, origin: string, behaviour: string): Draft => ({
        variant,
        title,
        rationale: "A page that merely holds a reference to this window can no longer make it act.",
        tradeOffs: { behaviour },
        edits: precede(tree, place, guardLines(`${event}.origin !== ${origin}`, [leave])),
      });
      const known = namedOrigin(tree);
      const literal = known === undefined ? "" : quoted(known, quoteStyle(tree));
      const own = "Messages from pages of other origins are ignored; name their origin where they are meant to come.";
      return offer(tree, [
        known === undefined
          ? undefined
          : option("named-origin", `Take messages from ${known} only`, literal, "Messages of other origins are ignored."),
        option("same-origin", "Take messages from the own origin only", "window.location.origin", own),
      ]);
    }
    return decline("no handler of messages to the window is put in place here", "other-place");
  },
});
