import { kindOf, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { type Draft, decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { callArguments, callsNear, isCallOf, keywordArgument, removeArgument, unwrap } from "#recipes/python-syntax/calls.ts";
import { commandLine } from "#recipes/python-syntax/command-line.ts";
import { subprocessCall } from "#recipes/python-syntax/process-call.ts";
import { localValue, reboundBetween } from "#recipes/python-syntax/scope.ts";
import { templateOf } from "#recipes/python-syntax/template.ts";

const SHELL_TRUE = ["run", "call", "check_call", "check_output", "Popen"].map((name) => `subprocess.${name}`);
const ALWAYS_SHELL = ["os.system", "os.popen", "subprocess.getoutput", "asyncio.create_subprocess_shell"];

export default defineRecipe({
  id: "python/cwe-78-argument-list",
  title: "Run the program without a shell",
  languages: ["python"],
  cwes: ["CWE-78", "CWE-88"],
  review: "merge-after-review",
  description:
    "Turns commands for a shell (`shell=True`, `os.system`, `os.popen`, `getoutput`, `create_subprocess_shell`) into argument lists, splitting the fixed text as a shell would " +
    "and passing every value as one argument. Declines where the command asks more of the shell than that (pipes, redirections, wildcards, variables, several commands), " +
    'where it comes from elsewhere as text, and where a value may hold several words. A command that a variable names, with nothing but `" ".join(arguments)` behind it, is split into words with `shlex.split`.',
  propose({ tree, range }) {
    const call = callsNear(tree, range, [...SHELL_TRUE, ...ALWAYS_SHELL])[0];
    if (call === undefined) return decline("no call that starts a shell is at the place", "other-place");
    const all = callArguments(tree, call) ?? [];
    const command = all.find((argument) => argument.name === undefined || ["args", "command", "cmd"].includes(argument.name));
    if (command === undefined || all.some((argument) => argument.splat || argument.name === "executable"))
      return decline("the arguments of the call do not say what runs", "not-in-view");
    const shell = keywordArgument(tree, call, "shell");
    if (isCallOf(tree, call, SHELL_TRUE) && (shell === undefined || textOf(tree, shell.value) !== "True"))
      return decline("the call starts no shell", "already-safe");
    if (shell !== undefined && kindOf(tree, command.value) === "list")
      return offer(tree, [{ ...option(), edits: [removeArgument(tree, call, shell)] }]);

    const value = unwrap(tree, command.value);
    const local = kindOf(tree, value) === "identifier" ? localValue(tree, value) : undefined;
    const built = local?.value ?? value;
    const template = templateOf(tree, built);
    if (template === undefined) return decline("the command is not built from literal text and values here", "not-in-view");
    if (local !== undefined && local.reads.length > 1) return decline("the command's variable is used for more than this call");
    const changed = template.pieces.some(
      (piece) =>
        piece.kind === "hole" && reboundBetween(tree, piece.node, tree.ends[built] as number, tree.starts[call] as number),
    );
    if (local !== undefined && changed) return decline("a value of the command changes between its building and its run");
    const line = commandLine(tree, template);
    if (!line.ok) return decline(line.reason);

    const spread = isCallOf(tree, call, ["asyncio.create_subprocess_shell"]);
    if (spread && local !== undefined) return decline("the command's variable would have to become several arguments");
    const around = shell === undefined ? subprocessCall(tree, call) : [removeArgument(tree, call, shell)];
    if (typeof around === "string") return decline(around);
    const edits = (list: readonly string[]): TextEdit[] => [
      ...around,
      ...line.edits,
      replaceNode(tree, built, spread ? list.join(", ") : `[${list.join(", ")}]`),
    ];
    const ended: Draft | undefined = line.ended && {
      ...option(),
      variant: "end-of-options",
      title: "Run it from an argument list and end the options",
      edits: edits(line.ended),
      tradeOffs: {
        ...option().tradeOffs,
        security: "`--` keeps values that begin with a dash from being read as options of the program.",
      },
    };
    return offer(tree, [{ ...option(), edits: edits(line.list) }, ended]);
  },
});

function option(): Omit<Draft, "edits"> {
  return {
    variant: "argument-list",
    title: "Run it from an argument list",
    rationale: "No shell reads the command, and every value reaches the program as one argument, whatever characters it holds.",
    tradeOffs: { behaviour: "A program that does not exist raises FileNotFoundError instead of giving a status." },
  };
}
