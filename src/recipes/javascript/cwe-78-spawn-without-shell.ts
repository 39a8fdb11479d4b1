import { kindOf, NONE, type NodeId, type SyntaxTree } from "#analysis/parse/tree.ts";
import { defineRecipe, type RecipeAnswer } from "#ports/recipe.ts";
import { decline } from "#recipes/kit/answer.ts";
import { argumentsOf, bare, propertyOf, stringValue } from "#recipes/ecmascript-syntax/expressions.ts";
import { type ProcessCall, processCall } from "#recipes/ecmascript-syntax/process-calls.ts";
import { removeEntry } from "#recipes/ecmascript-syntax/removal.ts";
import { usesOf, valueOf } from "#recipes/ecmascript-syntax/scope.ts";
import { commandLine } from "#recipes/ecmascript-syntax/shell-words.ts";
import { isConstant, piecesOf } from "#recipes/ecmascript-syntax/template.ts";
import { quoteStyle, replaceNode, settleEdits } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const NAMES = new Set(["spawn", "spawnSync", "execFile", "execFileSync"]);

/** The options of the call that turn its shell on, and the pair that does. */
function shellOption(tree: SyntaxTree, { node }: ProcessCall): { pair: NodeId; shared: boolean } | undefined {
  for (const argument of argumentsOf(tree, node).slice(1)) {
    const { value, binding } = valueOf(tree, bare(tree, argument));
    const shell = propertyOf(tree, bare(tree, value), "shell");
    if (shell !== undefined && kindOf(tree, shell.value) !== "false")
      return { pair: shell.pair, shared: binding !== undefined && usesOf(tree, binding).length > 1 };
  }
  return undefined;
}

function repair(tree: SyntaxTree, call: ProcessCall): RecipeAnswer {
  const shell = shellOption(tree, call);
  if (shell === undefined) return decline("the call starts no shell", "already-safe");
  if (shell.shared) return decline("the options serve other calls too");
  const [command = NONE, list = NONE] = argumentsOf(tree, call.node);
  const given = list === NONE ? undefined : bare(tree, valueOf(tree, bare(tree, list)).value);
  const hasList = given !== undefined && kindOf(tree, given) !== "object";
  const pieces = piecesOf(tree, valueOf(tree, bare(tree, command)).value);
  if (pieces === undefined) return decline("the command is not built from literals and values in view", "not-in-view");
  const line = commandLine(tree, pieces, quoteStyle(tree));
  if (!line.ok) return decline(line.reason);
  if (hasList && line.list.length > 0) return decline("the command holds arguments besides the list");
  if (!hasList && isConstant(pieces)) return decline("the command is constant, no value reaches the shell");
  if (hasList && kindOf(tree, given) === "array") {
    for (let item = given + 1; item < (tree.after[given] as number); item = tree.after[item] as number) {
      if (/[|&;<>*$`"'~]/.test(stringValue(tree, item) ?? "")) return decline("an argument is written for a shell");
    }
  }
  const edits = hasList ? [] : [replaceNode(tree, command, `${line.program}, [${line.list.join(", ")}]`)];
  const rationale = "Without a shell the program gets each argument as it is, whatever characters it holds.";
  const tradeOffs = {
    security: "A value that begins with `-` is still read as an option by the program.",
    behaviour:
      "Variables, globs and quotes in arguments are no longer expanded; on Windows, .cmd and .bat files cannot be started this way.",
  };
  return {
    kind: "options",
    options: [
      {
        variant: "no-shell",
        title: "Start the program without a shell",
        rationale,
        tradeOffs,
        edits: settleEdits(tree, [...edits, removeEntry(tree, shell.pair)]),
      },
    ],
  };
}

export default defineRecipe({
  id: "javascript/cwe-78-spawn-without-shell",
  title: "Program is started without the shell option",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-78", "CWE-77", "CWE-88"],
  review: "merge-after-cursory-review",
  description:
    "Removes `shell` from the options of `spawn`, `spawnSync`, `execFile` and `execFileSync`, and splits a command that stands alone into program and argument list. Declines when the command or an argument needs a shell, when the program is chosen at run time, or when the options serve other calls.",
  propose({ tree, range }) {
    const call = nodesNear(tree, range, ["call_expression"])
      .map((node) => processCall(tree, node))
      .find((found) => found !== undefined && NAMES.has(found.name));
    return call === undefined ? decline("no call of spawn or execFile at this place", "other-place") : repair(tree, call);
  },
});
