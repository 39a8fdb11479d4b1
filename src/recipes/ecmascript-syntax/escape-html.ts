import { childByField, descendants, kindOf, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { insertAfter, insertBefore } from "#recipes/kit/edit.ts";
import { contextOf } from "#recipes/kit/html-context.ts";
import { argumentsOf, bare, calledName, calleeOf, endsWithSemicolons, memberOf } from "./expressions.ts";
import { addStatement } from "./imports.ts";
import { levelOf } from "./indentation.ts";
import { moduleBindings } from "./modules.ts";
import { freshName, resolve, valueOf } from "./scope.ts";
import { type Piece, piecesOf } from "./template.ts";

const OWN = ["escapeHtml", "escapeHTML", "htmlEscape", "encodeHtml"];
const SAFE =
  /^(?:escapeHtml\d*|escapeHTML|htmlEscape|encodeHtml|escape|encode|sanitize|sanitizeHtml|encodeURIComponent|encodeURI|Number|parseInt|parseFloat|toFixed|toISOString|stringify)$/;

/** A function that escapes text for HTML: one the file has or imports, else one added below its imports. */
export function useEscape(tree: SyntaxTree): { readonly name: string; readonly edits: readonly TextEdit[] } {
  const imported = moduleBindings(tree, (module) => module === "escape-html").find((binding) => binding.exported === "");
  if (imported !== undefined) return { name: imported.local, edits: [] };
  const own = OWN.find((name) => resolve(tree, 0, name)?.kind === "function" || resolve(tree, 0, name)?.kind === "import");
  if (own !== undefined) return { name: own, edits: [] };
  const name = freshName(tree, OWN);
  const end = endsWithSemicolons(tree) ? ";" : "";
  const typed = tree.pack.id !== "javascript";
  const text = `function ${name}(value${typed ? ": unknown" : ""})${typed ? ": string" : ""} {
${levelOf(tree)}return String(value).replace(/[&<>"']/g, (char) => \`&#\${char.charCodeAt(0)};\`)${end}
}`;
  const place = addStatement(tree, text);
  return { name, edits: [place.text.endsWith("\n\n") ? place : { ...place, text: `\n${place.text}` }] };
}

/** True when a built text holds markup of its own. */
export function hasMarkup(pieces: readonly Piece[]): boolean {
  return pieces.some((piece) => piece.kind === "literal" && /<[a-z/!]/i.test(piece.text));
}

/** Edits that escape every value of a built HTML text, or why a value stands where escaping does not help. */
export function escapeValues(tree: SyntaxTree, pieces: readonly Piece[], name: string): TextEdit[] | string {
  const edits: TextEdit[] = [];
  let html = "";
  for (const piece of pieces) {
    if (piece.kind === "literal") {
      html += piece.text;
      continue;
    }
    const trouble = contextOf(html);
    const inner = nestedTexts(tree, piece.node);
    if (isSafe(tree, piece.node)) html += "x";
    else if (trouble !== undefined) return trouble;
    else if (inner !== undefined) {
      for (const text of inner) {
        const nested = escapeValues(tree, piecesOf(tree, text) ?? [], name);
        if (typeof nested === "string") return nested;
        edits.push(...nested);
      }
    } else if (/html|markup|svg|\bjsx\b/i.test(textOf(tree, piece.node)))
      return `\`${textOf(tree, piece.node)}\` seems to be markup already`;
    else edits.push(insertBefore(tree, piece.node, `${name}(`), insertAfter(tree, piece.node, ")"));
    html += "x";
  }
  return edits;
}

function isSafe(tree: SyntaxTree, node: NodeId): boolean {
  const plain = bare(tree, node);
  const kind = kindOf(tree, plain);
  if (kind === "number" || kind === "string") return true;
  if (kind === "call_expression") return SAFE.test(calledName(tree, plain));
  if (kind === "member_expression") return memberOf(tree, plain)?.property === "length";
  if (kind !== "identifier") return false;
  const { value } = valueOf(tree, plain);
  return value !== plain && ["string", "number"].includes(kindOf(tree, bare(tree, value)));
}

/** The templates that `list.map(…).join(…)` or a choice between templates is made of. */
function nestedTexts(tree: SyntaxTree, node: NodeId): NodeId[] | undefined {
  const plain = bare(tree, node);
  const mapped =
    kindOf(tree, plain) === "call_expression" && calledName(tree, plain) === "join"
      ? memberOf(tree, calleeOf(tree, plain))?.object
      : undefined;
  const callback =
    mapped !== undefined && kindOf(tree, mapped) === "call_expression" && calledName(tree, mapped) === "map"
      ? argumentsOf(tree, mapped)[0]
      : undefined;
  const body = callback === undefined ? undefined : bare(tree, childByField(tree, callback, "body"));
  if (body !== undefined && piecesOf(tree, body) !== undefined) return [body];
  if (kindOf(tree, plain) !== "ternary_expression") return undefined;
  const texts = descendants(tree, plain, ["template_string", "string"]).filter(
    (text) => (tree.parents[text] as number) === plain,
  );
  return texts.length === 2 ? texts : undefined;
}
