import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, kindOf, parentOf, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { type Draft, decline, offer } from "#recipes/kit/answer.ts";
import { appendArgument, type Argument, callArguments, callsNear, calleeOf, methodName } from "#recipes/python-syntax/calls.ts";
import {
  enclosingStatement,
  indentationAt,
  insertAt,
  insertBefore,
  lineBodyEndAt,
  replaceNode,
  startsLine,
} from "#recipes/kit/edit.ts";
import { useMember, useModule } from "#recipes/python-syntax/imports.ts";
import { assignmentTarget, mentions, scopeOf } from "#recipes/python-syntax/scope.ts";

const PARAMETERS = ["suffix", "prefix", "dir"];
/** Calls that fail, or mean something else, when the path exists. */
const NEEDS_FREE_PATH = /^(mkdir|makedirs|mkfifo|mknod|symlink|link|bind|copytree|rename|symlink_to|hardlink_to)$/;

export default defineRecipe({
  id: "python/cwe-377-created-temporary-file",
  title: "Create the temporary file instead of guessing a free name",
  languages: ["python"],
  cwes: ["CWE-377", "CWE-379"],
  review: "merge-after-cursory-review",
  description:
    "Replaces `tempfile.mktemp`, which only names a file that somebody else may create first, by a call that creates it with access for its owner alone and still gives " +
    "the path: `mkstemp` with the descriptor closed where the path is assigned to a variable, `NamedTemporaryFile(delete=False).name` elsewhere. Declines where the " +
    "path is then used for a folder, link, pipe or socket, which need a name that is free.",
  propose({ tree, range }) {
    const call = callsNear(tree, range, ["tempfile.mktemp"])[0];
    if (call === undefined) return decline("no call of tempfile.mktemp is at the place", "other-place");
    const all = callArguments(tree, call);
    if (all === undefined || all.some((argument) => argument.splat))
      return decline("arguments are passed on, so they cannot be matched to the new call", "not-in-view");
    const target = assignmentTarget(tree, call);
    if (needsFreePath(tree, call, target))
      return decline("the path is used for something that must not exist yet", "intent-unknown");
    const tradeOffs = { behaviour: "The file exists, empty, from this point on." };
    const rationale =
      "The file is created in the same step that picks its name, so nobody else can put a file or link of theirs at the path.";
    const options = [target === undefined ? undefined : descriptorEdits(tree, call, target), namedEdits(tree, call, all)];
    if (options.every((option) => option === undefined))
      return decline("names that the new call needs are used for something else in this file", "name-taken");
    return offer(
      tree,
      options.map((option) => option && { ...option, rationale, tradeOffs }),
    );
  },
});

type Edits = Pick<Draft, "variant" | "title" | "edits">;

function descriptorEdits(tree: SyntaxTree, call: NodeId, target: NodeId): Edits | undefined {
  const statement = enclosingStatement(tree, call);
  const scope = scopeOf(tree, call);
  const fd = ["fd", "descriptor", "temporary_fd"].find((name) => mentions(tree, scope, name).length === 0);
  const os = useModule(tree, "os");
  const callee = replaceCallee(tree, call, "mkstemp");
  const end = tree.ends[statement] as number;
  if (fd === undefined || os === undefined || callee === undefined || !startsLine(tree, statement) || tree.text[end] === ";")
    return undefined;
  const indent = indentationAt(tree.text, tree.starts[statement] as number);
  const close = insertAt(lineBodyEndAt(tree.text, end), `\n${indent}${os.name}.close(${fd})`);
  return {
    variant: "mkstemp",
    title: "Create with mkstemp and close the descriptor",
    edits: [...os.edits, insertBefore(tree, target, `${fd}, `), ...callee, close],
  };
}

function namedEdits(tree: SyntaxTree, call: NodeId, all: readonly Argument[]): Edits | undefined {
  const callee = replaceCallee(tree, call, "NamedTemporaryFile");
  const positional = all.filter((argument) => argument.name === undefined);
  if (callee === undefined || positional.length > PARAMETERS.length) return undefined;
  const named = positional.map((argument, index) => insertBefore(tree, argument.node, `${PARAMETERS[index]}=`));
  return {
    variant: "named-temporary-file",
    title: "Create with NamedTemporaryFile and keep its name",
    edits: [...callee, ...named, appendArgument(tree, call, "delete=False"), insertAt(tree.ends[call] as number, ".name")],
  };
}

function replaceCallee(tree: SyntaxTree, call: NodeId, name: string): TextEdit[] | undefined {
  const callee = calleeOf(tree, call);
  if (kindOf(tree, callee) === "attribute") return [replaceNode(tree, childByField(tree, callee, "attribute"), name)];
  const use = useMember(tree, "tempfile", name, callee);
  return use === undefined ? undefined : [...use.edits, replaceNode(tree, callee, use.name)];
}

function needsFreePath(tree: SyntaxTree, call: NodeId, target: NodeId | undefined): boolean {
  const reads =
    target === undefined
      ? [call]
      : kindOf(tree, target) === "identifier"
        ? mentions(tree, scopeOf(tree, call), textOf(tree, target))
        : [];
  return reads.some((read) => {
    let outer = parentOf(tree, read);
    while (outer > 0 && !["call", "expression_statement", "assignment"].includes(kindOf(tree, outer)))
      outer = parentOf(tree, outer);
    if (kindOf(tree, outer) !== "call") return false;
    const name = methodName(tree, outer) ?? textOf(tree, calleeOf(tree, outer));
    const exclusive =
      name === "open" &&
      (callArguments(tree, outer) ?? []).some((argument) => /^["'][a-z+]*x/.test(textOf(tree, argument.value)));
    return exclusive || NEEDS_FREE_PATH.test(name);
  });
}
