import { childByField, kindOf, NONE, type NodeId, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe, type RecipeAnswer, type RecipeOption } from "#ports/recipe.ts";
import { decline } from "#recipes/kit/answer.ts";
import { documentationAt } from "#recipes/ecmascript-syntax/documentation.ts";
import { escapeValues, hasMarkup, useEscape } from "#recipes/ecmascript-syntax/escape-html.ts";
import { argumentsOf, bare, calledName, calleeOf, memberOf } from "#recipes/ecmascript-syntax/expressions.ts";
import { handlerOf, readsRequest } from "#recipes/ecmascript-syntax/handlers.ts";
import { valueOf } from "#recipes/ecmascript-syntax/scope.ts";
import { isConstant, piecesOf } from "#recipes/ecmascript-syntax/template.ts";
import { insertAfter, insertBefore, quoteStyle, settleEdits } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { speaksOfPage } from "#recipes/kit/prose.ts";

/** The expression that becomes the body of an answer, or a built text that the place itself names. */
function bodyOf(tree: SyntaxTree, node: NodeId): NodeId {
  if (kindOf(tree, node) === "assignment_expression") {
    return memberOf(tree, childByField(tree, node, "left"))?.property === "body" ? childByField(tree, node, "right") : NONE;
  }
  if (kindOf(tree, node) !== "call_expression") {
    const kind = kindOf(tree, parentOf(tree, node));
    return kind === "return_statement" || kind === "arrow_function" || kind === "variable_declarator" ? node : NONE;
  }
  const object = memberOf(tree, calleeOf(tree, node))?.object ?? NONE;
  if (/text\/plain/.test(textOf(tree, calleeOf(tree, node)))) return NONE;
  const handler = handlerOf(tree, node);
  const name = handler?.response ?? "res";
  const root = object === NONE ? "" : textOf(tree, object);
  return ["send", "write", "end"].includes(calledName(tree, node)) && new RegExp(`^${name}\\b`).test(root)
    ? (argumentsOf(tree, node)[0] ?? NONE)
    : NONE;
}

function repair(tree: SyntaxTree, place: NodeId, body: NodeId): RecipeAnswer {
  const { value } = valueOf(tree, bare(tree, body));
  const pieces = piecesOf(tree, value);
  const helper = useEscape(tree);
  const rationale = "Escaped, a value can only add text to the page: no tag, attribute or script.";
  const tradeOffs = { behaviour: "The characters `& < > \" '` of values arrive as entities." };
  const escaped = (edits: RecipeOption["edits"]): RecipeOption => ({
    variant: "escaped",
    title: "Escape the values of the answer",
    rationale,
    tradeOffs,
    edits: settleEdits(tree, [...edits, ...helper.edits]),
  });
  if (pieces !== undefined) {
    if (isConstant(pieces)) return decline("the answer is constant, no value is written into it");
    const told = speaksOfPage(documentationAt(tree, place));
    if (
      !hasMarkup(pieces) &&
      !told &&
      kindOf(tree, place) !== "call_expression" &&
      kindOf(tree, place) !== "assignment_expression"
    )
      return decline("the built text shows no markup of its own");
    const edits = escapeValues(tree, pieces, helper.name);
    if (typeof edits === "string") return decline(edits);
    return edits.length === 0
      ? decline("every value of the answer is escaped or harmless already", "already-safe")
      : { kind: "options", options: [escaped(edits)] };
  }
  if (
    !["call_expression", "assignment_expression"].includes(kindOf(tree, place)) ||
    !readsRequest(tree, value) ||
    kindOf(tree, value) === "call_expression" ||
    kindOf(tree, value) === "object"
  )
    return decline("the answer is no text that is plainly taken from the request");
  const call = calleeOf(tree, place);
  const options = [escaped([insertBefore(tree, body, `${helper.name}(`), insertAfter(tree, body, ")")])];
  if (
    kindOf(tree, place) === "call_expression" &&
    calledName(tree, place) === "send" &&
    handlerOf(tree, place)?.framework === "express"
  ) {
    const quote = quoteStyle(tree);
    const object = childByField(tree, call, "object");
    options.push({
      variant: "plain-text",
      title: "Answer as plain text",
      rationale: "A browser does not look for markup in text/plain.",
      tradeOffs: { behaviour: "The answer's type is text/plain." },
      edits: [insertAfter(tree, object, `.type(${quote}text/plain${quote})`)],
    });
  }
  return { kind: "options", options };
}

export default defineRecipe({
  id: "javascript/cwe-79-escape-response",
  title: "Values in an HTML answer are escaped",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-79", "CWE-80", "CWE-116"],
  review: "merge-after-cursory-review",
  description:
    "Escapes every value of a template or concatenation that a handler sends (`res.send`, `write`, `end`, `ctx.body`) or that is returned with markup of its own or by a function that is documented to write for a page, with the file's own escape function or one added below its imports; a value sent as it is can become text/plain instead. Declines when a value stands in a script, style, handler, unquoted attribute or as a whole address, or seems to be markup already.",
  propose({ tree, range }) {
    let answer = decline("no answer of a handler and no built markup at this place", "other-place");
    for (const node of nodesNear(tree, range, [
      "call_expression",
      "assignment_expression",
      "template_string",
      "binary_expression",
    ])) {
      const body = bodyOf(tree, node);
      if (body === NONE) continue;
      const found = repair(tree, node, body);
      if (found.kind === "options") return found;
      if (answer.kind === "declined" && answer.reason.startsWith("no answer")) answer = found;
    }
    return answer;
  },
});
