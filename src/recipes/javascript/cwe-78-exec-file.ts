import { childByField, NONE, type SyntaxTree } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe, type RecipeAnswer, type RecipeOption } from "#ports/recipe.ts";
import { decline } from "#recipes/kit/answer.ts";
import { argumentsOf, bare, calleeOf, propertyOf } from "#recipes/ecmascript-syntax/expressions.ts";
import { type ProcessCall, processCall } from "#recipes/ecmascript-syntax/process-calls.ts";
import { swapPromisified } from "#recipes/ecmascript-syntax/promisified.ts";
import { freshName, usesOf, valueOf } from "#recipes/ecmascript-syntax/scope.ts";
import { commandLine } from "#recipes/ecmascript-syntax/shell-words.ts";
import { swapExport } from "#recipes/ecmascript-syntax/swap-export.ts";
import { isConstant, piecesOf } from "#recipes/ecmascript-syntax/template.ts";
import { indentationAt, quoteStyle, replaceNode, settleEdits, startsLine } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const MODULE = "child_process";
const REPLACEMENTS: Readonly<Record<string, string>> = { exec: "execFile", execSync: "execFileSync" };
function repair(tree: SyntaxTree, call: ProcessCall): RecipeAnswer {
  const [command = NONE, options = NONE] = argumentsOf(tree, call.node);
  if (command === NONE) return decline("the call has no command");
  const { value, binding } = valueOf(tree, bare(tree, command));
  const pieces = piecesOf(tree, value);
  if (pieces === undefined) return decline("the command is not built from literals and values in view", "not-in-view");
  if (isConstant(pieces)) return decline("the command is constant, no value reaches the shell");
  const settings = valueOf(tree, bare(tree, options)).value;
  if (options !== NONE && propertyOf(tree, settings, "shell") !== undefined) return decline("the options choose a shell");
  const quote = quoteStyle(tree);
  const line = commandLine(tree, pieces, quote);
  if (!line.ok) return decline(line.reason);
  const { program, list } = line;
  const to = REPLACEMENTS[call.name] as string;
  const callee = calleeOf(tree, call.node);
  const swap = call.promisified
    ? swapPromisified(tree, callee, MODULE, call.name, to)
    : swapExport(tree, callee, MODULE, call.name, to);
  const edits = (items: readonly string[]): TextEdit[] => {
    const array = `[${items.join(", ")}]`;
    const start = tree.starts[command] as number;
    const separator = startsLine(tree, command) ? `,\n${indentationAt(tree.text, start)}` : ", ";
    const rest = [replaceNode(tree, callee, swap.text), ...swap.edits];
    if (binding === undefined || usesOf(tree, binding).length > 1)
      return [replaceNode(tree, command, program + separator + array), ...rest];
    const name = freshName(tree, ["args", "commandArgs", "argumentList"]);
    const type = childByField(tree, binding.declaration, "type");
    if (type !== NONE) rest.push(replaceNode(tree, type, ": string[]"));
    return [
      replaceNode(tree, binding.identifier, name),
      replaceNode(tree, value, array),
      replaceNode(tree, command, program + separator + name),
      ...rest,
    ];
  };
  const option = (variant: string, title: string, items: readonly string[], security: string): RecipeOption => ({
    variant,
    title,
    rationale: `${to} starts the program without a shell, so a value is always one argument and never a command, whatever characters it holds.`,
    edits: settleEdits(tree, edits(items)),
    tradeOffs: {
      security,
      behaviour:
        "A value with blanks is now one argument instead of several; a missing program is reported as ENOENT instead of exit code 127; values must be strings.",
    },
  });
  const found = [
    option(
      "argument-list",
      `Run the program with ${to} and an argument list`,
      list,
      "A value that begins with `-` is still read as an option by the program.",
    ),
  ];
  if (line.ended !== undefined) {
    found.push(
      option(
        "end-of-options",
        `Run the program with ${to} and end its options with \`--\``,
        line.ended,
        "A value that begins with `-` is taken as a name, not as an option.",
      ),
    );
  }
  return { kind: "options", options: found };
}

export default defineRecipe({
  id: "javascript/cwe-78-exec-file",
  title: "Shell command built from values becomes a program with an argument list",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-78", "CWE-77", "CWE-88"],
  review: "merge-after-cursory-review",
  description:
    "Splits the command of `exec` or `execSync` (promisified too) into words as a shell would and hands them to `execFile` or `execFileSync`, keeping options, callback and import style. Declines when the command needs a shell (pipes, redirects, globs, variables, several commands), when the program itself is chosen at run time or runs what its arguments say, or when a value may hold several words.",
  propose({ tree, range }) {
    const call = nodesNear(tree, range, ["call_expression"])
      .map((node) => processCall(tree, node))
      .find((found) => found !== undefined && found.name in REPLACEMENTS);
    return call === undefined
      ? decline("no call of child_process.exec or execSync at this place", "other-place")
      : repair(tree, call);
  },
});
