import { kindOf, NONE, type NodeId, nodeAt, parentOf, type SyntaxTree } from "#analysis/parse/tree.ts";

/** Where a model may edit: half-open UTF-16 ranges of the file's text. */
export interface Span {
  /** The function, class member or top-level statement around the defect. */
  readonly body: { readonly start: number; readonly end: number };
  /** From the start of the file to the end of its last leading import, for a new import. */
  readonly head: { readonly start: number; readonly end: number };
}

/** The innermost named scope around the range, or the top-level statement when there is none, and the import lines at the top. */
export function editableSpan(tree: SyntaxTree, start: number, end: number): Span {
  const body = bodyOf(tree, nodeAt(tree, start, end));
  return { body: { start: tree.starts[body] as number, end: tree.ends[body] as number }, head: { start: 0, end: headEnd(tree) } };
}

function bodyOf(tree: SyntaxTree, node: NodeId): NodeId {
  let top = node;
  for (let current = node; current > 0; current = parentOf(tree, current)) {
    top = current;
    const kind = kindOf(tree, current);
    if (tree.pack.scopes.some((scope) => scope.kind === kind) && kind !== "variable_declarator") return current;
  }
  return top;
}

function headEnd(tree: SyntaxTree): number {
  let end = 0;
  for (let child = 1; child !== NONE && child < tree.count; child = tree.after[child] as number) {
    const kind = kindOf(tree, child);
    if (/import/u.test(kind) || isRequire(tree, child)) end = tree.ends[child] as number;
    else if (!tree.pack.comments.includes(kind) && kind !== "hash_bang_line" && kind !== "expression_statement") break;
  }
  return end;
}

function isRequire(tree: SyntaxTree, node: NodeId): boolean {
  return /^(?:const|let|var)\b[^;]*\brequire\(/u.test(tree.text.slice(tree.starts[node], tree.ends[node]));
}
