import { childByField, kindOf, NONE, type NodeId, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, bare, calleeOf, memberOf, quoted } from "#recipes/ecmascript-syntax/expressions.ts";
import { withVariables } from "#recipes/ecmascript-syntax/template-variables.ts";
import { expressionText, isConstant, type Piece, piecesOf } from "#recipes/ecmascript-syntax/template.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { quoteStyle, replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

/** How an engine, by the name of its module, writes an escaped value. */
const ENGINES: ReadonlyMap<string, (name: string) => string> = new Map([
  ["ejs", (name: string) => `<%= ${name} %>`],
  ["_", (name: string) => `<%- ${name} %>`],
  ["lodash", (name: string) => `<%- ${name} %>`],
  ["handlebars", (name: string) => `{{${name}}}`],
  ["mustache", (name: string) => `{{${name}}}`],
  ["hogan", (name: string) => `{{${name}}}`],
  ["nunjucks", (name: string) => `{{ ${name} }}`],
  ["pug", (name: string) => `#{${name}}`],
]);
const RESERVED =
  /^(?:class|default|delete|new|in|this|function|return|typeof|void|with|case|export|import|null|true|false|if|for|do|else)$/;
const OPEN = /(?:<%|\{\{|\{%|#\{)(?![^]*(?:%>|\}))[^]*$/;

/** The call that is given the values: the rendering call itself, or that of the function which compiling gives. */
function rendering(
  tree: SyntaxTree,
  call: NodeId,
  method: string,
): { readonly call: NodeId; readonly argument: number } | undefined {
  if (/^render(?:String)?$/.test(method)) return { call, argument: 1 };
  if (!/^(?:compile|template)$/.test(method)) return undefined;
  const outer = parentOf(tree, call);
  const called = outer !== NONE && kindOf(tree, outer) === "call_expression" && childByField(tree, outer, "function") === call;
  return called ? { call: outer, argument: 0 } : undefined;
}

/** Names for the values of a text, one for each expression; undefined where an expression is used under two of them. */
function namesOf(tree: SyntaxTree, pieces: readonly Piece[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const piece of pieces) {
    if (piece.kind === "literal") continue;
    const text = expressionText(tree, piece.node);
    if (names.has(text)) continue;
    const word = /([A-Za-z_]\w*)$/.exec(textOf(tree, bare(tree, piece.node)))?.[1] ?? "value";
    const last = RESERVED.test(word) ? "value" : word;
    const taken = new Set(names.values());
    let name = last;
    for (let count = 2; taken.has(name); count++) name = `${last}${count}`;
    names.set(text, name);
  }
  return names;
}

export default defineRecipe({
  id: "javascript/cwe-1336-template-variables",
  title: "Template gets values as variables",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-1336", "CWE-94", "CWE-79"],
  review: "merge-after-cursory-review",
  description:
    "Turns the text of a template that is put together in the call (EJS, lodash, Handlebars, Mustache, Nunjucks, Pug) into fixed text with the engine's own escaped place-holders, and hands the values over in the object of variables. Declines where the whole template comes from elsewhere, where a value stands inside a tag of the template, and where the variables are no object in view.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call_expression"])) {
      const member = memberOf(tree, calleeOf(tree, call));
      const write = member === undefined ? undefined : ENGINES.get(textOf(tree, member.object).toLowerCase());
      const given = member === undefined ? undefined : rendering(tree, call, member.property);
      const text = argumentsOf(tree, call)[0];
      if (write === undefined || given === undefined || text === undefined) continue;
      const pieces = piecesOf(tree, text);
      if (pieces === undefined) return decline("the whole template comes from elsewhere", "not-in-view");
      if (isConstant(pieces)) return decline("the template is fixed text", "already-safe");
      let before = "";
      for (const piece of pieces) {
        if (piece.kind === "literal") before += piece.text;
        else if (OPEN.test(before)) return decline("a value stands inside a tag of the template");
      }
      const names = namesOf(tree, pieces);
      const variables = argumentsOf(tree, given.call)[given.argument];
      const entries = [...names].map(([value, name]) => (value === name ? name : `${name}: ${value}`)).join(", ");
      const passed = withVariables(tree, given.call, variables, text, given.argument, entries);
      if (passed === undefined) return decline("the variables are no object in view", "not-in-view");
      const holder = (piece: Piece): string =>
        piece.kind === "literal" ? piece.text : write(names.get(expressionText(tree, piece.node)) ?? "");
      const fixed =
        kindOf(tree, bare(tree, text)) === "template_string"
          ? pieces.flatMap((piece): TextEdit[] =>
              piece.kind === "literal" ? [] : [{ start: piece.start, end: piece.end, text: holder(piece) }],
            )
          : [replaceNode(tree, text, quoted(pieces.map(holder).join(""), quoteStyle(tree)))];
      return offer(tree, [
        {
          variant: "variables",
          title: "Pass the values as variables of the template",
          rationale: "The template is fixed text, so no value is read as code of it, and each is escaped where it is printed.",
          tradeOffs: { behaviour: "Markup and tags of the template in the values are shown as text." },
          edits: [...fixed, passed],
        },
      ]);
    }
    return decline("no template is rendered from a text at the place", "other-place");
  },
});
