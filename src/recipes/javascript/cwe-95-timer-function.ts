import { childByField, kindOf, NONE, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, bare, calleeOf } from "#recipes/ecmascript-syntax/expressions.ts";
import { expressionText, type Piece, piecesOf } from "#recipes/ecmascript-syntax/template.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { quoteStyle, replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const TIMER = /^(?:window\.|globalThis\.|self\.)?(?:setTimeout|setInterval)$/;
/** A call of a named function with constants, and with values, which stand between two marks. */
const CALL =
  /^\s*[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*\((?:\s*(?:-?\d+(?:\.\d+)?|'[^'\\\n]*'|"[^"\\\n]*"|true|false|null|\uE000\d+\uE000)\s*(?:,(?!\s*\))|(?=\))))*\s*\)\s*;?\s*$/;

/** The code as a call with its values as arguments, quotes around a value left out; undefined where it is more than one call. */
function callOf(tree: SyntaxTree, pieces: readonly Piece[]): string | undefined {
  const values: string[] = [];
  const model = pieces.map((piece) =>
    piece.kind === "literal" ? piece.text : `\uE000${values.push(expressionText(tree, piece.node)) - 1}\uE000`,
  );
  const code = model.join("").replaceAll(/(['"])(\uE000\d+\uE000)\1/g, "$2");
  if (!CALL.test(code) || /["'][^"']*\uE000[^"']*["']/.test(code.replaceAll(/'[^'\uE000]*'|"[^"\uE000]*"/g, "")))
    return undefined;
  const quote = quoteStyle(tree);
  return code
    .trim()
    .replace(/;$/, "")
    .replaceAll(
      /'([^'"\uE000]*)'|"([^'"\uE000]*)"/g,
      (_, single?: string, double?: string) => quote + (single ?? double ?? "") + quote,
    )
    .replaceAll(/\uE000(\d+)\uE000/g, (_, index: string) => values[Number(index)] ?? "");
}

export default defineRecipe({
  id: "javascript/cwe-95-timer-function",
  title: "Timer calls a function, no text is run",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-95", "CWE-94"],
  review: "merge-after-review",
  description:
    "Turns the text of `setTimeout` or `setInterval` that is one call of a named function, with constants and with values put into it, into an arrow function that makes this call and passes the values as they are. Declines for any other text, since it is a program of its own.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call_expression"])) {
      if (!TIMER.test(textOf(tree, calleeOf(tree, call)))) continue;
      const code = argumentsOf(tree, call)[0] ?? NONE;
      const node = bare(tree, code);
      if (node === NONE || ["arrow_function", "function_expression", "identifier"].includes(kindOf(tree, node)))
        return decline("the timer is given a function", "already-safe");
      const pieces = piecesOf(tree, node);
      if (
        pieces === undefined ||
        (kindOf(tree, node) === "binary_expression" && textOf(tree, childByField(tree, node, "operator")) !== "+")
      )
        return decline("the text that is run is not in view", "not-in-view");
      const text = callOf(tree, pieces);
      if (text === undefined) return decline("the text is more than one call of a function", "intent-unknown");
      return offer(tree, [
        {
          variant: "arrow",
          title: "Call the function when the time has come",
          rationale: "Values are passed as values, so nothing in them is read as code.",
          tradeOffs: {
            behaviour:
              "Names mean what they mean here, not what they mean globally, and a number put in as text stays what it is.",
          },
          edits: [replaceNode(tree, code, `() => ${text}`)],
        },
      ]);
    }
    return decline("no timer is set at the place", "other-place");
  },
});
