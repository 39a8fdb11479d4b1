import {
  childByField,
  children,
  kindOf,
  NONE,
  type NodeId,
  namedChildren,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import { bare, cook } from "./expressions.ts";

/**
 * A built string as a list of pieces in order. A literal piece spans the raw text between its quotes or substitutions; an expression piece spans the
 * expression alone, `outer` what stands for it in a template (`${…}`) or the expression itself in a concatenation.
 */
export type Piece =
  | { readonly kind: "literal"; readonly text: string; readonly start: number; readonly end: number; readonly node: NodeId }
  | {
      readonly kind: "expression";
      readonly node: NodeId;
      readonly start: number;
      readonly end: number;
      readonly inTemplate: boolean;
    };

/** Pieces of a literal, template or concatenation; undefined for another expression or for an escape that is not understood. */
export function piecesOf(tree: SyntaxTree, node: NodeId): Piece[] | undefined {
  const plain = bare(tree, node);
  if (plain === NONE) return undefined;
  switch (kindOf(tree, plain)) {
    case "string": {
      const piece = literal(tree, plain, (tree.starts[plain] as number) + 1, (tree.ends[plain] as number) - 1);
      return piece === undefined ? undefined : [piece];
    }
    case "template_string":
      return templatePieces(tree, plain);
    case "binary_expression":
      return concatenationPieces(tree, plain);
    default:
      return undefined;
  }
}

function literal(tree: SyntaxTree, node: NodeId, start: number, end: number): Piece | undefined {
  const text = cook(tree.text.slice(start, end));
  return text === undefined ? undefined : { kind: "literal", text, start, end, node };
}

function templatePieces(tree: SyntaxTree, node: NodeId): Piece[] | undefined {
  const pieces: Piece[] = [];
  let position = (tree.starts[node] as number) + 1;
  for (const child of children(tree, node).filter((child) => kindOf(tree, child) === "template_substitution")) {
    const text = literal(tree, node, position, tree.starts[child] as number);
    const inner = namedChildren(tree, child).find((part) => kindOf(tree, part) !== "comment");
    if (text === undefined || inner === undefined) return undefined;
    pieces.push(text, {
      kind: "expression",
      node: inner,
      start: tree.starts[child] as number,
      end: tree.ends[child] as number,
      inTemplate: true,
    });
    position = tree.ends[child] as number;
  }
  const last = literal(tree, node, position, (tree.ends[node] as number) - 1);
  if (last === undefined) return undefined;
  return [...pieces, last].filter((piece) => piece.kind === "expression" || piece.end > piece.start);
}

function concatenationPieces(tree: SyntaxTree, node: NodeId): Piece[] | undefined {
  if (textOf(tree, childByField(tree, node, "operator")) !== "+") return undefined;
  const leftNode = childByField(tree, node, "left");
  const rightNode = childByField(tree, node, "right");
  const left = piecesOf(tree, leftNode);
  const right = piecesOf(tree, rightNode);
  if (left === undefined && right === undefined) return undefined;
  if ((left === undefined && malformed(tree, leftNode)) || (right === undefined && malformed(tree, rightNode))) return undefined;
  return [...(left ?? [operand(tree, leftNode)]), ...(right ?? [operand(tree, rightNode)])];
}

/** True for a literal whose escapes were not understood, which must not pass for a plain operand. */
function malformed(tree: SyntaxTree, node: NodeId): boolean {
  return ["string", "template_string"].includes(kindOf(tree, bare(tree, node)));
}

function operand(tree: SyntaxTree, node: NodeId): Piece {
  return { kind: "expression", node, start: tree.starts[node] as number, end: tree.ends[node] as number, inTemplate: false };
}

/** True when every piece is a literal. */
export function isConstant(pieces: readonly Piece[]): boolean {
  return pieces.every((piece) => piece.kind === "literal");
}

/** Source of a piece's expression without the parentheses that only grouped it in a concatenation. */
export function expressionText(tree: SyntaxTree, node: NodeId): string {
  const parenthesized = kindOf(tree, node) === "parenthesized_expression";
  const inner = parenthesized ? namedChildren(tree, node).find((child) => kindOf(tree, child) !== "comment") : node;
  return inner === undefined || kindOf(tree, inner) === "sequence_expression" ? textOf(tree, node) : textOf(tree, inner);
}

/** Raw offset, relative to the piece's start, of every character of a literal piece's value; one more entry holds the end. */
export function rawOffsets(raw: string): number[] {
  const offsets: number[] = [];
  for (let i = 0; i < raw.length; ) {
    const escape = /^\\(?:u\{[0-9a-fA-F]{1,6}\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\r\n|[^])/.exec(raw.slice(i, i + 12));
    const width = escape?.[0].length ?? 1;
    const value = escape === null ? (raw[i] as string) : (cook(escape[0]) ?? "");
    for (let unit = 0; unit < value.length; unit++) offsets.push(i);
    i += width;
  }
  offsets.push(raw.length);
  return offsets;
}
