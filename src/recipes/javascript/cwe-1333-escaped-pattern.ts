import { kindOf, NONE, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { useFunction } from "#recipes/ecmascript-syntax/added-function.ts";
import { argumentsOf, bare, calledName, calleeOf, memberOf } from "#recipes/ecmascript-syntax/expressions.ts";
import { readsRequest } from "#recipes/ecmascript-syntax/handlers.ts";
import { isText } from "#recipes/ecmascript-syntax/log-calls.ts";
import { isNumber } from "#recipes/ecmascript-syntax/number-value.ts";
import { usesOf, valueOf } from "#recipes/ecmascript-syntax/scope.ts";
import { expressionText, piecesOf } from "#recipes/ecmascript-syntax/template.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const NAMES = ["escapeRegExp", "escapeRegex", "escapeStringRegexp", "regexEscape", "quoteRegExp"];
const CLEAN = /^(?:escape\w*|\w*[eE]scape(?:d|Reg\w*)?|quote\w*|Number|parseInt|join)$/;
const SIMPLE = ["identifier", "member_expression", "subscript_expression", "call_expression"];

function isOpen(tree: SyntaxTree, node: NodeId): boolean {
  const plain = bare(tree, node);
  if (plain === NONE || !SIMPLE.includes(kindOf(tree, plain)) || isNumber(tree, plain)) return false;
  if (memberOf(tree, plain)?.property === "source" || /^[A-Z][A-Z\d_]*$/.test(textOf(tree, plain))) return false;
  if (kindOf(tree, plain) === "identifier" && kindOf(tree, valueOf(tree, plain).value) === "regex") return false;
  return kindOf(tree, plain) !== "call_expression" || !CLEAN.test(calledName(tree, plain));
}

/** The values that a pattern is made of, or why they cannot be told. */
function valuesOf(tree: SyntaxTree, pattern: NodeId): NodeId[] | string {
  const { value, binding } = valueOf(tree, bare(tree, pattern));
  if (!isText(tree, value)) return isOpen(tree, pattern) ? [pattern] : [];
  if (binding !== undefined && usesOf(tree, binding).length > 1) return "the text of the pattern serves other code too";
  return (piecesOf(tree, value) ?? []).flatMap((piece) =>
    piece.kind === "expression" && isOpen(tree, piece.node) ? [piece.node] : [],
  );
}

export default defineRecipe({
  id: "javascript/cwe-1333-escaped-pattern",
  title: "Value in a regular expression matches itself only",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-1333", "CWE-400", "CWE-625"],
  review: "merge-after-review",
  description:
    "Escapes the values that are put into `new RegExp(…)` with the file's own escape function, or one that is added below its imports; of several values those from the request, where there are some. Declines for constants, for the source of other expressions and for values that are escaped already.",
  propose({ tree, range }) {
    let reason = "no regular expression is made from values at the place";
    for (const call of nodesNear(tree, range, ["new_expression", "call_expression"])) {
      const pattern = argumentsOf(tree, call)[0];
      if (textOf(tree, calleeOf(tree, call)) !== "RegExp" || pattern === undefined) continue;
      const values = valuesOf(tree, pattern);
      if (typeof values === "string") {
        reason = values;
        continue;
      }
      const foreign = values.filter((value) => readsRequest(tree, value));
      const chosen = foreign.length > 0 ? foreign : values;
      if (chosen.length === 0) continue;
      const escape = useFunction(tree, NAMES, {
        parameters: ["text: unknown"],
        result: "string",
        body: ['return String(text).replace(/[.*+?^${}()|[\\]\\\\]/g, "\\\\$&")'],
      });
      return offer(tree, [
        {
          variant: "escaped",
          title: "Search for the text itself",
          rationale: "A value can no longer bring repetitions that take hours to match, nor widen what is matched.",
          tradeOffs: { behaviour: "Signs such as `*` and `.` in the value match themselves; it is no pattern any more." },
          edits: [
            ...escape.edits,
            ...chosen.map((value) => replaceNode(tree, value, `${escape.name}(${expressionText(tree, value)})`)),
          ],
        },
      ]);
    }
    return decline(reason);
  },
});
