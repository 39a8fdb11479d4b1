import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { enclosing, kindOf, NONE, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { insertAt } from "#recipes/kit/edit.ts";
import { calleeOf, isCallOf } from "#recipes/python-syntax/calls.ts";
import { useMember } from "#recipes/python-syntax/imports.ts";
import { isText } from "#recipes/python-syntax/text-value.ts";
import { templateNear } from "#recipes/python-syntax/template-near.ts";
import type { HolePiece, Template } from "#recipes/python-syntax/template.ts";

const READERS = /(?:^|\.)(?:fromstring|XML|parseString|parse)$/;
const ESCAPED = ["xml.sax.saxutils.escape", "xml.sax.saxutils.quoteattr", "html.escape", "markupsafe.escape"];

function isXml(tree: SyntaxTree, template: Template): boolean {
  const [first] = template.pieces;
  if (first?.kind !== "text" || !first.value.trimStart().startsWith("<")) return false;
  if (first.value.includes("<?xml")) return true;
  const call = enclosing(tree, template.node, ["call", "block"]);
  return call !== NONE && kindOf(tree, call) === "call" && READERS.test(textOf(tree, calleeOf(tree, call)));
}

/** How a value is escaped after the text before it: undefined where no escaping makes it safe. */
function contextOf(before: string): "content" | "attribute" | undefined {
  const open = before.lastIndexOf("<");
  if (open <= before.lastIndexOf(">")) return /<!\[CDATA\[(?![^]*\]\]>)|<!--(?![^]*-->)/.test(before) ? undefined : "content";
  return /=\s*"[^"]*$/.test(before.slice(open)) ? "attribute" : undefined;
}

export default defineRecipe({
  id: "python/cwe-91-escaped-xml",
  title: "Escape values in an XML text",
  languages: ["python"],
  cwes: ["CWE-91", "CWE-116"],
  review: "merge-after-review",
  description:
    "Wraps every value that is written into literal XML (with an XML declaration, or given to a parser) in `xml.sax.saxutils.escape`, in attributes with the quote as well. Declines where a value is the name of an element, stands in a comment, a CDATA section or outside of quotes.",
  propose({ tree, range }) {
    const template = templateNear(tree, range, (one) => isXml(tree, one));
    if (template === undefined) return decline("no XML text with values in it is at the place", "other-place");
    const holes: { readonly hole: HolePiece; readonly context: "content" | "attribute" }[] = [];
    let before = "";
    for (const piece of template.pieces) {
      if (piece.kind === "text") before += piece.value;
      else {
        const context = contextOf(before);
        if (context === undefined)
          return decline("a value stands where escaping does not help: a name, a comment or outside of quotes");
        before += "x";
        const done = piece.numeric || (kindOf(tree, piece.node) === "call" && isCallOf(tree, piece.node, ESCAPED));
        if (!done) holes.push({ hole: piece, context });
      }
    }
    if (holes.length === 0) return decline("every value of the text is escaped already", "already-safe");
    const escape = useMember(tree, "xml.sax.saxutils", "escape");
    if (escape === undefined) return decline("the file uses the name escape for something else", "name-taken");
    const wrapped = (node: NodeId, context: string): ReturnType<typeof insertAt>[] => {
      const text = isText(tree, node);
      const close = `${text ? "" : ")"}${context === "attribute" ? `, {'"': '&quot;'}` : ""})`;
      return [
        insertAt(tree.starts[node] as number, `${escape.name}(${text ? "" : "str("}`),
        insertAt(tree.ends[node] as number, close),
      ];
    };
    if (
      holes.some(
        ({ hole, context }) =>
          context === "attribute" && hole.literal !== undefined && /^[a-z]*f/i.test(textOf(tree, hole.literal)),
      )
    )
      return decline("a value of an attribute stands in an f-string, where its escaping needs quotes of both kinds");
    return offer(tree, [
      {
        variant: "escape",
        title: "Escape the values",
        rationale: "Signs that open elements, attributes or references are written as references, so a value stays a value.",
        tradeOffs: { behaviour: "Values that hold wanted markup are read as text." },
        edits: [...escape.edits, ...holes.flatMap(({ hole, context }) => wrapped(hole.node, context))],
      },
    ]);
  },
});
