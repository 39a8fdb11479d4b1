import { childByField, kindOf, type NodeId, NONE, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, calleeOf, usePackage } from "#recipes/go-syntax/calls.ts";
import { formatted, holdsText, type Piece, piecesOf, valueOfName } from "#recipes/go-syntax/pieces.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { insertAfter, insertBefore } from "#recipes/kit/edit.ts";
import { contextOf } from "#recipes/kit/html-context.ts";
import { nodesNear } from "#recipes/kit/place.ts";

/** Calls whose result is escaped already, or has no signs that need it. */
const SAFE =
  /^(?:html\.EscapeString|template\.(?:HTMLEscape\w+|JSEscape\w+)|url\.\w+Escape|len|strconv\.(?:Itoa|Format\w+|Quote))$/u;
/** Calls that give a text. */
const TEXT =
  /(?:^|\.)(?:Get|FormValue|PostFormValue|PathValue|Query|Param|PostForm|DefaultQuery|String|Error|Sprint\w*|ReplaceAll|Trim\w*|ToLower|ToUpper|Join)$/u;

export default defineRecipe({
  id: "go/cwe-79-escaped-values",
  title: "Escape the values of a page",
  languages: ["go"],
  cwes: ["CWE-79", "CWE-80", "CWE-116"],
  review: "merge-after-review",
  description:
    "Wraps every value that `fmt.Fprintf`, `fmt.Fprint`, `io.WriteString` or the `Write` of an answer puts between the tags of a literal HTML text, or into a quoted attribute, in `html.EscapeString`. Declines where a value lands in a script, a style, an unquoted attribute or is a whole address, where the text is not in view, and where a value may hold markup on purpose.",
  propose({ tree, range }) {
    let reason: string | undefined;
    for (const call of nodesNear(tree, range, ["call_expression"])) {
      const pieces = written(tree, call);
      if (pieces === undefined) continue;
      const edits = escaped(tree, pieces);
      if (typeof edits !== "string")
        return offer(tree, [
          {
            variant: "escaped",
            title: "Escape the values",
            rationale: "Escaped, a value can only add text to the page: no tag, attribute or script.",
            tradeOffs: { behaviour: "Values that hold wanted markup are shown as text." },
            edits,
          },
        ]);
      reason ??= edits;
    }
    return reason === undefined ? decline("no text of a page is written at the place", "other-place") : decline(reason);
  },
});

/** The text that a call writes; undefined where it writes none that is in view. */
function written(tree: SyntaxTree, call: NodeId): readonly Piece[] | undefined {
  const all = argumentsOf(tree, call);
  const name = calleeOf(tree, call);
  const [text] = name === "io.WriteString" ? all.slice(1) : all;
  if (name === "fmt.Fprintf") return formatted(tree, all.slice(1), "any");
  if (/^fmt\.Fprint(?:ln)?$/u.test(name) && all.length > 1)
    return all.slice(1).flatMap((node) => built(tree, node) ?? [{ node, verb: "%v" }]);
  return text !== undefined && (name === "io.WriteString" || /\.Write(?:String)?$/u.test(name)) ? built(tree, text) : undefined;
}

function built(tree: SyntaxTree, node: NodeId): Piece[] | undefined {
  const bytes = kindOf(tree, node) === "type_conversion_expression" && textOf(tree, node).startsWith("[]byte(");
  const text = bytes ? childByField(tree, node, "operand") : node;
  const value = valueOfName(tree, text);
  return piecesOf(tree, value === NONE ? text : value, "any");
}

/** Edits that escape what may be a text, or why that is not enough. */
function escaped(tree: SyntaxTree, pieces: readonly Piece[]): TextEdit[] | string {
  const html = usePackage(tree, "html");
  if (html === undefined) return "the file uses the name html for something else";
  const edits: TextEdit[] = [];
  let before = "";
  for (const piece of pieces) {
    const trouble = contextOf(before);
    before += "text" in piece ? piece.text.replaceAll('\\"', '"') : "x";
    if ("text" in piece || piece.verb === "%d" || isSafe(tree, piece.node)) continue;
    if (trouble !== undefined) return trouble;
    const text = textOf(tree, piece.node);
    if (/html|markup|svg|body/iu.test(text)) return `\`${text}\` may hold markup on purpose`;
    const asText = piece.verb === undefined || isText(tree, piece.node);
    if (!asText && usePackage(tree, "fmt")?.edits.length !== 0) return "what kind of value is written cannot be told";
    const open = asText ? "(" : piece.verb === "%s" ? '(fmt.Sprintf("%s", ' : "(fmt.Sprint(";
    edits.push(insertBefore(tree, piece.node, `${html.name}.EscapeString${open}`));
    edits.push(insertAfter(tree, piece.node, asText ? ")" : "))"));
  }
  return edits.length === 0 ? "every value of the text is escaped or harmless already" : [...html.edits, ...edits];
}

function isSafe(tree: SyntaxTree, node: NodeId): boolean {
  return kindOf(tree, node).endsWith("_literal") || (kindOf(tree, node) === "call_expression" && SAFE.test(calleeOf(tree, node)));
}

function isText(tree: SyntaxTree, node: NodeId): boolean {
  const value = valueOfName(tree, node);
  if (value !== NONE) return isText(tree, value);
  if (kindOf(tree, node) === "call_expression") return TEXT.test(calleeOf(tree, node));
  if (kindOf(tree, node) !== "identifier") return holdsText(tree, node);
  let around = node;
  while (around > 0 && !/^(?:function_declaration|method_declaration|func_literal)$/u.test(kindOf(tree, around)))
    around = tree.parents[around] as NodeId;
  const parameters = around <= 0 ? NONE : childByField(tree, around, "parameters");
  const declared = new RegExp(String.raw`[(,]\s*(?:\w+\s*,\s*)*${textOf(tree, node)}\s*(?:,\s*\w+\s*)*\s+string\b`, "u");
  return parameters !== NONE && declared.test(textOf(tree, parameters));
}
