import type { SyntaxTree } from "#analysis/parse/tree.ts";
import { kindOf, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { insertAt } from "#recipes/kit/edit.ts";
import { contextOf } from "#recipes/kit/html-context.ts";
import { holesBehind } from "#recipes/python-syntax/format-constant.ts";
import { type ModuleUse, useMember, useModule } from "#recipes/python-syntax/imports.ts";
import { findMarkup, isRendered, isSafe } from "#recipes/python-syntax/markup.ts";
import { importsModule } from "#recipes/python-syntax/names.ts";
import type { HolePiece } from "#recipes/python-syntax/template.ts";
import { isText } from "#recipes/python-syntax/text-value.ts";

const MARKUP_NAME = /html|markup|rows|items|fragment|snippet|table|list|links|svg|body|page|footer|header|safe/i;

export default defineRecipe({
  id: "python/cwe-79-escape-response",
  title: "Escape values in an HTML answer",
  languages: ["python"],
  cwes: ["CWE-79", "CWE-80", "CWE-116"],
  review: "merge-after-review",
  description:
    "Wraps every value that is written between the tags of a literal HTML text, or into a quoted attribute, or into a text that a function documented to write for a page returns, in `html.escape` or, with Flask, MarkupSafe's `escape`. Declines where the text is no HTML, " +
    "where a value lands in a script, a style, an unquoted attribute or an address, which need other escaping, and where a value may hold markup on purpose.",
  propose({ tree, range }) {
    const template = findMarkup(tree, range);
    if (template !== undefined && isRendered(tree, template.node))
      return decline("the text is rendered as a template, which would still run what the values say", "intent-unknown");
    if (template === undefined) return decline("no HTML text with values in it is at the place", "other-place");
    const holes: HolePiece[] = [];
    let before = "";
    for (const piece of template.pieces) {
      if (piece.kind === "text") before += piece.value;
      else {
        const context = contextOf(before);
        if (context !== undefined) return decline(context);
        before += "x";
        if (piece.numeric || isSafe(tree, piece.node)) continue;
        const built = holesBehind(tree, piece.node);
        if (built !== undefined) {
          const trouble = built.before.map(contextOf).find((one) => one !== undefined);
          if (trouble !== undefined) return decline(trouble);
          holes.push(...built.holes.filter(({ node, numeric }) => !numeric && !isSafe(tree, node)));
          continue;
        }
        if (MARKUP_NAME.test(textOf(tree, piece.node)) && kindOf(tree, piece.node) === "identifier")
          return decline(`\`${textOf(tree, piece.node)}\` may hold markup on purpose`, "intent-unknown");
        if (textOf(tree, piece.node).includes("<"))
          return decline("a value is put together with markup of its own", "not-in-view");
        holes.push(piece);
      }
    }
    if (holes.length === 0) return decline("every value of the text is escaped already", "already-safe");
    const flask = importsModule(tree, "flask") ? (useMember(tree, "markupsafe", "escape") ?? undefined) : undefined;
    const html: ModuleUse | undefined = flask ?? moduleEscape(tree);
    if (html === undefined) return decline("the file uses the names html and escape for something else", "name-taken");
    const edits = holes.flatMap(({ node, literal }) => {
      const bare = flask !== undefined || isText(tree, node);
      // Markup + text escapes the text too, so a sum needs a plain string.
      const opened =
        flask !== undefined && literal === undefined ? `str(${html.name}(` : bare ? `${html.name}(` : `${html.name}(str(`;
      return [
        insertAt(tree.starts[node] as number, opened),
        insertAt(tree.ends[node] as number, opened.split("(").length > 2 ? "))" : ")"),
      ];
    });
    return offer(tree, [
      {
        variant: "escape",
        title: "Escape the values",
        rationale:
          "Characters that open tags, attributes or references are written as references, so a value is shown as text and cannot become markup or script.",
        edits: [...html.edits, ...edits],
        tradeOffs: { behaviour: "Values that hold wanted markup are shown as text." },
      },
    ]);
  },
});

function moduleEscape(tree: SyntaxTree): ModuleUse | undefined {
  const module = useModule(tree, "html");
  return module && { name: `${module.name}.escape`, edits: module.edits };
}
