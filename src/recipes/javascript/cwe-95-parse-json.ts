import { childByField, kindOf, NONE, type NodeId, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe, type RecipeAnswer } from "#ports/recipe.ts";
import { decline } from "#recipes/kit/answer.ts";
import { argumentsOf, bare, calleeOf, memberOf } from "#recipes/ecmascript-syntax/expressions.ts";
import { resolve, valueOf } from "#recipes/ecmascript-syntax/scope.ts";
import { expressionText, piecesOf } from "#recipes/ecmascript-syntax/template.ts";
import { replaceNode, settleEdits } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const DATA =
  /(?:^|[._])(?:json|data|payload|body|settings|config|preferences|profile|state|response(?:Text)?|serialized\w*|\w+(?:Json|JSON|Data|Payload))(?:$|\))/i;

const CODE = /expr|formula|code|script|calc|func|rule|source|query/i;

interface Evaluated {
  /** The whole expression whose value is the result. */
  readonly whole: NodeId;
  readonly code: NodeId;
}

/** `eval(code)` or `new Function(code)()`. */
function evaluated(tree: SyntaxTree, node: NodeId): Evaluated | string | undefined {
  const callee = calleeOf(tree, node);
  const name = callee === NONE ? "" : textOf(tree, callee);
  const all = argumentsOf(tree, node);
  const [code] = all;
  if (
    kindOf(tree, node) === "call_expression" &&
    /^(?:\(0,\s*eval\)|(?:globalThis\.|window\.|global\.)?eval|0, eval)$/.test(name)
  ) {
    return all.length === 1 && code !== undefined && resolve(tree, callee, "eval") === undefined
      ? { whole: node, code }
      : undefined;
  }
  if (name !== "Function" || code === undefined) return undefined;
  if (all.length > 1) return "the function takes parameters, its text is code";
  let call = parentOf(tree, node);
  while (call !== NONE && kindOf(tree, call) === "parenthesized_expression") call = parentOf(tree, call);
  const runs =
    call !== NONE &&
    kindOf(tree, call) === "call_expression" &&
    bare(tree, childByField(tree, call, "function")) === node &&
    argumentsOf(tree, call).length === 0;
  return runs ? { whole: call, code } : "the made function is kept, not run at once";
}

/** Source of the text that is data, when the evaluated text is that and no more. */
function dataText(tree: SyntaxTree, { code, whole }: Evaluated): string | undefined {
  const { value } = valueOf(tree, bare(tree, code));
  const pieces = piecesOf(tree, value);
  const isFunction = whole !== parentOf(tree, parentOf(tree, code));
  if (pieces === undefined)
    return !isFunction && looksLikeData(tree, value, textOf(tree, code)) ? expressionText(tree, code) : undefined;
  const [before, middle, after, ...more] = pieces;
  if (middle !== undefined && CODE.test(tree.text.slice(middle.start, middle.end))) return undefined;
  if (more.length > 0 || before?.kind !== "literal" || middle?.kind !== "expression" || after?.kind === "expression")
    return undefined;
  const opening = before.text
    .trim()
    .replace(/^return\b\s*/, "")
    .replace(/^(?:var|let|const)?\s*\w+\s*=\s*/, "#");
  const closing = after?.text.trim().replace(/;$/, "") ?? "";
  if (opening === "(" && closing === ")") return expressionText(tree, middle.node);
  return opening === "" && closing === "" && isFunction ? expressionText(tree, middle.node) : undefined;
}

function looksLikeData(tree: SyntaxTree, value: NodeId, name: string): boolean {
  if (DATA.test(name)) return true;
  const member = kindOf(tree, value) === "call_expression" ? memberOf(tree, calleeOf(tree, value)) : undefined;
  return (
    member !== undefined &&
    (/^(?:toString|text)$/.test(member.property) || member.property === "stringify") &&
    DATA.test(textOf(tree, member.object))
  );
}

function repair(tree: SyntaxTree, found: Evaluated): RecipeAnswer {
  const text = dataText(tree, found);
  if (text === undefined) return decline("the evaluated text may be more than data");
  const rationale = "JSON.parse reads data and runs nothing, whatever the text holds.";
  const tradeOffs = {
    behaviour:
      "Text that is JavaScript but not JSON (single quotes, unquoted keys, comments, expressions) is refused with a SyntaxError.",
  };
  const edits = settleEdits(tree, [replaceNode(tree, found.whole, `JSON.parse(${text})`)]);
  return { kind: "options", options: [{ variant: "json", title: "Read the data with JSON.parse", rationale, tradeOffs, edits }] };
}

export default defineRecipe({
  id: "javascript/cwe-95-parse-json",
  title: "Evaluated data is parsed as JSON",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-95", "CWE-94"],
  review: "merge-after-review",
  description:
    'Replaces `eval("(" + text + ")")`, `new Function("return " + text)()` and `eval` of a value that is named as data by `JSON.parse`. Declines for any other evaluated text, since it may be code, and for functions that are kept or take parameters.',
  propose({ tree, range }) {
    let reason = "no eval and no new Function at this place";
    for (const node of nodesNear(tree, range, ["call_expression", "new_expression"])) {
      const found = evaluated(tree, node);
      if (typeof found === "object") return repair(tree, found);
      if (found !== undefined) reason = found;
    }
    return decline(reason);
  },
});
