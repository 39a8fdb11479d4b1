import { GONE, LEAF, OPENED, rewrite } from "#analysis/parse/rewrite.ts";
import { children, descendants, HAS_ERROR, kindOf, type NodeId, type SyntaxTree } from "#analysis/parse/tree.ts";
import { isFunctionOfC, type Surroundings, surroundings } from "./functions.ts";
import { AROUND, ASIDE, CODE, WITHOUT_CODE } from "./kinds.ts";
import { isMadeOfC, plainTypes } from "./plain-types.ts";
import { type Reshaping, spellAsC } from "./spelling.ts";

const FUNCTION = "unread_function";
const OTHER = "unread_code";

/**
 * C++ as far as it is C, as the grammar of C would give it: what means something else, or what C does not have, becomes a leaf, or nothing where it holds no code.
 * Of a pattern all is kept. Changes the tree that it is given.
 */
export function readAsC(tree: SyntaxTree, pattern: boolean): SyntaxTree {
  const reshaping: Reshaping = { tree, actions: new Uint8Array(tree.count) };
  spellAsC(reshaping);
  if (!pattern) leaveOut(reshaping, 0, surroundings(reshaping, plainTypes(reshaping)));
  return rewrite(tree, reshaping.actions);
}

/** Marks what stands directly in a node and is not C. */
function leaveOut(reshaping: Reshaping, parent: NodeId, around: Surroundings): void {
  const { tree, actions } = reshaping;
  for (const node of children(tree, parent)) {
    if (actions[node] === GONE) continue;
    const kind = kindOf(tree, node);
    if (actions[node] === OPENED || AROUND.has(kind)) leaveOut(reshaping, node, around);
    else if (parent === 0 || isItem(tree, node)) judge(reshaping, node, around);
  }
}

/** What stands around others has parts of its own: conditions, names. */
function isItem(tree: SyntaxTree, node: NodeId): boolean {
  return !["condition", "name"].includes(tree.fieldNames[tree.fields[node] as number] ?? "");
}

function judge(reshaping: Reshaping, node: NodeId, around: Surroundings): void {
  const { tree, actions } = reshaping;
  const kind = kindOf(tree, node);
  const wrong = ((tree.flags[node] as number) & HAS_ERROR) !== 0;
  if (!wrong && (ASIDE.has(kind) || isOfC(reshaping, node, around))) return;
  const holdsCode = wrong || (!WITHOUT_CODE.has(kind) && descendants(tree, node, CODE).length > 0);
  actions[node] = holdsCode ? LEAF : GONE;
  tree.kinds[node] = tree.kindNames.indexOf(kind === "function_definition" ? FUNCTION : OTHER);
}

function isOfC(reshaping: Reshaping, node: NodeId, around: Surroundings): boolean {
  switch (kindOf(reshaping.tree, node)) {
    case "function_definition":
      return isFunctionOfC(reshaping, node, around);
    case "declaration":
    case "type_definition":
      return isMadeOfC(reshaping, node) && around.types.declaresPlain(node);
    case "struct_specifier":
    case "union_specifier":
    case "enum_specifier":
      return around.types.isPlain(node);
    case "expression_statement":
      return isMadeOfC(reshaping, node);
    default:
      return false;
  }
}
