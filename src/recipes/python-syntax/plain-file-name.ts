import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, kindOf, NONE, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { quoteStyle, replaceNode } from "#recipes/kit/edit.ts";
import { callArguments, isCallOf, unwrap } from "./calls.ts";
import { linesBefore } from "./guard.ts";
import { useModule } from "./imports.ts";
import type { JoinedPath } from "./joined-path.ts";
import { refusalAt } from "./refusal.ts";
import { mentions, scopeOf } from "./scope.ts";
import { templateOf } from "./template.ts";

/** The one part of a joined path that a name stands for. */
function partOf(tree: SyntaxTree, joined: JoinedPath): NodeId | undefined {
  const parts = partsOf(tree, unwrap(tree, joined.node)).filter((part) => textOf(tree, part) !== joined.base);
  const [part] = parts;
  return part !== undefined && parts.length === 1 && ["identifier", "attribute"].includes(kindOf(tree, part)) ? part : undefined;
}

function partsOf(tree: SyntaxTree, node: NodeId): NodeId[] {
  if (kindOf(tree, node) === "call") {
    const all = (callArguments(tree, node) ?? []).map(({ value }) => unwrap(tree, value));
    const [only] = all;
    if (!isCallOf(tree, node, ["os.path.join"]))
      return only === undefined || all.length > 1 || kindOf(tree, only) !== "call" ? [] : partsOf(tree, only);
    return all.slice(1).filter((value) => kindOf(tree, value) !== "string");
  }
  const template = templateOf(tree, node);
  if (template !== undefined) return template.pieces.flatMap((piece) => (piece.kind === "hole" ? [piece.node] : []));
  const right = kindOf(tree, node) === "binary_operator" ? childByField(tree, node, "right") : NONE;
  return right === NONE ? [] : [unwrap(tree, right)];
}

/** Lines before the statement that refuse a part which is more than a file's name; undefined where the part has no name of its own. */
export function plainNameEdits(
  tree: SyntaxTree,
  joined: JoinedPath,
  statement: NodeId,
): { readonly edits: TextEdit[]; readonly answer: string } | undefined {
  const part = partOf(tree, joined);
  const os = useModule(tree, "os");
  const free = ["file_name", "plain_name", "base_name"].find(
    (name) => mentions(tree, scopeOf(tree, joined.node), name).length === 0,
  );
  if (part === undefined || os === undefined || free === undefined) return undefined;
  const mark = quoteStyle(tree);
  const refusal = refusalAt(tree, joined.node, `${mark}this is no plain file name${mark}`);
  const special = ["", ".", ".."].map((name) => mark + name + mark).join(", ");
  const lines = [
    `${free} = ${os.name}.path.basename(${textOf(tree, part)})`,
    `if ${free} != ${textOf(tree, part)} or ${free} in (${special}):`,
    ...refusal.lines.map((line) => `\t${line}`),
  ];
  return {
    edits: [...os.edits, ...refusal.edits, linesBefore(tree, statement, lines), replaceNode(tree, part, free)],
    answer: refusal.answer,
  };
}
