import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, children, descendants, enclosing, kindOf, NONE, parentOf, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { enclosingStatement, quoteStyle, replaceNode, startsLine } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { callArguments, calleeOf, isCallOf } from "#recipes/python-syntax/calls.ts";
import { linesBefore } from "#recipes/python-syntax/guard.ts";
import { useModule } from "#recipes/python-syntax/imports.ts";

const TRACES = ["traceback.format_exc", "traceback.format_exception", "traceback.format_exception_only"];
const ANSWERS = /(jsonify|make_response|Response|abort|HTTPException|json_response|write|dumps|send_error)$/;
const LOGS = /\b(log|logger|logging)\.(exception|error|critical|warning)\(/i;

export default defineRecipe({
  id: "python/cwe-209-general-message",
  title: "Answer an error with a general message",
  languages: ["python"],
  cwes: ["CWE-209", "CWE-200", "CWE-497"],
  review: "merge-after-review",
  description:
    'Replaces the text of an exception or a stack trace in a web answer (`str(error)`, an f-string with the error, `traceback.format_exc()`) by "internal error", and logs the exception before, where ' +
    "the handler does not log yet. Declines outside of `except` and where the text goes into no answer.",
  propose({ tree, range }) {
    for (const node of nodesNear(tree, range, ["call", "string"])) {
      const clause = enclosing(tree, node, ["except_clause"]);
      if (clause === NONE || !tellsOfError(tree, node, errorName(tree, clause))) continue;
      const statement = enclosingStatement(tree, node);
      if (!isAnswered(tree, node, statement)) continue;
      if (!startsLine(tree, statement)) return decline("the answer stands on the line of another statement");
      const logged = LOGS.test(textOf(tree, clause));
      const logging = useModule(tree, "logging");
      if (logging === undefined && !logged) return decline("the file uses the name logging for something else", "name-taken");
      const mark = quoteStyle(tree);
      const log =
        logged || logging === undefined
          ? []
          : [...logging.edits, linesBefore(tree, statement, [`${logging.name}.exception(${mark}request failed${mark})`])];
      return offer(tree, [
        {
          variant: "general-message",
          title: "Say that it failed, and log why",
          rationale:
            "Paths, queries and names of libraries stay in the log of the server; the client learns only that the request failed.",
          edits: [...log, replaceNode(tree, node, `${mark}internal error${mark}`)],
          tradeOffs: { behaviour: "Clients no longer see what went wrong; the log says it." },
        },
      ]);
    }
    return decline("no text of an exception is sent to a client at the place", "other-place");
  },
});

/** The name that the handler gives the exception. */
function errorName(tree: SyntaxTree, clause: NodeId): string | undefined {
  const target = descendants(tree, clause, ["as_pattern_target"])[0];
  return target === undefined || parentOf(tree, parentOf(tree, target)) !== clause ? undefined : textOf(tree, target);
}

function tellsOfError(tree: SyntaxTree, node: NodeId, error: string | undefined): boolean {
  if (kindOf(tree, node) === "string")
    return children(tree, node).some((child) => {
      const expression = kindOf(tree, child) === "interpolation" ? childByField(tree, child, "expression") : NONE;
      return (
        expression !== NONE &&
        (textOf(tree, expression) === error || (kindOf(tree, expression) === "call" && tellsOfError(tree, expression, error)))
      );
    });
  if (isCallOf(tree, node, TRACES)) return true;
  return (
    isCallOf(tree, node, ["str", "repr"]) &&
    error !== undefined &&
    callArguments(tree, node)?.[0] !== undefined &&
    textOf(tree, callArguments(tree, node)?.[0]?.value as NodeId) === error
  );
}

/** True when the text is returned, or given to what answers a request. */
function isAnswered(tree: SyntaxTree, node: NodeId, statement: NodeId): boolean {
  for (let current = parentOf(tree, node); current !== NONE && current !== statement; current = parentOf(tree, current)) {
    if (kindOf(tree, current) === "call" && ANSWERS.test(textOf(tree, calleeOf(tree, current)))) return true;
    if (["interpolation", "comparison_operator"].includes(kindOf(tree, current))) return false;
  }
  if (kindOf(tree, statement) !== "return_statement") return false;
  const view = enclosing(tree, statement, ["function_definition"]);
  return (
    view !== NONE &&
    kindOf(tree, parentOf(tree, view)) === "decorated_definition" &&
    /\.(route|get|post|put|patch|delete|errorhandler|exception_handler)\(/.test(
      tree.text.slice(tree.starts[parentOf(tree, view)], tree.starts[view]),
    )
  );
}
