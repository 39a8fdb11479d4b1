import { kindOf, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { bare, calledName } from "#recipes/ecmascript-syntax/expressions.ts";
import { readsRequest } from "#recipes/ecmascript-syntax/handlers.ts";
import { isText, logCallsNear } from "#recipes/ecmascript-syntax/log-calls.ts";
import { isNumber } from "#recipes/ecmascript-syntax/number-value.ts";
import { resolve } from "#recipes/ecmascript-syntax/scope.ts";
import { expressionText, piecesOf } from "#recipes/ecmascript-syntax/template.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { quoteStyle, replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const CLEAN =
  /^(?:replace|replaceAll|stringify|inspect|escape\w*|sanitize\w*|encodeURI\w*|Number|parseInt|parseFloat|toFixed|toISOString)$/;

function isCleaned(tree: SyntaxTree, node: NodeId): boolean {
  const plain = bare(tree, node);
  return kindOf(tree, plain) === "call_expression" && CLEAN.test(calledName(tree, plain));
}

/** True for a part of the request and for a name that is bound to one. */
function fromRequest(tree: SyntaxTree, node: NodeId): boolean {
  if (readsRequest(tree, node)) return true;
  const plain = bare(tree, node);
  const declared = kindOf(tree, plain) === "identifier" ? resolve(tree, plain, textOf(tree, plain)) : undefined;
  return declared !== undefined && ["const", "let", "var"].includes(declared.kind) && readsRequest(tree, declared.declaration);
}

export default defineRecipe({
  id: "javascript/cwe-117-one-log-line",
  title: "Logged value cannot start a line of its own",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-117"],
  review: "merge-without-review",
  description:
    "Writes line breaks as blanks in the values that come from the request and are put into the text of a log line, in a template, a concatenation or an argument of `console`; without such a value, in all that are no numbers. Declines for fields of structured logs and for values that are cleaned already.",
  propose({ tree, range }) {
    const quote = quoteStyle(tree);
    const oneLine = (node: NodeId): TextEdit =>
      replaceNode(tree, node, `String(${expressionText(tree, node)}).replace(/[\\r\\n]+/g, ${quote} ${quote})`);
    for (const { arguments: all, console } of logCallsNear(tree, range)) {
      const parts = all.flatMap((argument) => {
        const pieces = isText(tree, argument) ? (piecesOf(tree, argument) ?? []) : [];
        return pieces.flatMap((piece) => (piece.kind === "expression" ? [piece.node] : []));
      });
      const direct = console ? all.filter((argument) => !isText(tree, argument) && fromRequest(tree, argument)) : [];
      const open = [...parts, ...direct].filter((node) => !isNumber(tree, node) && !isCleaned(tree, node));
      const known = [...parts, ...direct].some((node) => fromRequest(tree, node) || isCleaned(tree, node));
      const chosen = known ? open.filter((node) => fromRequest(tree, node)) : open;
      if (chosen.length === 0) continue;
      return offer(tree, [
        {
          variant: "no-line-breaks",
          title: "Log line breaks as blanks",
          rationale: "What a client sends stays within the line that the program began.",
          tradeOffs: { behaviour: "Values of several lines are logged on one; objects are logged as text." },
          edits: chosen.map(oneLine),
        },
      ]);
    }
    const near = nodesNear(tree, range, ["call_expression"]).length > 0;
    return decline(near ? "no text of a log line holds a value that may have line breaks" : "nothing is logged at the place");
  },
});
