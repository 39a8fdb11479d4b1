import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { kindOf, NONE } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { insertAt } from "#recipes/kit/edit.ts";
import { callArguments, isCallOf, unwrap } from "./calls.ts";
import { localValue } from "./scope.ts";
import { type HolePiece, type Template, templateOf } from "./template.ts";
import { isText } from "./text-value.ts";

/** The template that an expression is, or that the variable holds which it reads; undefined for all else, and where nothing fills it. */
export function builtText(tree: SyntaxTree, expression: NodeId): Template | undefined {
  const node = unwrap(tree, expression);
  if (node === NONE) return undefined;
  const value = kindOf(tree, node) === "identifier" ? (localValue(tree, node)?.value ?? NONE) : node;
  const template = value === NONE ? undefined : templateOf(tree, value);
  return template?.pieces.some((piece) => piece.kind === "hole") === true ? template : undefined;
}

/** Places of a template that an expression of unknown text fills: no numbers, and no calls of the functions given. */
export function openHoles(tree: SyntaxTree, template: Template, safe: readonly string[]): HolePiece[] {
  return template.pieces
    .filter((piece) => piece.kind === "hole")
    .filter((piece) => !piece.numeric && !isSafe(tree, piece.node, safe));
}

function isSafe(tree: SyntaxTree, node: NodeId, safe: readonly string[]): boolean {
  if (["integer", "float", "true", "false", "none"].includes(kindOf(tree, node))) return true;
  if (kindOf(tree, node) === "identifier") {
    const value = localValue(tree, node)?.value;
    return value !== undefined && kindOf(tree, value) !== "identifier" && isSafe(tree, value, safe);
  }
  if (kindOf(tree, node) !== "call") return false;
  if (isCallOf(tree, node, ["str"])) return isSafe(tree, callArguments(tree, node)?.[0]?.value ?? NONE, safe);
  return isCallOf(tree, node, ["int", "float", "len", ...safe]);
}

/** Edits that put a call of the function around an expression, which is turned into text first where it may be something else. */
export function wrapText(tree: SyntaxTree, node: NodeId, called: string): TextEdit[] {
  const bare = isText(tree, node);
  return [
    insertAt(tree.starts[node] as number, bare ? `${called}(` : `${called}(str(`),
    insertAt(tree.ends[node] as number, bare ? ")" : "))"),
  ];
}
