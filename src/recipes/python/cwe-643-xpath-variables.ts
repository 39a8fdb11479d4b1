import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { kindOf, NONE, parentOf, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { builtText, openHoles } from "#recipes/python-syntax/built-text.ts";
import { appendArgument, callArguments, methodName, unwrap } from "#recipes/python-syntax/calls.ts";
import { localValue } from "#recipes/python-syntax/scope.ts";
import type { HolePiece, Template, TextPiece } from "#recipes/python-syntax/template.ts";

export default defineRecipe({
  id: "python/cwe-643-xpath-variables",
  title: "Pass values to XPath as variables",
  languages: ["python"],
  cwes: ["CWE-643", "CWE-91"],
  review: "merge-after-cursory-review",
  description:
    "Turns an XPath expression of lxml that is put together from text and quoted values, in the call of `xpath` or in a variable set once before it, into fixed text with `$name` and passes the values " +
    "by name. Declines where a value stands for a name or a condition, or shares its quotes with text, and where the expression is used elsewhere too.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call"])) {
      const all = callArguments(tree, call) ?? [];
      const expression = all[0];
      if (methodName(tree, call) !== "xpath" || expression === undefined || expression.name !== undefined) continue;
      const written = unwrap(tree, expression.value);
      const local = kindOf(tree, written) === "identifier" ? localValue(tree, written) : undefined;
      if (local !== undefined && local.reads.length > 1) return decline("the expression is used in several places");
      const template = builtText(tree, expression.value);
      if (template === undefined || openHoles(tree, template, []).length === 0)
        return decline("no text value is part of the expression", "already-safe");
      const taken = new Set(all.map(({ name }) => name));
      const plan = variables(tree, template, taken);
      if (typeof plan === "string") return decline(plan);
      return offer(tree, [
        {
          variant: "variables",
          title: "Give the values as variables",
          rationale: "The expression is fixed text, and a variable is compared as a value whatever quotes or brackets it holds.",
          edits: [...plan.edits, ...template.plain, ...template.percents, appendArgument(tree, call, plan.passed.join(", "))],
        },
      ]);
    }
    return decline("no XPath expression put together from values is at the place", "other-place");
  },
});

/** Edits that put `$name` where the quoted values stood, or why that cannot be done. */
function variables(
  tree: SyntaxTree,
  { pieces }: Template,
  taken: Set<string | undefined>,
): { edits: TextEdit[]; passed: string[] } | string {
  const edits: TextEdit[] = [];
  const passed: string[] = [];
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind === "text") continue;
    const [left, right] = [pieces[index - 1], pieces[index + 1]];
    const opens = left?.kind === "text" ? /(["'])$/.exec(left.value)?.[1] : undefined;
    if (left?.kind !== "text" || right?.kind !== "text" || opens === undefined || !right.value.startsWith(opens))
      return `\`${textOf(tree, piece.node)}\` is no quoted value of its own`;
    const name = nameFor(tree, piece.node, taken);
    taken.add(name);
    passed.push(`${name}=${textOf(tree, piece.node)}`);
    edits.push(...replacement(tree, left, piece, right, `$${name}`));
  }
  return { edits, passed };
}

/** In one literal the quotes and the place become the variable; a sum gives up its operands, leaving the literals side by side with `+`. */
function replacement(tree: SyntaxTree, left: TextPiece, hole: HolePiece, right: TextPiece, variable: string): TextEdit[] {
  const from = left.offsets[left.value.length - 1] as number;
  const to = right.offsets[1] as number;
  if (hole.literal !== undefined) return [{ start: from, end: to, text: variable }];
  const sum = parentOf(tree, hole.node);
  const leftEnd = tree.ends[left.literal] as number;
  const quotes = [tree.text[leftEnd - 1], tree.text[(tree.ends[right.literal] as number) - 1]];
  const plainJoin = sum !== NONE && quotes[0] === quotes[1] && tree.text[tree.starts[right.literal] as number] === quotes[1];
  return plainJoin
    ? [{ start: from, end: to, text: variable }]
    : [
        { start: from, end: leftEnd - 1, text: variable },
        { start: leftEnd, end: tree.starts[right.literal] as number, text: " + " },
        { start: right.offsets[0] as number, end: to, text: "" },
      ];
}

function nameFor(tree: SyntaxTree, node: NodeId, taken: ReadonlySet<string | undefined>): string {
  const words = textOf(tree, node).match(/[a-zA-Z_]\w*/g) ?? [];
  const base = (words.at(-1) ?? "value").toLowerCase();
  const known = /^(and|or|not|in|is|if|else|for|namespaces|extensions|smart_strings|str|get|strip|lower)$/.test(base)
    ? "value"
    : base;
  let name = known;
  for (let count = 2; taken.has(name); count++) name = `${known}${count}`;
  return name;
}
