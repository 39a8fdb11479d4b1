import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { children, kindOf, textOf } from "#analysis/parse/tree.ts";
import { type SafeRegex, safeRegex } from "#lib/safe-regex.ts";
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
  const expression = /^=~\/(.*)\/([a-z]*)$/s.exec(content);
  if (expression !== null) return { kind: "regex", regex: compiled(expression[1] as string, expression[2] as string) };
  if (content.includes("__assay_")) return { kind: "pieces", parts: textParts(content) };
  return { kind: "exact", text: content };
}

function parts(tree: SyntaxTree, grammar: Grammar, node: NodeId, child: (node: NodeId) => Pattern): StringPart[] {
  const found: StringPart[] = [];
  for (const piece of children(tree, node)) {
    const kind = kindOf(tree, piece);
    if (kind === "interpolation" || kind === "template_substitution")
      found.push({ expression: child(firstNamed(tree, grammar, piece)) });
    else if (kind === "string_content" || kind === "string_fragment") {
      found.push(...textParts(textOf(tree, piece)));
    }
  }
  return found;
}

/** Literal text, metavariables and `...` inside a string's text. */
function textParts(text: string): StringPart[] {
  return text.split(/(\.\.\.|__assay_meta_[A-Z_][A-Z_0-9]*?__)/).flatMap((part): StringPart[] => {
    if (part === "") return [];
    if (part === "...") return [{ rest: true }];
    const hole = metavariableOf(part);
    return [hole === undefined ? { text: part } : { meta: hole.name }];
  });
}

function compiled(source: string, flags: string): SafeRegex {
  const outcome = safeRegex(flags.includes("i") ? `(?i)${source}` : source);
  if (!outcome.ok) throw new PatternError(`regular expression: ${outcome.reason}`);
  return outcome.regex;
}
