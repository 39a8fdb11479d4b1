import { childByField, kindOf, NONE, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, bare, calledName, memberOf, stringValue } from "#recipes/ecmascript-syntax/expressions.ts";
import { isNumber } from "#recipes/ecmascript-syntax/number-value.ts";
import { expressionText } from "#recipes/ecmascript-syntax/template.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { quoteStyle, replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const HEADERS = /headers?$/i;
const SETTERS = /^(?:setHeader|appendHeader|header|set|append|writeHeader)$/;
const CLEAN = /^(?:replace|replaceAll|encodeURI|encodeURIComponent|escape\w*|sanitize\w*|stringify|toUTCString|parseInt|Number)$/;

export default defineRecipe({
  id: "javascript/cwe-113-single-line-header",
  title: "Keep a header's value on one line",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-113", "CWE-93"],
  review: "merge-after-cursory-review",
  description:
    "Takes line breaks out of a value before it becomes a header, by `headers[name] = value`, `setHeader`, `append` and their like: with a break in it the rest would be read as further headers or as the body. Declines for constants, numbers, and values that are freed of line breaks already.",
  propose({ tree, range }) {
    for (const node of nodesNear(tree, range, ["assignment_expression", "call_expression"])) {
      const value = kindOf(tree, node) === "call_expression" ? headerOfCall(tree, node) : headerOfAssignment(tree, node);
      if (value === undefined || stringValue(tree, value) !== undefined || isNumber(tree, value)) continue;
      const plain = bare(tree, value);
      if (kindOf(tree, plain) === "call_expression" && CLEAN.test(calledName(tree, plain)))
        return decline("the value holds no line breaks any more", "already-safe");
      const mark = quoteStyle(tree);
      return offer(tree, [
        {
          variant: "without-line-breaks",
          title: "Remove line breaks from the value",
          rationale: "A header ends at a line break; without any, the value cannot end it and start another one.",
          edits: [replaceNode(tree, value, `String(${expressionText(tree, value)}).replace(/[\\r\\n]+/g, ${mark}${mark})`)],
          tradeOffs: { behaviour: "A value with line breaks is sent as one line." },
        },
      ]);
    }
    return decline("no value of another's choosing becomes a header at the place", "other-place");
  },
});

function headerOfCall(tree: SyntaxTree, call: NodeId): NodeId | undefined {
  return SETTERS.test(calledName(tree, call)) && argumentsOf(tree, call).length === 2 ? argumentsOf(tree, call)[1] : undefined;
}

/** The value of `headers[name] = value` and `headers.name = value`. */
function headerOfAssignment(tree: SyntaxTree, assignment: NodeId): NodeId | undefined {
  const left = bare(tree, childByField(tree, assignment, "left"));
  if (left === NONE || !/^(?:subscript|member)_expression$/.test(kindOf(tree, left))) return undefined;
  const holder = memberOf(tree, left)?.object ?? childByField(tree, left, "object");
  return holder !== NONE && HEADERS.test(textOf(tree, holder)) ? childByField(tree, assignment, "right") : undefined;
}
