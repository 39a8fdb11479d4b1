import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { descendants, kindOf, parentOf, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import {
  indentationAt,
  indentationUnit,
  insertAfter,
  insertAt,
  insertBefore,
  lineBodyEndAt,
  lineStartAt,
  quoteStyle,
  replaceNode,
} from "#recipes/kit/edit.ts";
import { isCallOf } from "./calls.ts";
import { useModule } from "./imports.ts";
import type { JoinedPath } from "./joined-path.ts";
import { refusalAt } from "./refusal.ts";
import { mentions, scopeOf } from "./scope.ts";

/** True when the code around compares the path, or the variable that it goes to, with a folder. */
export function isChecked(tree: SyntaxTree, joined: JoinedPath, target: NodeId | undefined): boolean {
  const scope = scopeOf(tree, joined.node);
  const name = target === undefined ? undefined : textOf(tree, target);
  return descendants(tree, scope, ["call"]).some((call) => {
    const text = textOf(tree, call);
    const check = isCallOf(tree, call, ["os.path.commonpath"]) || /\.(is_relative_to|relative_to)\([^()]*\)$/.test(text);
    return (
      check &&
      (name === undefined || text.split(/[^\w.]|\.(?:is_)?relative_to/).includes(name) || text.includes(`realpath(${name}`))
    );
  });
}

/**
 * Edits that resolve the path and its folder and refuse the path outside of it: in place where it is assigned to `target`, else in lines of their own
 * before the statement. Undefined when no free names are left. `answer` says what the refused see.
 */
export function containedEdits(
  tree: SyntaxTree,
  joined: JoinedPath,
  statement: NodeId,
  target: NodeId | undefined,
): { edits: TextEdit[]; answer: string } | undefined {
  const scope = scopeOf(tree, joined.node);
  const free = (...names: string[]): string | undefined => names.find((name) => mentions(tree, scope, name).length === 0);
  const [base, fresh] = [free("base", "root", "base_folder", "root_folder"), free("path", "target", "full_path", "target_path")];
  const os = joined.kind === "text" ? useModule(tree, "os") : { name: "", edits: [] };
  if (base === undefined || fresh === undefined || os === undefined) return undefined;
  const path = target === undefined ? fresh : textOf(tree, target);
  const start = tree.starts[statement] as number;
  const indent = indentationAt(tree.text, start);
  const mark = quoteStyle(tree);
  const refusal = refusalAt(tree, joined.node, `${mark}path is outside its folder${mark}`);
  const real = (text: string): string =>
    joined.kind === "text"
      ? `${os.name}.path.realpath(${text})`
      : `${/^[\w.]+(\([^()]*\))?$/.test(text) ? text : `(${text})`}.resolve()`;
  const outside =
    joined.kind === "text" ? `${os.name}.path.commonpath([${base}, ${path}]) != ${base}` : `not ${path}.is_relative_to(${base})`;
  const check = [`if ${outside}:`, ...refusal.lines.map((line) => indentationUnit(tree.text) + line)].map(
    (line) => indent + line,
  );
  const baseLine = `${indent}${base} = ${real(joined.base)}`;
  const before = lineStartAt(tree.text, start);
  const common = [...os.edits, ...refusal.edits];
  if (target === undefined) {
    const parent = parentOf(tree, joined.node);
    const bracketed = kindOf(tree, parent) === "parenthesized_expression" ? parent : joined.node;
    const lines = [baseLine, `${indent}${path} = ${real(textOf(tree, joined.node))}`, ...check];
    return {
      edits: [...common, insertAt(before, `${lines.join("\n")}\n`), replaceNode(tree, bracketed, path)],
      answer: refusal.answer,
    };
  }
  const resolved = kindOf(tree, joined.node) === "call" && isCallOf(tree, joined.node, ["os.path.realpath"]);
  const wrapped = joined.kind === "text" ? [`${os.name}.path.realpath(`, ")"] : ["(", ").resolve()"];
  return {
    edits: [
      ...common,
      insertAt(before, `${baseLine}\n`),
      ...(resolved
        ? []
        : [insertBefore(tree, joined.node, wrapped[0] as string), insertAfter(tree, joined.node, wrapped[1] as string)]),
      insertAt(lineBodyEndAt(tree.text, tree.ends[statement] as number), `\n${check.join("\n")}`),
    ],
    answer: refusal.answer,
  };
}
