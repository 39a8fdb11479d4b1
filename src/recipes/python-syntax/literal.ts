import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, children, kindOf, NONE, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";

export interface LiteralText {
  readonly kind: "text";
  /** Decoded; an escape that names a character stands as U+FFFD. */
  readonly value: string;
  /** Source offset of each unit, and one more: the end. */
  readonly offsets: readonly number[];
}

export interface LiteralHole {
  readonly kind: "hole";
  readonly node: NodeId;
  readonly start: number;
  readonly end: number;
  /** False for `!r`, `=`, widths and other forms that change the text of the value. */
  readonly plain: boolean;
  readonly numeric: boolean;
}

export interface DecodedLiteral {
  readonly formatted: boolean;
  readonly parts: readonly (LiteralText | LiteralHole)[];
  /** Removes the `f` of the prefix. */
  readonly formatMark: TextEdit | undefined;
  /** Halves `{{` and `}}` of an f-string. */
  readonly braces: readonly TextEdit[];
}

export interface LiteralShape {
  /** Prefix letters in lower case, without `f`. */
  readonly prefix: string;
  readonly quote: string;
  readonly contentStart: number;
  readonly contentEnd: number;
}

export function literalShape(tree: SyntaxTree, literal: NodeId): LiteralShape {
  const [, prefix = "", quote = '"'] = /^([A-Za-z]*)("""|'''|"|')/.exec(textOf(tree, literal)) ?? [];
  return {
    prefix: prefix.toLowerCase().replace("f", ""),
    quote,
    contentStart: (tree.starts[literal] as number) + prefix.length + quote.length,
    contentEnd: (tree.ends[literal] as number) - quote.length,
  };
}

/** Fixed text and holes of one string literal; undefined for bytes and t-strings. */
export function decodeLiteral(tree: SyntaxTree, literal: NodeId): DecodedLiteral | undefined {
  const { prefix, contentStart, contentEnd } = literalShape(tree, literal);
  if (/[bt]/.test(prefix)) return undefined;
  const head = tree.text.slice(tree.starts[literal], contentStart);
  const mark = head.search(/[fF]/);
  const start = (tree.starts[literal] as number) + mark;
  const parts: (LiteralText | LiteralHole)[] = [];
  const braces: TextEdit[] = [];
  let from = contentStart;
  const text = (to: number): void => {
    parts.push(decode(tree.text, from, to, prefix.includes("r"), mark >= 0 ? braces : undefined));
  };
  for (const child of children(tree, literal)) {
    if (kindOf(tree, child) !== "interpolation") continue;
    text(tree.starts[child] as number);
    parts.push(interpolation(tree, child));
    from = tree.ends[child] as number;
  }
  text(contentEnd);
  return { formatted: mark >= 0, parts, braces, formatMark: mark < 0 ? undefined : { start, end: start + 1, text: "" } };
}

function interpolation(tree: SyntaxTree, node: NodeId): LiteralHole {
  const expression = childByField(tree, node, "expression");
  const conversion = childByField(tree, node, "type_conversion");
  const spec = childByField(tree, node, "format_specifier");
  const form = spec === NONE ? "" : textOf(tree, spec);
  const shown = children(tree, node).some((child) => textOf(tree, child) === "=");
  return {
    kind: "hole",
    node: expression,
    start: tree.starts[node] as number,
    end: tree.ends[node] as number,
    plain:
      expression !== NONE && (conversion === NONE || textOf(tree, conversion) === "!s") && /^(:[ds]?)?$/.test(form) && !shown,
    numeric: form === ":d",
  };
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  "\\": "\\",
  "'": "'",
  '"': '"',
  "\n": "",
  "\r\n": "",
};

function decode(source: string, start: number, end: number, raw: boolean, braces: TextEdit[] | undefined): LiteralText {
  let value = "";
  const offsets: number[] = [];
  const push = (decoded: string, at: number): void => {
    value += decoded;
    for (let unit = 0; unit < decoded.length; unit++) offsets.push(at);
  };
  for (let at = start; at < end; ) {
    const unit = source[at] as string;
    if (unit === "\\" && !raw) {
      const escape = /\\(\r\n|N\{[^}]*\}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|[^])/y;
      escape.lastIndex = at;
      const whole = escape.exec(source)?.[1] ?? "";
      push(ESCAPES[whole] ?? "\ufffd", at);
      at += 1 + whole.length;
    } else if (braces !== undefined && (unit === "{" || unit === "}") && source[at + 1] === unit) {
      push(unit, at);
      braces.push({ start: at + 1, end: at + 2, text: "" });
      at += 2;
    } else {
      push(unit, at);
      at++;
    }
  }
  return { kind: "text", value, offsets: [...offsets, end] };
}
