import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, children, kindOf, namedChildren, NONE, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { callArguments, methodName, unwrap } from "./calls.ts";
import { decodeLiteral } from "./literal.ts";

/** Fixed text of one string literal, decoded; `offsets[i]` is where the source of unit `i` starts, the last entry where the text ends. */
export interface TextPiece {
  readonly kind: "text";
  readonly value: string;
  readonly offsets: readonly number[];
  readonly literal: NodeId;
}

/** A place that an expression fills. */
export interface HolePiece {
  readonly kind: "hole";
  readonly node: NodeId;
  /** Source of the place: `{x}`, `%s`, or the operand itself. */
  readonly start: number;
  readonly end: number;
  /** The literal that holds the place; undefined for an operand of `+`. */
  readonly literal: NodeId | undefined;
  /** True for `%d`, `:d` and the like, which only take numbers. */
  readonly numeric: boolean;
}

export type Piece = TextPiece | HolePiece;

/** A string put together from fixed text and expressions, whichever way the source does it. */
export interface Template {
  readonly node: NodeId;
  readonly pieces: readonly Piece[];
  /** Turns what is left into plain literals once every hole is gone: drops `f`, ` % args`, `.format(…)`, halves doubled braces. */
  readonly plain: readonly TextEdit[];
  /** Halves doubled percent signs; needed with {@link plain} unless the text goes through `%` again. */
  readonly percents: readonly TextEdit[];
}

interface Builder {
  readonly pieces: Piece[];
  readonly plain: TextEdit[];
  readonly percents: TextEdit[];
}

/** Reads a template; undefined for expressions that hold no literal text or use formatting that cannot be told apart (widths, `!r`, `**`). */
export function templateOf(tree: SyntaxTree, node: NodeId): Template | undefined {
  const builder: Builder = { pieces: [], plain: [], percents: [] };
  if (!read(tree, node, builder) || !builder.pieces.some((piece) => piece.kind === "text")) return undefined;
  return { node, ...builder };
}

function read(tree: SyntaxTree, node: NodeId, into: Builder): boolean {
  const inner = unwrap(tree, node);
  if (inner === NONE) return false;
  switch (kindOf(tree, inner)) {
    case "string":
    case "concatenated_string":
      return literalsOf(tree, inner).every((literal) => readLiteral(tree, literal, into, undefined));
    case "binary_operator":
      return readOperator(tree, inner, into);
    case "call":
      if (methodName(tree, inner) === "format" && literalsOf(tree, formatted(tree, inner)).length > 0)
        return readFormat(tree, inner, into);
      break;
    default:
  }
  into.pieces.push(hole(inner, tree.starts[node] as number, tree.ends[node] as number));
  return true;
}

function readOperator(tree: SyntaxTree, node: NodeId, into: Builder): boolean {
  const operator = textOf(tree, childByField(tree, node, "operator"));
  const [left, right] = [childByField(tree, node, "left"), childByField(tree, node, "right")];
  if (operator === "+") return read(tree, left, into) && read(tree, right, into);
  if (operator !== "%" || literalsOf(tree, unwrap(tree, left)).length === 0) return false;
  const inner = unwrap(tree, right);
  const tuple = kindOf(tree, inner) === "tuple";
  const values = tuple ? namedChildren(tree, inner).filter((child) => kindOf(tree, child) !== "comment") : [inner];
  const named = kindOf(tree, inner) === "dictionary" ? pairs(tree, inner) : undefined;
  let used = 0;
  const fill = (key: string | undefined): NodeId | undefined => (key === undefined ? values[used++] : named?.get(key));
  if (!literalsOf(tree, unwrap(tree, left)).every((literal) => readLiteral(tree, literal, into, { kind: "percent", fill })))
    return false;
  if (named === undefined && used !== values.length) return false;
  into.plain.push({ start: tree.ends[left] as number, end: tree.ends[right] as number, text: "" });
  return true;
}

function readFormat(tree: SyntaxTree, call: NodeId, into: Builder): boolean {
  const all = callArguments(tree, call);
  if (all === undefined || all.some((argument) => argument.splat)) return false;
  const positional = all.filter((argument) => argument.name === undefined);
  let next = 0;
  const fill = (key: string | undefined): NodeId | undefined => {
    if (key === undefined || key === "") return positional[next++]?.value;
    return /^\d+$/.test(key) ? positional[Number(key)]?.value : all.find((argument) => argument.name === key)?.value;
  };
  const object = formatted(tree, call);
  if (!literalsOf(tree, object).every((literal) => readLiteral(tree, literal, into, { kind: "format", fill }))) return false;
  into.plain.push({
    start: tree.ends[childByField(tree, childByField(tree, call, "function"), "object")] as number,
    end: tree.ends[call] as number,
    text: "",
  });
  return true;
}

interface Filler {
  readonly kind: "percent" | "format";
  /** The expression for a key, or the next one in order. */
  readonly fill: (key: string | undefined) => NodeId | undefined;
}

function readLiteral(tree: SyntaxTree, literal: NodeId, into: Builder, filler: Filler | undefined): boolean {
  const decoded = decodeLiteral(tree, literal);
  if (decoded === undefined || (filler !== undefined && decoded.formatted)) return false;
  if (decoded.formatMark !== undefined) into.plain.push(decoded.formatMark);
  into.plain.push(...decoded.braces);
  for (const part of decoded.parts) {
    if (part.kind === "hole") {
      if (!part.plain) return false;
      into.pieces.push({ ...hole(part.node, part.start, part.end), literal, numeric: part.numeric });
    } else if (filler === undefined) into.pieces.push({ ...part, literal });
    else if (!readPlaces(tree, { ...part, literal }, into, filler)) return false;
  }
  return true;
}

const PLACES = {
  percent: /%(?:\((\w+)\))?([sdifu%])|%/g,
  format: /\{\{|\}\}|\{(\w*)(?::([df]?))?\}|[{}]/g,
};

/** Splits fixed text at the places of `%` or `.format`. */
function readPlaces(tree: SyntaxTree, piece: TextPiece, into: Builder, { kind, fill }: Filler): boolean {
  let value = "";
  let offsets: number[] = [];
  let from = 0;
  const keep = (to: number): void => {
    value += piece.value.slice(from, to);
    offsets.push(...piece.offsets.slice(from, to));
  };
  for (const match of piece.value.matchAll(PLACES[kind])) {
    const [whole, key, form] = match;
    const [start, end] = [match.index, match.index + whole.length];
    const [at, stop] = [piece.offsets[start] as number, piece.offsets[end] as number];
    if (whole === "%%" || whole === "{{" || whole === "}}") {
      keep(start + 1);
      (kind === "percent" ? into.percents : into.plain).push({ start: piece.offsets[start + 1] as number, end: stop, text: "" });
    } else {
      const node = form === undefined && whole.length === 1 ? undefined : fill(key);
      if (node === undefined) return false;
      keep(start);
      into.pieces.push({ kind: "text", value, offsets: [...offsets, at], literal: piece.literal });
      into.pieces.push({
        ...hole(unwrap(tree, node), at, stop),
        literal: piece.literal,
        numeric: form !== undefined && "difu".includes(form) && form !== "",
      });
      value = "";
      offsets = [];
    }
    from = end;
  }
  keep(piece.value.length);
  into.pieces.push({ kind: "text", value, offsets: [...offsets, piece.offsets.at(-1) as number], literal: piece.literal });
  return true;
}

function hole(node: NodeId, start: number, end: number): HolePiece {
  return { kind: "hole", node, start, end, literal: undefined, numeric: false };
}

function formatted(tree: SyntaxTree, call: NodeId): NodeId {
  return unwrap(tree, childByField(tree, childByField(tree, call, "function"), "object"));
}

/** The string literals of a string or of several side by side; none for anything else. */
function literalsOf(tree: SyntaxTree, node: NodeId): readonly NodeId[] {
  if (node === NONE) return [];
  if (kindOf(tree, node) === "string") return [node];
  return kindOf(tree, node) === "concatenated_string"
    ? children(tree, node).filter((child) => kindOf(tree, child) === "string")
    : [];
}

function pairs(tree: SyntaxTree, dictionary: NodeId): Map<string, NodeId> {
  const entries = namedChildren(tree, dictionary).filter((child) => kindOf(tree, child) === "pair");
  return new Map(
    entries.map((pair) => [textOf(tree, childByField(tree, pair, "key")).slice(1, -1), childByField(tree, pair, "value")]),
  );
}
