import { childByField, kindOf, NONE, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe, type RecipeAnswer } from "#ports/recipe.ts";
import { decline } from "#recipes/kit/answer.ts";
import { escapeValues, hasMarkup, useEscape } from "#recipes/ecmascript-syntax/escape-html.ts";
import { argumentsOf, bare, calledName, calleeOf, memberOf } from "#recipes/ecmascript-syntax/expressions.ts";
import { valueOf } from "#recipes/ecmascript-syntax/scope.ts";
import { isConstant, piecesOf } from "#recipes/ecmascript-syntax/template.ts";
import { replaceNode, settleEdits } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

/** A place that takes HTML, the value it gets, and the edits that make it take text. */
interface Sink {
  readonly value: NodeId;
  readonly asText: readonly TextEdit[];
  readonly name: string;
}

function sinkOf(tree: SyntaxTree, node: NodeId): Sink | string | undefined {
  if (kindOf(tree, node) === "call_expression") return callSink(tree, node);
  const left = childByField(tree, node, "left");
  const member = memberOf(tree, left);
  if (member?.property === "outerHTML") return "outerHTML replaces the element itself, which no text property does";
  if (member?.property !== "innerHTML") return undefined;
  const value = childByField(tree, node, "right");
  const property =
    kindOf(tree, bare(tree, left)) === "member_expression"
      ? childByField(tree, bare(tree, left), "property")
      : childByField(tree, bare(tree, left), "index");
  const quote = (/^["'`]/.exec(textOf(tree, property)) ?? [""])[0];
  if (kindOf(tree, node) === "assignment_expression")
    return { value, name: "textContent", asText: [replaceNode(tree, property, `${quote}textContent${quote}`)] };
  if (textOf(tree, childByField(tree, node, "operator")) !== "+=" || quote !== "") return "the markup is built up in place";
  const gap = { start: tree.starts[property] as number, end: tree.starts[value] as number, text: "append(" };
  return {
    value,
    name: "append",
    asText: [gap, { start: tree.ends[value] as number, end: tree.ends[value] as number, text: ")" }],
  };
}

function callSink(tree: SyntaxTree, call: NodeId): Sink | undefined {
  const callee = calleeOf(tree, call);
  const property =
    callee !== NONE && kindOf(tree, callee) === "member_expression" ? childByField(tree, callee, "property") : NONE;
  const all = argumentsOf(tree, call);
  if (property === NONE) return undefined;
  if (calledName(tree, call) === "insertAdjacentHTML" && all.length === 2) {
    return { value: all[1] as NodeId, name: "insertAdjacentText", asText: [replaceNode(tree, property, "insertAdjacentText")] };
  }
  const jQuery = /^(?:\$|jQuery\b)/.test(textOf(tree, callee)) && calledName(tree, call) === "html" && all.length === 1;
  return jQuery ? { value: all[0] as NodeId, name: "text", asText: [replaceNode(tree, property, "text")] } : undefined;
}

function repair(tree: SyntaxTree, sink: Sink): RecipeAnswer {
  const { value } = valueOf(tree, bare(tree, sink.value));
  const pieces = piecesOf(tree, value);
  if (pieces !== undefined && isConstant(pieces)) return decline("the markup is constant, no value is written into it");
  const text = textOf(tree, value);
  if (/\b(?:sanitize\w*|escapeHtml|escapeHTML|purify)\s*\(/i.test(text))
    return decline("the value is sanitized or escaped already", "already-safe");
  if (pieces !== undefined && hasMarkup(pieces)) {
    const helper = useEscape(tree);
    const edits = escapeValues(tree, pieces, helper.name);
    if (typeof edits === "string") return decline(edits);
    if (edits.length === 0) return decline("no value of the markup comes from outside");
    const rationale =
      "The markup stays the program's own; a value can only add text to it, since its `<`, `>`, `&` and quotes are escaped.";
    const tradeOffs = { behaviour: "Values that held markup on purpose are shown as text." };
    return {
      kind: "options",
      options: [
        {
          variant: "escaped",
          title: "Escape the values in the markup",
          rationale,
          tradeOffs,
          edits: settleEdits(tree, [...edits, ...helper.edits]),
        },
      ],
    };
  }
  if (/html|markup|svg|template|\.join\(|render|marked|<[a-z]/i.test(text.replaceAll("innerHTML", "html")))
    return decline("the value seems to be markup on purpose; sanitize it with a library instead", "intent-unknown");
  const rationale = `${sink.name} never parses its value, so no tag or handler in it comes to life.`;
  const tradeOffs = { behaviour: "A value that held markup on purpose is shown as text." };
  return {
    kind: "options",
    options: [
      {
        variant: "text",
        title: `Set the value as text with ${sink.name}`,
        rationale,
        tradeOffs,
        edits: settleEdits(tree, sink.asText),
      },
    ],
  };
}

export default defineRecipe({
  id: "javascript/cwe-79-text-content",
  title: "Value written as HTML becomes text",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-79", "CWE-80", "CWE-116"],
  review: "merge-after-cursory-review",
  description:
    "Turns `innerHTML =` into `textContent =`, `innerHTML +=` into `append`, `insertAdjacentHTML` into `insertAdjacentText` and jQuery's `html(…)` into `text(…)` where the value is plain text; where it is built around markup, escapes its values instead. Declines for constant or sanitized markup, for values that seem to be markup on purpose, and where a value stands in a script, a handler or an unquoted attribute.",
  propose({ tree, range }) {
    let reason = "no innerHTML, insertAdjacentHTML or html() at this place";
    for (const node of nodesNear(tree, range, ["assignment_expression", "augmented_assignment_expression", "call_expression"])) {
      const sink = sinkOf(tree, node);
      if (typeof sink === "object") return repair(tree, sink);
      if (sink !== undefined) reason = sink;
    }
    return decline(reason);
  },
});
