import { kindOf, namedChildren, type NodeId, NONE, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, importEdit, isTaken, literalAt, methodName, operandsOf } from "#recipes/java-syntax/calls.ts";
import { declarationOf, typeOfValue, valueOfVariable } from "#recipes/java-syntax/types.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { insertAfter, insertBefore } from "#recipes/kit/edit.ts";
import { contextOf } from "#recipes/kit/html-context.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const WRITES = ["print", "println", "write", "append", "ok", "body"];
/** What escapes, where the file or the project has the library, most fitting first. */
const ESCAPES = [
  { owner: "org.springframework.web.util.HtmlUtils", call: "HtmlUtils.htmlEscape", file: /\bimport org\.springframework\./u },
  {
    owner: "org.owasp.encoder.Encode",
    call: "Encode.forHtml",
    file: /\bimport org\.owasp\.encoder\./u,
    name: "org.owasp.encoder:encoder",
  },
  {
    owner: "org.apache.commons.text.StringEscapeUtils",
    call: "StringEscapeUtils.escapeHtml4",
    file: /\bimport org\.apache\.commons\.text\./u,
    name: "org.apache.commons:commons-text",
  },
] as const;
/** Calls whose result is escaped already, or has no signs that need it. */
const SAFE =
  /(?:htmlEscape\w*|escapeHtml\w*|forHtml\w*|encodeForHTML\w*|URLEncoder\.encode|clean|sanitize|size|length|getId|ordinal|hashCode)\([\s\S]*\)$/u;

export default defineRecipe({
  id: "java/cwe-79-escaped-values",
  title: "Escape the values of a page",
  languages: ["java"],
  cwes: ["CWE-79", "CWE-80", "CWE-116"],
  review: "merge-after-review",
  description:
    "Wraps every text that `+` puts between the tags of a literal HTML text, or into a quoted attribute, in `HtmlUtils.htmlEscape`, `Encode.forHtml` or `StringEscapeUtils.escapeHtml4`, whichever library the file imports or the project declares. Declines where a value lands in a script, a style, an unquoted attribute or is a whole address, where none of the libraries is there, and where a value may hold markup on purpose.",
  propose({ tree, range, packages }) {
    const pages = nodesNear(tree, range, ["method_invocation", "return_statement", "object_creation_expression"]).flatMap(
      (node) => pageAt(tree, node) ?? [],
    );
    const [page] = pages;
    if (page === undefined) return decline("no text of a page is put together at the place", "other-place");
    const escape = ESCAPES.find(({ file, ...one }) => file.test(tree.text) || ("name" in one && packages.has(one.name)));
    if (escape === undefined)
      return decline("neither the file nor the project has a library that escapes HTML", "library-unknown");
    if (isTaken(tree, escape.owner)) return decline(`another class has the name that \`${escape.call}\` needs`, "name-taken");
    const edits = escaped(tree, page, escape.call);
    if (typeof edits === "string") return decline(edits, "too-involved");
    if (edits.length === 0) return decline("every value of the text is escaped or harmless already", "already-safe");
    const header = importEdit(tree, escape.owner);
    return offer(tree, [
      {
        variant: "escaped",
        title: "Escape the values",
        rationale: "Escaped, a value can only add text to the page: no tag, attribute or script.",
        tradeOffs: { behaviour: "Values that hold wanted markup are shown as text." },
        edits: [...(header === undefined ? [] : [header]), ...edits],
      },
    ]);
  },
});

/** The operands of the HTML text that a node writes or returns; undefined where there is none. */
function pageAt(tree: SyntaxTree, node: NodeId): readonly NodeId[][] | undefined {
  const call = kindOf(tree, node) === "method_invocation";
  if (call && !WRITES.includes(methodName(tree, node))) return undefined;
  const [given = NONE] = kindOf(tree, node) === "return_statement" ? namedChildren(tree, node) : argumentsOf(tree, node);
  if (given === NONE) return undefined;
  const value = valueOfVariable(tree, given);
  const operands = operandsOf(tree, value === NONE ? given : value);
  return operands.length > 1 && operands.some((one) => /<[a-z!/]/iu.test(literalAt(tree, one) ?? "")) ? [operands] : undefined;
}

/** Edits that escape what may be a text, or why that is not enough. */
function escaped(tree: SyntaxTree, operands: readonly NodeId[], call: string): TextEdit[] | string {
  const edits: TextEdit[] = [];
  let before = "";
  for (const operand of operands) {
    const literal = literalAt(tree, operand);
    const trouble = contextOf(before);
    before += literal === undefined ? "x" : literal.replaceAll('\\"', '"').replaceAll("\\n", "\n");
    const text = textOf(tree, operand);
    const type = typeOfValue(tree, operand);
    if (
      literal !== undefined ||
      SAFE.test(text) ||
      /^(?:int|long|short|byte|double|float|boolean|Integer|Long|UUID)$/u.test(type)
    )
      continue;
    if (trouble !== undefined) return trouble;
    if (/html|markup|svg/iu.test(text)) return `\`${text}\` may hold markup on purpose`;
    const plain = type === "String" && (!call.startsWith("HtmlUtils.") || isThere(tree, operand));
    edits.push(
      insertBefore(tree, operand, call + (plain ? "(" : "(String.valueOf(")),
      insertAfter(tree, operand, plain ? ")" : "))"),
    );
  }
  return edits;
}

/** Whether a text cannot be null, which Spring refuses to escape. */
function isThere(tree: SyntaxTree, node: NodeId): boolean {
  if (kindOf(tree, node) === "method_invocation")
    return /^(?:trim|strip|to\w+Case|substring|toString)$/u.test(methodName(tree, node));
  const declared = declarationOf(tree, node);
  const text = declared === undefined ? "" : textOf(tree, declared.declaration);
  return /@(?:RequestParam|PathVariable)\b/u.test(text) && !text.includes("required");
}
