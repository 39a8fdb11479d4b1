import {
  childByField,
  kindOf,
  NONE,
  type NodeId,
  namedChildren,
  parentOf,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { functionOf, parameterNames } from "#recipes/ecmascript-syntax/expressions.ts";
import { bindingsNamed } from "#recipes/ecmascript-syntax/scope.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { insertAfter } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

/** The express handler around a callback: a function of `req`, `res` and perhaps `next`. */
function routeAround(tree: SyntaxTree, callback: NodeId): { fn: NodeId; next: string | undefined } | undefined {
  for (let fn = functionOf(tree, callback); fn !== NONE; fn = functionOf(tree, fn)) {
    const [request = "", response = "", next] = parameterNames(tree, fn);
    if (/^_?(?:req|request)$/.test(request) && /^_?(?:res|response)$/.test(response)) return { fn, next };
  }
  return undefined;
}

function isInTry(tree: SyntaxTree, node: NodeId, callback: NodeId): boolean {
  for (let current = node; current !== NONE && current !== callback; current = parentOf(tree, current))
    if (kindOf(tree, current) === "try_statement") return true;
  return false;
}

/** The edit that gives the handler a third parameter, or why it cannot have one. */
function addNext(tree: SyntaxTree, fn: NodeId): TextEdit | string {
  const last =
    namedChildren(tree, childByField(tree, fn, "parameters")).findLast((child) => kindOf(tree, child) !== "comment") ?? NONE;
  if (last === NONE || textOf(tree, last).includes(":")) return "the handler has typed parameters and no next";
  return bindingsNamed(tree, "next").length > 0
    ? "the file uses the name next for something else"
    : insertAfter(tree, last, ", next");
}

export default defineRecipe({
  id: "javascript/cwe-248-pass-error-on",
  title: "Error of a callback goes to the error handler",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-248", "CWE-730", "CWE-755"],
  review: "merge-after-cursory-review",
  description:
    "Turns `throw error` in a callback within an express handler into `return next(error)`, adding `next` to the handler's parameters where it lacks one: nobody can catch what a callback throws, and it ends the process. Declines within a `try`, outside handlers of `req` and `res`, and for typed parameters without `next`.",
  propose({ tree, range }) {
    for (const statement of nodesNear(tree, range, ["throw_statement"])) {
      const callback = functionOf(tree, statement);
      const error = parameterNames(tree, callback === NONE ? 0 : callback)[0] ?? "";
      if (callback === NONE || !/^_?(?:e|er|err|error)\d?$/.test(error) || kindOf(tree, parentOf(tree, callback)) !== "arguments")
        return decline("the error is not thrown in a callback that gets one");
      if (isInTry(tree, statement, callback)) return decline("a try around the throw catches the error", "already-safe");
      const route = routeAround(tree, callback);
      if (route === undefined) return decline("no handler of a request is around the callback", "other-place");
      const added = route.next === undefined ? addNext(tree, route.fn) : undefined;
      if (typeof added === "string") return decline(added);
      const thrown = namedChildren(tree, statement)[0] as NodeId;
      const start = tree.starts[statement] as number;
      return offer(tree, [
        {
          variant: "next",
          title: "Pass the error to next",
          rationale: "The error ends this request with an answer instead of the process with all its requests.",
          tradeOffs: { behaviour: "The client gets the answer of the application's error handler." },
          edits: [
            ...(added === undefined ? [] : [added]),
            { start, end: tree.starts[thrown] as number, text: `return ${route.next ?? "next"}(` },
            insertAfter(tree, thrown, ")"),
          ],
        },
      ]);
    }
    return decline("nothing is thrown at the place", "other-place");
  },
});
