import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, descendants, enclosing, fieldOf, kindOf, NONE, parentOf, textOf } from "#analysis/parse/tree.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { callArguments, calleeOf, isCallOf, unwrap } from "./calls.ts";
import { quoted } from "./command-line.ts";
import { literalShape } from "./literal.ts";
import { localValue } from "./scope.ts";
import { templateOf } from "./template.ts";

/** An expression that puts a folder and a further part together. */
export interface JoinedPath {
  readonly node: NodeId;
  /** Source of the folder. */
  readonly base: string;
  readonly kind: "text" | "pathlib";
}

const NORMALISED = ["os.path.abspath", "os.path.normpath", "os.path.realpath"];
const OPENERS = [
  "open",
  "io.open",
  "codecs.open",
  "flask.send_file",
  "os.remove",
  "os.unlink",
  "os.listdir",
  "os.stat",
  "os.makedirs",
  "os.mkdir",
  "os.rmdir",
  "os.path.exists",
  "os.path.isfile",
];
const COPIERS = ["shutil.rmtree", "shutil.copy", "shutil.copyfile", "shutil.copy2", "shutil.move", "os.rename", "aiofiles.open"];
const UNTRUSTED = /\b(request|input\(|sys\.argv|self\.path|query|params|form)\b/;

/** The joined path at the range, or held by a variable that the range's call is given. */
export function findJoinedPath(
  tree: SyntaxTree,
  range: { readonly start: number; readonly end: number },
): JoinedPath | undefined {
  const near = nodesNear(tree, range, ["call", "binary_operator"]);
  for (const node of near) {
    const joined = readJoined(tree, node);
    if (joined !== undefined) return joined;
  }
  for (const call of near) {
    const first = kindOf(tree, call) === "call" ? callArguments(tree, call)?.[0] : undefined;
    if (first === undefined) continue;
    const value = unwrap(tree, first.value);
    const held = kindOf(tree, value) === "identifier" ? localValue(tree, value)?.value : undefined;
    const opens = isCallOf(tree, call, [...OPENERS, ...COPIERS]);
    const joined =
      (held === undefined ? undefined : readNormalised(tree, held)) ?? (opens ? readTemplate(tree, held ?? value) : undefined);
    if (joined !== undefined) return joined;
  }
  return undefined;
}

function readJoined(tree: SyntaxTree, node: NodeId): JoinedPath | undefined {
  return kindOf(tree, node) === "binary_operator" ? readPathlib(tree, node) : readNormalised(tree, node);
}

/** `os.path.join(...)`, also inside `os.path.abspath(...)` and the like. */
function readNormalised(tree: SyntaxTree, expression: NodeId): JoinedPath | undefined {
  const node = unwrap(tree, expression);
  if (kindOf(tree, node) === "binary_operator") return readPathlib(tree, node);
  if (kindOf(tree, node) !== "call") return undefined;
  if (isCallOf(tree, node, NORMALISED)) {
    const inner = callArguments(tree, node)?.[0];
    return inner === undefined ? undefined : withNode(readNormalised(tree, inner.value), node);
  }
  const all = callArguments(tree, node) ?? [];
  const first = all[0];
  if (!isCallOf(tree, node, ["os.path.join"]) || all.length < 2 || first === undefined || all.some((argument) => argument.splat))
    return undefined;
  if (all.slice(1).every((argument) => kindOf(tree, argument.value) === "string")) return undefined;
  let outer = node;
  while (isCallOf(tree, parentOf(tree, parentOf(tree, outer)), NORMALISED)) outer = parentOf(tree, parentOf(tree, outer));
  return trusted({ node: outer, base: textOf(tree, first.value), kind: "text" });
}

function withNode(joined: JoinedPath | undefined, node: NodeId): JoinedPath | undefined {
  return joined && { ...joined, node };
}

function readPathlib(tree: SyntaxTree, node: NodeId): JoinedPath | undefined {
  if (textOf(tree, childByField(tree, node, "operator")) !== "/") return undefined;
  let outer = node;
  while (kindOf(tree, parentOf(tree, outer)) === "binary_operator" && fieldOf(tree, outer) === "left")
    outer = parentOf(tree, outer);
  const left = childByField(tree, outer, "left");
  return isPath(tree, left, 4) ? trusted({ node: outer, base: textOf(tree, left), kind: "pathlib" }) : undefined;
}

/** True when the expression surely is a `pathlib.Path`. */
function isPath(tree: SyntaxTree, expression: NodeId, steps: number): boolean {
  const node = unwrap(tree, expression);
  if (node === NONE || steps === 0) return false;
  switch (kindOf(tree, node)) {
    case "call": {
      const callee = calleeOf(tree, node);
      if (isCallOf(tree, node, ["pathlib.Path", "pathlib.PosixPath", "pathlib.Path.cwd", "pathlib.Path.home"])) return true;
      return (
        /\.(resolve|absolute|expanduser|joinpath|with_suffix|with_name)$/.test(textOf(tree, callee)) &&
        isPath(tree, childByField(tree, callee, "object"), steps - 1)
      );
    }
    case "attribute":
      if (textOf(tree, childByField(tree, node, "attribute")) === "parent")
        return isPath(tree, childByField(tree, node, "object"), steps - 1);
      return assignedPath(tree, node, steps);
    case "binary_operator":
      return isPath(tree, childByField(tree, node, "left"), steps - 1);
    case "identifier":
      return assignedPath(tree, node, steps);
    default:
      return false;
  }
}

/** True when every assignment to the name in the file gives a path, or a parameter is annotated so. */
function assignedPath(tree: SyntaxTree, node: NodeId, steps: number): boolean {
  const written = textOf(tree, node);
  const definition = enclosing(tree, node, ["function_definition"]);
  const typed =
    definition === NONE
      ? []
      : descendants(tree, childByField(tree, definition, "parameters"), ["typed_parameter", "typed_default_parameter"]);
  const own = typed.find((parameter) => textOf(tree, parameter).split(":")[0]?.trim() === written);
  if (own !== undefined) return /^(pathlib\.)?Path$/.test(textOf(tree, childByField(tree, own, "type")));
  const values = descendants(tree, 0, ["assignment"]).flatMap((assignment) =>
    textOf(tree, childByField(tree, assignment, "left")) === written ? [childByField(tree, assignment, "right")] : [],
  );
  return values.length > 0 && values.every((value) => value !== node && isPath(tree, value, steps - 1));
}

/** `"folder/" + name`, `f"{folder}/{name}"`. */
function readTemplate(tree: SyntaxTree, node: NodeId): JoinedPath | undefined {
  const pieces = (templateOf(tree, node)?.pieces ?? []).filter((piece) => piece.kind === "hole" || piece.value !== "");
  const [first, second] = pieces;
  if (first === undefined || second === undefined || pieces.some((piece) => piece.kind === "text" && piece.value.includes("://")))
    return undefined;
  if (first.kind === "text") {
    const folder = first.value.slice(0, Math.max(0, first.value.lastIndexOf("/")));
    if (folder === "" || folder.includes("\ufffd")) return undefined;
    return { node, base: quoted(folder, literalShape(tree, first.literal).quote[0] as string), kind: "text" };
  }
  if (second.kind !== "text" || !second.value.startsWith("/") || pieces[2] === undefined) return undefined;
  return trusted({ node, base: textOf(tree, first.node), kind: "text" });
}

/** Refuses folders that are no folders of ours: empty, the root, or data from outside. */
function trusted(joined: JoinedPath): JoinedPath | undefined {
  return /^["'](\/|\.?)["']$/.test(joined.base) || UNTRUSTED.test(joined.base) || /[\r\n#]/.test(joined.base)
    ? undefined
    : joined;
}
