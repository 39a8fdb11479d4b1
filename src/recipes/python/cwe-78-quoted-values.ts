import type { SyntaxTree } from "#analysis/parse/tree.ts";
import { enclosing, kindOf, NONE, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { removeRange } from "#recipes/kit/edit.ts";
import { wrapText } from "#recipes/python-syntax/built-text.ts";
import { isCallOf, keywordArgument } from "#recipes/python-syntax/calls.ts";
import { useMember, useModule } from "#recipes/python-syntax/imports.ts";
import { importedNames } from "#recipes/python-syntax/names.ts";
import { templateNear } from "#recipes/python-syntax/template-near.ts";
import type { HolePiece, Piece, Template } from "#recipes/python-syntax/template.ts";

const QUOTE = ["shlex.quote", "pipes.quote"];
const CONSTANT = /^[A-Z][A-Z0-9_]*$/;
const WORDS = /(?:^|[._])(?:cmds?|commands?|args|arguments|options|opts|flags|prefix)$/i;
const LISTS = ["subprocess.run", "subprocess.call", "subprocess.check_call", "subprocess.check_output", "subprocess.Popen"];

/** A text that begins with the name of a program and goes on after it. */
function isCommand(template: Template): boolean {
  const [first] = template.pieces;
  return first?.kind === "text" && /^\s*[\w./-]+\s/.test(first.value) && !first.value.includes("<");
}

/** What the shell has open before a value: a quote, or undefined for none. */
function openQuote(before: string): string | undefined {
  let open: string | undefined;
  for (let at = 0; at < before.length; at++) {
    const sign = before[at] as string;
    if (sign === "\\" && open !== "'") at++;
    else if (open === undefined && (sign === "'" || sign === '"')) open = sign;
    else if (sign === open) open = undefined;
  }
  return open;
}

/** Removes the quotes right around a value; undefined where more than the value stands in them. */
function quotesAround(pieces: readonly Piece[], at: number, quote: string): TextEdit[] | undefined {
  const [before, after] = [pieces[at - 1], pieces[at + 1]];
  if (before?.kind !== "text" || after?.kind !== "text" || !before.value.endsWith(quote) || !after.value.startsWith(quote))
    return undefined;
  const [start, end] = [before.offsets[before.value.length - 1], before.offsets[before.value.length]];
  const [next, last] = [after.offsets[0], after.offsets[1]];
  if (start === undefined || end === undefined || next === undefined || last === undefined) return undefined;
  return [removeRange(start, end), removeRange(next, last)];
}

function shellless(tree: SyntaxTree, template: Template): boolean {
  const call = enclosing(tree, template.node, ["call", "block"]);
  if (call === NONE || kindOf(tree, call) !== "call" || !isCallOf(tree, call, LISTS))
    return (
      enclosing(tree, template.node, ["list", "block"]) !== NONE &&
      kindOf(tree, enclosing(tree, template.node, ["list", "block"])) === "list"
    );
  const shell = keywordArgument(tree, call, "shell");
  return shell === undefined || textOf(tree, shell.value) !== "True";
}

export default defineRecipe({
  id: "python/cwe-78-quoted-values",
  title: "Quote values for the shell",
  languages: ["python"],
  cwes: ["CWE-78", "CWE-77", "CWE-88", "CWE-149"],
  review: "merge-after-review",
  description:
    "Wraps every value in the text of a command in `shlex.quote`, which keeps pipes, redirections and what else the command asks of the shell; quotes that stand around a value go, since it brings its own. Declines where a value names the program or may hold several words on purpose, where more stands in its quotes, in backticks and `$(…)`, and where no shell reads the text.",
  propose({ tree, range }) {
    const template = templateNear(tree, range, isCommand);
    if (template === undefined) return decline("no text of a command with values in it is at the place", "other-place");
    if (shellless(tree, template)) return decline("no shell reads this text", "other-place");
    const edits: TextEdit[] = [];
    const holes: HolePiece[] = [];
    let before = "";
    for (const [at, piece] of template.pieces.entries()) {
      if (piece.kind === "text") before += piece.value;
      else {
        if (/`|\$\(/.test(before)) return decline("the command runs a further command inside");
        const quote = openQuote(before);
        const around = quote === undefined ? [] : quotesAround(template.pieces, at, quote);
        const quoted = kindOf(tree, piece.node) === "call" && isCallOf(tree, piece.node, QUOTE);
        if (around === undefined && !piece.numeric) return decline("more than the value stands in its quotes");
        if (!piece.numeric) edits.push(...(around ?? []));
        if (!piece.numeric && !quoted) holes.push(piece);
        before += "x";
      }
    }
    const several = holes.find(({ node }) => CONSTANT.test(textOf(tree, node)) || WORDS.test(textOf(tree, node)));
    if (several !== undefined)
      return decline(`\`${textOf(tree, several.node)}\` may hold several words on purpose`, "intent-unknown");
    if (holes.length === 0 && edits.length === 0) return decline("every value of the command is quoted", "already-safe");
    const direct = importedNames(tree).some(({ target, topLevel }) => target === "shlex.quote" && topLevel);
    const module = direct ? undefined : useModule(tree, "shlex");
    const use = direct ? useMember(tree, "shlex", "quote") : module && { name: `${module.name}.quote`, edits: module.edits };
    if (use === undefined) return decline("the file uses the name shlex for something else", "name-taken");
    return offer(tree, [
      {
        variant: "quoted",
        title: "Quote the values",
        rationale: "The shell reads each value as one word, whatever signs it holds, and everything else as before.",
        tradeOffs: {
          behaviour: "A value with blanks or signs of the shell is one word instead of several.",
          security: "A value that begins with a dash is still read as an option of the program.",
        },
        edits: [...(holes.length > 0 ? use.edits : []), ...edits, ...holes.flatMap(({ node }) => wrapText(tree, node, use.name))],
      },
    ]);
  },
});
