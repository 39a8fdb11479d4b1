import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, enclosing, kindOf, NONE, parentOf, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { insertAt, replaceNode } from "#recipes/kit/edit.ts";
import { callArguments, calleeOf, isCallOf, isStatement } from "./calls.ts";
import { useModule } from "./imports.ts";
import { scopeOf } from "./scope.ts";

/** Edits around the command that turn another call into one of subprocess, or why that cannot be done. */
export function subprocessCall(tree: SyntaxTree, call: NodeId): TextEdit[] | string {
  const callee = calleeOf(tree, call);
  const end = tree.ends[call] as number;
  if (isCallOf(tree, call, ["asyncio.create_subprocess_shell"])) {
    return kindOf(tree, callee) === "attribute"
      ? [replaceNode(tree, childByField(tree, callee, "attribute"), "create_subprocess_exec")]
      : "the function is imported by its own name";
  }
  if ((callArguments(tree, call) ?? []).length > 1) return "the call is given more than the command";
  const module = useModule(tree, "subprocess");
  if (module === undefined) return "the file uses the name subprocess for something else";
  const { name, edits } = module;
  const made = (called: string, arguments_: string, tail: string, until = end): TextEdit[] => [
    ...edits,
    replaceNode(tree, callee, `${name}.${called}`),
    insertAt(end - 1, arguments_),
    { start: end, end: until, text: tail },
  ];
  if (isCallOf(tree, call, ["os.system"])) {
    if (isStatement(tree, call)) return made("run", "", "");
    const scope = scopeOf(tree, call);
    if (/WEXITSTATUS|waitstatus|>>\s*8|WIFEXITED/.test(textOf(tree, scope))) return "the status is taken apart as a wait status";
    return made("run", "", ".returncode");
  }
  const output = `, stdout=${name}.PIPE`;
  if (isCallOf(tree, call, ["subprocess.getoutput"]))
    return made("run", `${output}, stderr=${name}.STDOUT, text=True`, '.stdout.rstrip("\\n")');
  const reader = enclosing(tree, parentOf(tree, call), ["call", "block"]);
  if (reader !== NONE && kindOf(tree, reader) === "call" && /^\s*\.read\(\)$/.test(tree.text.slice(end, tree.ends[reader]))) {
    return made("run", `${output}, text=True`, ".stdout", tree.ends[reader] as number);
  }
  return made("Popen", `${output}, text=True`, ".stdout");
}
