import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { children, kindOf, textOf } from "#analysis/parse/tree.ts";
import { firstNamed, type Grammar } from "./grammar.ts";
import { type Pattern, PatternError, type StringContent, type StringPart } from "./pattern.ts";
import { metavariableOf } from "./pattern-text.ts";
import { rawContent } from "./string-value.ts";

/** What a string literal of a pattern stands for. */
export function stringPattern(tree: SyntaxTree, grammar: Grammar, node: NodeId, child: (node: NodeId) => Pattern): StringContent {
  const content = rawContent(tree, node);
  const text = textOf(tree, node);
  const formatted = /^[a-zA-Z]*[fF][a-zA-Z]*["']/.test(text) || text.startsWith("`");
  if (content === undefined || (formatted && content === "...")) {
    if (kindOf(tree, node) === "concatenated_string")
      throw new PatternError("joined format strings are not supported in a pattern");
    return { kind: "template", parts: parts(tree, grammar, node, child) };
  }
  if (content === "...") return { kind: "any" };
  const hole = metavariableOf(content);
  if (hole !== undefined) return { kind: "meta", name: hole.name };
  if (content.includes("__assay_")) throw new PatternError("a metavariable inside a longer string is not supported");
  if (content.startsWith("=~/")) throw new PatternError('"=~/…/" strings are not supported; use metavariable-regex');
  return { kind: "exact", text: content };
}

function parts(tree: SyntaxTree, grammar: Grammar, node: NodeId, child: (node: NodeId) => Pattern): StringPart[] {
  const found: StringPart[] = [];
  for (const piece of children(tree, node)) {
    const kind = kindOf(tree, piece);
    if (kind === "interpolation" || kind === "template_substitution")
      found.push({ expression: child(firstNamed(tree, grammar, piece)) });
    else if (kind === "string_content" || kind === "string_fragment") {
      for (const text of textOf(tree, piece).split(/(\.\.\.)/))
        if (text !== "") found.push(text === "..." ? { rest: true } : { text });
    }
  }
  return found;
}
