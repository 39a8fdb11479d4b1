import {
  childByField,
  descendants,
  enclosing,
  kindOf,
  namedChildren,
  type NodeId,
  NONE,
  parentOf,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import { argumentsOf, calleeName, declarators, nameAt, plainOf } from "./calls.ts";

/** Fixed text of a format, character by character as the program sees it, with the ranges in the source that stand for them. */
export interface FixedPiece {
  readonly kind: "text";
  readonly value: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** `%s` and the argument that fills it. */
export interface FilledPiece {
  readonly kind: "filled";
  readonly argument: NodeId;
  readonly start: number;
  readonly end: number;
}

/** A text that one call of `snprintf` or `sprintf` puts together. */
export interface BuiltText {
  readonly call: NodeId;
  /** The statement that is the call; NONE where its result is used. */
  readonly statement: NodeId;
  readonly target: NodeId;
  readonly name: string;
  readonly pieces: readonly (FixedPiece | FilledPiece)[];
  /** Arguments that are printed as numbers; each stands as `0` in the text. */
  readonly numbers: readonly NodeId[];
}

const FORMAT_AT: Readonly<Record<string, number>> = { snprintf: 2, sprintf: 1, fprintf: 1, dprintf: 1, printf: 0 };
const DIRECTIVE = /%(?:[-+ #0]*\d*(?:\.\d+)?(?:hh|h|ll|l|z|j|t)?[diouxX]|[s%])/y;
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", '"': '"', "'": "'", "\\": "\\" };
const WRITERS =
  /^(?:v?snprintf|v?sprintf|strn?cat|strn?cpy|strlcpy|strlcat|memcpy|memmove|memset|fgets|gets|read|fread|sscanf)$/u;

/** How the text that an expression names was built in the function around it; a reason in words where that cannot be told. */
export function builtText(tree: SyntaxTree, use: NodeId): BuiltText | string {
  const name = nameAt(tree, plainOf(tree, use));
  const definition = enclosing(tree, use, ["function_definition"]);
  if (name === "" || definition === NONE) return "the text has no name of its own";
  if (declarators(tree, definition, name).length !== 1) return "the text is not one variable of the function";
  const writes = descendants(tree, definition, ["call_expression"]).filter(
    (call) => WRITERS.test(calleeName(tree, call)) && nameAt(tree, plainOf(tree, argumentsOf(tree, call)[0] ?? NONE)) === name,
  );
  const [call, ...more] = writes;
  if (call === undefined || more.length > 0) return "the text is not put together by one call";
  if (isAssigned(tree, definition, name)) return "the text is changed where it is built";
  const block = enclosing(tree, call, ["compound_statement"]);
  if ((tree.ends[call] as number) > (tree.starts[use] as number) || (tree.ends[block] as number) < (tree.ends[use] as number))
    return "the text is not built on every way to its use";
  return readCall(tree, call, name);
}

/** What a call with a written format puts together. */
export function readFormat(tree: SyntaxTree, call: NodeId): BuiltText | string {
  return readCall(tree, call, nameAt(tree, argumentsOf(tree, call)[0]));
}

function readCall(tree: SyntaxTree, call: NodeId, name: string): BuiltText | string {
  const all = argumentsOf(tree, call);
  const at = FORMAT_AT[calleeName(tree, call)];
  const format = at === undefined ? undefined : all[at];
  if (at === undefined || format === undefined) return "the text is not put together by one call of snprintf";
  const literals = literalsOf(tree, format);
  if (literals === undefined) return "the form of the text is not written at the call";
  const given = all.slice(at + 1);
  const pieces: (FixedPiece | FilledPiece)[] = [];
  const numbers: NodeId[] = [];
  for (const literal of literals) {
    const trouble = readLiteral(tree, literal, given, pieces, numbers);
    if (trouble !== undefined) return trouble;
  }
  if (given.length !== numbers.length + pieces.filter(({ kind }) => kind === "filled").length)
    return "the form of the text and its arguments do not fit";
  const parent = parentOf(tree, call);
  const statement = kindOf(tree, parent) === "expression_statement" ? parent : NONE;
  return { call, statement, target: all[0] as NodeId, name, pieces, numbers };
}

function literalsOf(tree: SyntaxTree, node: NodeId): NodeId[] | undefined {
  if (kindOf(tree, node) === "string_literal") return [node];
  if (kindOf(tree, node) !== "concatenated_string") return undefined;
  const parts = namedChildren(tree, node).filter((child) => kindOf(tree, child) !== "comment");
  return parts.every((part) => kindOf(tree, part) === "string_literal") ? parts : undefined;
}

function readLiteral(
  tree: SyntaxTree,
  literal: NodeId,
  given: readonly NodeId[],
  pieces: (FixedPiece | FilledPiece)[],
  numbers: NodeId[],
): string | undefined {
  const last = (tree.ends[literal] as number) - 1;
  const add = (value: string, start: number, end: number): void => {
    const piece = pieces.at(-1);
    if (piece?.kind !== "text") pieces.push({ kind: "text", value, starts: [start], ends: [end] });
    else
      pieces[pieces.length - 1] = {
        kind: "text",
        value: piece.value + value,
        starts: [...piece.starts, start],
        ends: [...piece.ends, end],
      };
  };
  if (tree.text[tree.starts[literal] as number] !== '"') return "the form of the text is not plain";
  for (let at = (tree.starts[literal] as number) + 1; at < last; ) {
    const char = tree.text[at] as string;
    DIRECTIVE.lastIndex = at;
    const directive = char === "%" ? DIRECTIVE.exec(tree.text)?.[0] : undefined;
    if (char === "%" && directive === undefined) return "the form of the text asks for more than plain values";
    if (char === "\\" && ESCAPES[tree.text[at + 1] ?? ""] === undefined) return "the form of the text has unusual characters";
    const end = at + (directive?.length ?? (char === "\\" ? 2 : 1));
    const next = given[numbers.length + pieces.filter(({ kind }) => kind === "filled").length];
    if (directive === undefined) add(char === "\\" ? (ESCAPES[tree.text[at + 1] ?? ""] as string) : char, at, end);
    else if (directive === "%%") add("%", at, end);
    else if (next === undefined) return "the form of the text and its arguments do not fit";
    else if (directive === "%s") pieces.push({ kind: "filled", argument: next, start: at, end });
    else {
      numbers.push(next);
      add("0", at, end);
    }
    at = end;
  }
  return undefined;
}

/** An assignment to the variable, or to what it holds. */
function isAssigned(tree: SyntaxTree, definition: NodeId, name: string): boolean {
  return descendants(tree, definition, ["assignment_expression"]).some((node) => {
    let left = childByField(tree, node, "left");
    while (kindOf(tree, left) === "subscript_expression" || kindOf(tree, left) === "pointer_expression")
      left = childByField(tree, left, "argument");
    return textOf(tree, left) === name && kindOf(tree, childByField(tree, node, "right")) !== "call_expression";
  });
}
