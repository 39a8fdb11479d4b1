import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { kindOf, NONE, parentOf, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { insertAt } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { isCallOf, methodName } from "#recipes/python-syntax/calls.ts";
import { type ModuleUse, useMember, useModule } from "#recipes/python-syntax/imports.ts";
import { importsModule } from "#recipes/python-syntax/names.ts";
import { localValue } from "#recipes/python-syntax/scope.ts";
import { type HolePiece, type Template, templateOf } from "#recipes/python-syntax/template.ts";
import { isText } from "#recipes/python-syntax/text-value.ts";

const SAFE = [
  "html.escape",
  "markupsafe.escape",
  "flask.escape",
  "cgi.escape",
  "urllib.parse.quote",
  "urllib.parse.quote_plus",
  "int",
  "float",
  "len",
  "round",
  "json.dumps",
];
const MARKUP_NAME = /html|markup|rows|items|fragment|snippet|table|list|links|svg|body|page|footer|header|safe/i;

export default defineRecipe({
  id: "python/cwe-79-escape-response",
  title: "Escape values in an HTML answer",
  languages: ["python"],
  cwes: ["CWE-79", "CWE-80", "CWE-116"],
  review: "merge-after-review",
  description:
    "Wraps every value that is written between the tags of a literal HTML text, or into a quoted attribute, in `html.escape` or, with Flask, MarkupSafe's `escape`. Declines where the text is no HTML, " +
    "where a value lands in a script, a style, an unquoted attribute or an address, which need other escaping, and where a value may hold markup on purpose.",
  propose({ tree, range }) {
    const template = findMarkup(tree, range);
    if (template === undefined) return decline("no HTML text with values in it is at the place");
    const holes: HolePiece[] = [];
    let before = "";
    for (const piece of template.pieces) {
      if (piece.kind === "text") before += piece.value;
      else {
        const context = contextOf(before);
        if (context !== undefined) return decline(context);
        before += "x";
        if (piece.numeric || isSafe(tree, piece.node)) continue;
        if (MARKUP_NAME.test(textOf(tree, piece.node)) && kindOf(tree, piece.node) === "identifier")
          return decline(`\`${textOf(tree, piece.node)}\` may hold markup on purpose`);
        holes.push(piece);
      }
    }
    if (holes.length === 0) return decline("every value of the text is escaped already");
    const flask = importsModule(tree, "flask") ? (useMember(tree, "markupsafe", "escape") ?? undefined) : undefined;
    const html: ModuleUse | undefined = flask ?? moduleEscape(tree);
    if (html === undefined) return decline("the file uses the names html and escape for something else");
    const edits = holes.flatMap(({ node }) => {
      const bare = flask !== undefined || isText(tree, node);
      return [
        insertAt(tree.starts[node] as number, bare ? `${html.name}(` : `${html.name}(str(`),
        insertAt(tree.ends[node] as number, bare ? ")" : "))"),
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

/** The outermost template with a tag at the range, or in the variable that the range's call or return passes on. */
function findMarkup(tree: SyntaxTree, range: { readonly start: number; readonly end: number }): Template | undefined {
  for (const near of nodesNear(tree, range, ["string", "concatenated_string", "binary_operator", "call", "identifier"])) {
    let node = near;
    for (
      let outer = near;
      outer !== NONE && !["argument_list", "block", "module"].includes(kindOf(tree, outer));
      outer = parentOf(tree, outer)
    ) {
      if (["string", "concatenated_string", "binary_operator", "parenthesized_expression"].includes(kindOf(tree, outer)))
        node = outer;
    }
    const value = kindOf(tree, node) === "identifier" ? (localValue(tree, node)?.value ?? NONE) : node;
    const template = value === NONE ? undefined : templateOf(tree, value);
    const tagged = template?.pieces.some((piece) => piece.kind === "text" && /<\/?[a-zA-Z][^<]*/.test(piece.value)) === true;
    if (tagged && template.pieces.some((piece) => piece.kind === "hole")) return template;
  }
  return undefined;
}

function isSafe(tree: SyntaxTree, node: NodeId): boolean {
  if (["integer", "float"].includes(kindOf(tree, node))) return true;
  if (kindOf(tree, node) !== "call") return false;
  return isCallOf(tree, node, SAFE) || methodName(tree, node) === "escape";
}

/** Why a value after this text needs other escaping than HTML's; undefined between tags and in quoted attributes. */
function contextOf(before: string): string | undefined {
  const open = before.lastIndexOf("<");
  if (/<(script|style)\b(?![^]*<\/(script|style))/i.test(before)) return "a value lands in a script or a style";
  if (open <= before.lastIndexOf(">")) return undefined;
  const attribute = /([\w-]+)\s*=\s*(["'])[^"']*$/.exec(before.slice(open));
  if (attribute === null) return "a value lands in a tag outside of a quoted attribute";
  return /^(on\w+|style|href|src|action|formaction|srcdoc|data)$/i.test(attribute[1] as string)
    ? "a value lands in an address, a script or a style"
    : undefined;
}
