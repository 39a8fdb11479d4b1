import { type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { CFunction, CParameter, CType } from "./signature.ts";

/** How a harness makes an argument, and what a value of it is. */
export type Shape =
  /** A number; `signed` says how it is shown. */
  | { readonly kind: "number"; readonly bytes: number }
  /** Text with a mark at its end, in exactly as much memory; with `room` in a buffer of so many bytes. */
  | { readonly kind: "text"; readonly room: number }
  /** So many elements as the value has, in exactly as much memory; with `marked` a text with its mark among them. The count is another parameter. */
  | { readonly kind: "elements"; readonly marked: boolean; readonly count: number }
  /** The number of elements of the parameter at that place. */
  | { readonly kind: "count" }
  /** One element that is written to. */
  | { readonly kind: "cell" }
  /** A pointer that the function may set; nothing before. */
  | { readonly kind: "place" }
  /** Texts, as of `argv`; the count is another parameter. */
  | { readonly kind: "texts"; readonly count: number }
  /** Name of a file with these bytes. */
  | { readonly kind: "file" }
  /** A folder that exists. */
  | { readonly kind: "folder" }
  | { readonly kind: "stream" }
  | { readonly kind: "database" }
  /** What a library makes, by the function of the harness that does. */
  | { readonly kind: "handle"; readonly maker: string }
  /** A record full of zeros. */
  | { readonly kind: "record" };

export interface ShapedParameter extends CParameter {
  readonly shape: Shape;
}

/** Bytes of numbers by their type. */
const WIDTHS: readonly (readonly [pattern: RegExp, bytes: number])[] = [
  [/^(?:(?:un)?signed )?char$|^u?int8_t$|^_?[Bb]ool$/, 1],
  [/^(?:(?:un)?signed )?short(?: int)?$|^u?int16_t$/, 2],
  [/^(?:(?:un)?signed )?int$|^(?:un)?signed$|^u?int32_t$|^enum\b|^(?:mode|uid|gid|pid)_t$/, 4],
  [/^(?:(?:un)?signed )?long(?: long)?(?: int)?$|^u?int(?:64|ptr|max)_t$|^s?size_t$|^(?:off|time|ptrdiff)_t$/, 8],
];
/** What stands behind one pointer, or in a name that is one, and is made by a library. */
const HANDLES: readonly (readonly [type: RegExp, maker: string])[] = [
  [/^SSL_CTX$/, "assay_tls_context"],
  [/^SSL$/, "assay_tls"],
  [/^CURL$/, "assay_curl"],
  [/^xmlParserCtxt(?:Ptr)?$/, "assay_document"],
];
const COUNT =
  /(?:^|_)(?:n|len|length|size|sz|cnt|count|num|cap|capacity|max|bytes|limit|argc|total)\d*$|(?:Len|Length|Size|Count|Max)$|^(?:n|num|max|buf|out|in|dst|dest|src|data|str|name|arr)_?(?:len|size|sz|n|items|elements|entries)?$/i;
/** Memory of a text that a function writes to without being told how much there is. */
const ROOM = 4096;

export function widthOf({ base, pointers }: CType): number | undefined {
  return pointers > 0 ? undefined : WIDTHS.find(([pattern]) => pattern.test(base))?.[1];
}

/** The shapes of a function's parameters, with those that are named like one as folders where that is wanted, or in words why one of them cannot be made. */
export function shapesOf(tree: SyntaxTree, called: CFunction, folders: boolean): readonly ShapedParameter[] | string {
  if (called.barred !== undefined) return `${called.barred}.`;
  const { parameters } = called;
  const body = textOf(tree, called.node);
  const counts = new Map<number, number>();
  for (const [index, each] of parameters.entries()) {
    if (each.type.pointers === 0 || isOpaque(each.type)) continue;
    const free = (place: number): boolean => isCount(parameters[place]) && ![...counts.values()].includes(place);
    const place = [index + 1, index - 1, ...(called.name === "main" ? [0] : [])].find(
      (at) => free(at) && (at > index || !takesOther(parameters, at, index)),
    );
    if (place !== undefined) counts.set(index, place);
  }
  const shaped: ShapedParameter[] = [];
  for (const [index, parameter] of parameters.entries()) {
    const counted = [...counts.values()].includes(index);
    const shape = counted ? ({ kind: "count" } as const) : shapeOf(parameter, counts.get(index), body, folders);
    if (typeof shape === "string") return `${called.name}: ${shape}.`;
    shaped.push({ ...parameter, shape });
  }
  return shaped;
}

/** A number behind a pointer belongs to that one rather than to the next. */
function takesOther(parameters: readonly CParameter[], at: number, index: number): boolean {
  return at > 0 && at - 1 !== index && (parameters[at - 1]?.type.pointers ?? 0) > 0;
}

function isCount(parameter: CParameter | undefined): boolean {
  return parameter !== undefined && (widthOf(parameter.type) ?? 0) >= 2 && COUNT.test(parameter.name);
}

function isOpaque({ base }: CType): boolean {
  return base === "FILE" || base === "sqlite3" || /^(?:struct|union) /.test(base);
}

function shapeOf({ name, type }: CParameter, count: number | undefined, body: string, folders: boolean): Shape | string {
  const { base, pointers } = type;
  const width = widthOf({ ...type, pointers: 0 });
  const maker = HANDLES.find(([handle]) => handle.test(base))?.[1];
  if (maker !== undefined && pointers === (base.endsWith("Ptr") ? 0 : 1)) return { kind: "handle", maker };
  if (pointers === 0) {
    if (base === "float" || base === "double") return { kind: "number", bytes: base === "float" ? 4 : 8 };
    return width === undefined ? `the type ${type.written.trim()} of ${name} is not known` : { kind: "number", bytes: width };
  }
  if (base === "FILE") return pointers === 1 ? { kind: "stream" } : `${name} is no plain stream`;
  if (base === "sqlite3") return pointers === 1 ? { kind: "database" } : `${name} is no plain database`;
  const isText = /^(?:(?:un)?signed )?char$|^u?int8_t$|^xmlChar$/.test(base);
  if (pointers === 2) {
    if (!isText) return `${name} is a pointer to a pointer`;
    return count === undefined ? { kind: "place" } : { kind: "texts", count };
  }
  if (pointers > 2) return `${name} is a pointer to a pointer`;
  if (/^(?:struct|union) /.test(base)) return `${name} points to a record, which has to be made by the program itself`;
  if (count !== undefined && (isText || base === "void" || width !== undefined))
    return { kind: "elements", count, marked: isText && (!type.constant || readsText(name, body)) };
  if (isText) return textShape(name, type, body, folders);
  if (base === "void") return `how much memory ${name} points to is not said`;
  return width === undefined && !/^(?:float|double)$/.test(base)
    ? `the type ${type.written.trim()} of ${name} is not known`
    : { kind: "cell" };
}

function textShape(name: string, { constant }: CType, body: string, folders: boolean): Shape {
  const at = escaped(name);
  if (folders && /^(?:dir|folder|directory|root|base)(?:_?(?:path|name|dir))?$|_dir(?:_?path)?$/i.test(name))
    return { kind: "folder" };
  if (
    /(?:path|file|filename|fname)$/i.test(name) &&
    new RegExp(`\\b(?:f?open\\w*|xml(?:Read|Parse)File)\\s*\\(\\s*${at}\\b`).test(body)
  )
    return { kind: "file" };
  const written = new RegExp(
    `\\b(?:str[nl]?(?:cpy|cat)|st[pr]n?cpy|v?sn?printf|mem(?:cpy|move|set)|gets|fgets|f?read|recv)\\s*\\(\\s*${at}\\b|\\b${at}\\s*\\[[^\\]]{0,200}\\]\\s*[-+|&^]?=(?!=)|\\*\\s*\\(?${at}\\b[^;=]{0,200}[^=!<>]=(?!=)|scanf\\s*\\([^;]{0,200},\\s*${at}\\b`,
  );
  return { kind: "text", room: !constant && written.test(body) ? ROOM : 0 };
}

/** Whether a function takes what a pointer points to for a text with its mark. */
function readsText(name: string, body: string): boolean {
  const at = escaped(name);
  return new RegExp(`\\bstr\\w{1,20}\\s*\\([^;]{0,200}\\b${at}\\b|printf\\s*\\([^;]{0,200}%s[^;]{0,200}\\b${at}\\b`).test(body);
}

function escaped(name: string): string {
  return name.replaceAll(/[^\w]/g, "");
}
