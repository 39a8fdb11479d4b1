import { descendants, enclosing, type NodeId, NONE, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { endOfOptions, programTrouble, readCommand, type ShellWord } from "#recipes/kit/shell.ts";
import { addedFunction } from "#recipes/c-syntax/added-function.ts";
import { type BuiltText, builtText } from "#recipes/c-syntax/built-text.ts";
import { argumentsOf, calleeName, callsNear } from "#recipes/c-syntax/calls.ts";
import { CLOSE_PROGRAM, OPEN_PROGRAM, RUN_PROGRAM } from "#recipes/c-syntax/programs.ts";
import { resultName } from "#recipes/c-syntax/results.ts";
import { linesBefore, wholeStatement } from "#recipes/c-syntax/statements.ts";
import { withoutBuffer } from "#recipes/c-syntax/buffers.ts";

export default defineRecipe({
  id: "c/cwe-78-argument-list",
  title: "Run a program without a shell",
  languages: ["c"],
  cwes: ["CWE-78"],
  review: "merge-after-review",
  description:
    'Replaces `system` and `popen(…, "r")` of a command that `snprintf` put together by a child process that gets the program and its arguments as a list; `pclose` of the stream becomes the wait for the child. Declines where the command needs a shell (pipes, redirections, several commands), where the program itself is chosen, where a value is only a part of a word, and where the stream leaves the function.',
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["system", "popen"]);
    const [command, mode] = call === undefined ? [] : argumentsOf(tree, call);
    if (call === undefined || command === undefined) return decline("no command is run at the place", "other-place");
    const built = builtText(tree, command);
    if (typeof built === "string") return decline(built, "not-in-view");
    const reading = readCommand(built.pieces.map((piece) => (piece.kind === "text" ? piece.value : undefined)));
    if (!reading.ok) return decline(reading.reason);
    const trouble = programTrouble(reading.words);
    if (trouble !== undefined) return decline(trouble, "intent-unknown");
    if (built.numbers.length > 0 || reading.words.some((word) => word.length > 1))
      return decline("a value is only a part of a word of the command");
    const popen = calleeName(tree, call) === "popen";
    if (popen && (mode === undefined || !/^"re?"$/u.test(textOf(tree, mode)))) return decline("the program is written to");
    const statement = wholeStatement(tree, call);
    if (statement === NONE) return decline("no line can be put before the call");
    const list = `char *const arguments[] = {${wordsOf(tree, built, reading.words).join(", ")}, NULL};`;
    if (/\b(?:arguments|child)\b/u.test(textOf(tree, enclosing(tree, call, ["function_definition"]))))
      return decline("the function uses a name that the repair needs", "name-taken");
    const run = popen ? opened(tree, call) : ran(tree, call);
    if (typeof run === "string") return decline(run);
    return offer(tree, [
      {
        variant: "argument-list",
        title: "Give the program its arguments as a list",
        rationale: "No shell reads the values, so each stays one argument, whatever characters it has.",
        tradeOffs: {
          behaviour:
            "A value with blanks, wildcards or variables is one argument as it is; a shell would have split or filled it.",
        },
        edits: [
          ...run,
          linesBefore(tree, statement, popen ? [list, "pid_t child = -1;"] : [list]),
          ...withoutBuffer(tree, built),
        ],
      },
    ]);
  },
});

function wordsOf(tree: SyntaxTree, { pieces }: BuiltText, words: readonly ShellWord[]): string[] {
  const texts = words.map(([part]) => {
    const piece = typeof part === "number" ? pieces[part] : undefined;
    if (piece?.kind === "filled") return `(char *)${textOf(tree, piece.argument)}`;
    return JSON.stringify(part ?? "");
  });
  const end = endOfOptions(words);
  return end === undefined ? texts : texts.toSpliced(end, 0, '"--"');
}

function ran(tree: SyntaxTree, call: NodeId): TextEdit[] | string {
  const added = addedFunction(tree, call, RUN_PROGRAM);
  return added === undefined
    ? "the file uses a name that the repair needs"
    : [...added, replaceNode(tree, call, "run_program(arguments)")];
}

/** The stream must be closed in the same function, by its own name. */
function opened(tree: SyntaxTree, call: NodeId): TextEdit[] | string {
  const stream = resultName(tree, call);
  const definition = enclosing(tree, call, ["function_definition"]);
  const closes = descendants(tree, definition, ["call_expression"]).filter(
    (one) => calleeName(tree, one) === "pclose" && argumentsOf(tree, one).every((argument) => textOf(tree, argument) === stream),
  );
  const block = enclosing(tree, call, ["compound_statement"]);
  if (!/^\w+$/u.test(stream) || closes.length === 0) return "the stream is not closed by its name in the function";
  if (closes.some((one) => one < block || one >= (tree.after[block] as number)))
    return "the stream is closed outside of the block that opens it";
  const returned = descendants(tree, definition, ["return_statement"]).some((one) =>
    new RegExp(`^return\\s+${stream}\\s*;`, "u").test(textOf(tree, one)),
  );
  if (returned) return "the stream leaves the function";
  const [open, close] = [addedFunction(tree, call, OPEN_PROGRAM), addedFunction(tree, call, CLOSE_PROGRAM)];
  if (open === undefined || close === undefined) return "the file uses a name that the repair needs";
  return [
    ...open,
    ...close,
    replaceNode(tree, call, "open_program(arguments, &child)"),
    ...closes.map((one) => replaceNode(tree, one, `close_program(${stream}, child)`)),
  ];
}
