import { Parser, type Tree } from "web-tree-sitter";

/** A walk over a tree, as tree-sitter's own cursor. One at a time: a second one, or any other use of the parser, spoils the first. */
export interface Cursor {
  typeId(): number;
  fieldId(): number;
  /** UTF-16 units. */
  start(): number;
  end(): number;
  isMissing(): boolean;
  firstChild(): boolean;
  nextSibling(): boolean;
  parent(): boolean;
  /** To be called once, at the end. */
  close(): void;
}

type Question = (tree: number) => number;

/**
 * What the binding of tree-sitter leaves in the object that it is started with. All cursor functions work on one cursor that lies in a fixed place of its memory; the
 * public cursor copies its state there before and back after every question, which takes most of the time of a walk.
 */
interface Binding {
  HEAP32?: Int32Array;
  /** Gives the address of that place. */
  _ts_init?: () => number;
  _ts_tree_cursor_current_node_type_id_wasm?: Question;
  _ts_tree_cursor_current_field_id_wasm?: Question;
  _ts_tree_cursor_start_index_wasm?: Question;
  _ts_tree_cursor_end_index_wasm?: Question;
  _ts_tree_cursor_current_node_is_missing_wasm?: Question;
  _ts_tree_cursor_goto_first_child_wasm?: Question;
  _ts_tree_cursor_goto_next_sibling_wasm?: Question;
  _ts_tree_cursor_goto_parent_wasm?: Question;
}

const binding: Binding = {};
const CURSOR_WORDS = 4;

/** Loads tree-sitter into this thread; more than once is the same as once. */
export async function startTreeSitter(): Promise<void> {
  await Parser.init(binding);
}

export function openCursor(tree: Tree): Cursor {
  return directCursor(tree) ?? publicCursor(tree);
}

/** Undefined where the binding is not the one that is known. */
function directCursor(tree: Tree): Cursor | undefined {
  const {
    _ts_init: place,
    _ts_tree_cursor_current_node_type_id_wasm: typeId,
    _ts_tree_cursor_current_field_id_wasm: fieldId,
    _ts_tree_cursor_start_index_wasm: start,
    _ts_tree_cursor_end_index_wasm: end,
    _ts_tree_cursor_current_node_is_missing_wasm: isMissing,
    _ts_tree_cursor_goto_first_child_wasm: firstChild,
    _ts_tree_cursor_goto_next_sibling_wasm: nextSibling,
    _ts_tree_cursor_goto_parent_wasm: parent,
  } = binding;
  const address = (tree as unknown as { readonly 0?: unknown })[0];
  if (
    typeof address !== "number" ||
    place === undefined ||
    typeId === undefined ||
    fieldId === undefined ||
    start === undefined ||
    end === undefined ||
    isMissing === undefined ||
    firstChild === undefined ||
    nextSibling === undefined ||
    parent === undefined
  )
    return undefined;
  const word = place() / Int32Array.BYTES_PER_ELEMENT;
  const cursor = tree.walk();
  return {
    typeId: () => typeId(address),
    fieldId: () => fieldId(address),
    start: () => start(address),
    end: () => end(address),
    isMissing: () => isMissing(address) === 1,
    firstChild: () => firstChild(address) === 1,
    nextSibling: () => nextSibling(address) === 1,
    parent: () => parent(address) === 1,
    close() {
      // What it owns may have moved: the public cursor frees what it is told.
      const words = binding.HEAP32?.subarray(word, word + CURSOR_WORDS) ?? [];
      Object.assign(cursor, Object.fromEntries(words.entries()));
      cursor.delete();
    },
  };
}

function publicCursor(tree: Tree): Cursor {
  const cursor = tree.walk();
  return {
    typeId: () => cursor.nodeTypeId,
    fieldId: () => cursor.currentFieldId,
    start: () => cursor.startIndex,
    end: () => cursor.endIndex,
    isMissing: () => cursor.nodeIsMissing,
    firstChild: () => cursor.gotoFirstChild(),
    nextSibling: () => cursor.gotoNextSibling(),
    parent: () => cursor.gotoParent(),
    close: () => cursor.delete(),
  };
}
