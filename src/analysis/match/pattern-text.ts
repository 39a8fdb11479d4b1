import type { Dialect } from "#analysis/parse/dialect.ts";

/** Pattern text in which metavariables and ellipses became identifiers that the grammar accepts. */
export const ELLIPSIS = "__assay_rest__";
export const DEEP = "__assay_deep__";
/** Class around a pattern that is a method. */
export const METHOD_CLASS = "__assay_class__";
const META = "__assay_meta_";
const REST = "__assay_rest_";
const TYPED = "__assay_typed_";

const METAVARIABLE = /\$(\.\.\.)?([A-Z_][A-Z_0-9]*)(?![A-Za-z0-9_])/y;
const WORD = /[A-Za-z_$][\w$]*/y;
const NUMBER = /\d[\w$]*/y;

/** Name of the metavariable a placeholder stands for: `""` for `$_`; undefined for any other text. */
export function metavariableOf(text: string): { name: string; rest: boolean } | undefined {
  if (text === ELLIPSIS) return { name: "", rest: true };
  const match = /^__assay_(meta|rest)_([A-Z_][A-Z_0-9]*)__$/.exec(text);
  return match === null ? undefined : { name: match[2] === "_" ? "" : (match[2] as string), rest: match[1] === "rest" };
}

/** Name and type of the typed metavariable `($X: T)` that a placeholder stands for; undefined for any other text. */
export function typedMetavariableOf(text: string): { name: string; type: string } | undefined {
  const match = /^__assay_typed_([0-9a-f]+)_([A-Z_][A-Z_0-9]*)__$/.exec(text);
  if (match === null) return undefined;
  const type = (match[1] as string).replace(/..../g, (code) => String.fromCharCode(Number.parseInt(code, 16)));
  return { name: match[2] as string, type };
}

/** How `...` is written where a plain identifier does not parse. */
export interface Spelling {
  /** Directly inside `{`. */
  readonly inBraces: string;
  /** Where nothing is open. */
  readonly atTop?: string;
  /** Where nothing is open and a statement begins. */
  readonly asStatement?: string;
  readonly anyParameter?: string;
  readonly listsInBraces?: boolean;
  readonly typeBefore?: boolean;
  readonly wrap?: (text: string) => string;
  /** The pattern is what stands in the block of this. */
  readonly around?: Dialect["around"];
}

interface Scan {
  readonly out: string[];
  readonly words: Set<string>;
}

/**
 * Replaces `$X`, `$...X`, `...` and `<... e ...>`; strings keep their dots, but metavariables in them are replaced too. Collects the identifiers
 * that must occur in a text for the pattern to match there (`words`), keywords included.
 */
export function withPlaceholders(
  source: string,
  indented: boolean,
  spelling: Spelling,
): { text: string; words: ReadonlySet<string> } {
  const scan: Scan = { out: [], words: new Set() };
  const brackets: string[] = [];
  let position = 0;
  while (position < source.length) {
    const unit = source[position] as string;
    const quoted = stringAt(source, position, indented);
    if (quoted !== undefined) {
      scan.out.push(inString(source.slice(position, quoted)));
      position = quoted;
      continue;
    }
    const special = typedAt(source, position, spelling.typeBefore === true, scan) ?? forAt(source, position, indented, scan);
    if (special !== undefined) {
      position = special;
      continue;
    }
    METAVARIABLE.lastIndex = position;
    const metavariable = METAVARIABLE.exec(source);
    if (metavariable !== null) {
      scan.out.push(`${metavariable[1] === undefined ? META : REST}${metavariable[2]}__`);
      position = METAVARIABLE.lastIndex;
      continue;
    }
    WORD.lastIndex = position;
    const word = WORD.exec(source);
    if (word !== null) {
      position = WORD.lastIndex;
      scan.out.push(word[0]);
      if (stringAt(source, position, indented) === undefined) scan.words.add(word[0]);
      continue;
    }
    NUMBER.lastIndex = position;
    const number = NUMBER.exec(source);
    if (number !== null) {
      position = NUMBER.lastIndex;
      scan.out.push(number[0]);
      continue;
    }
    position += punctuation(source, position, indented, spelling, brackets, scan, unit);
  }
  const text = scan.out.join("");
  return { text: spelling.wrap === undefined ? text : spelling.wrap(text), words: scan.words };
}

const TYPED_BEFORE = /\(\s*([A-Za-z_][\w.]*(?:<[\w.?, <>]*>)?(?:\[\])?)\s+\$([A-Z_][A-Z_0-9]*)\s*\)/y;
const TYPED_METAVARIABLE =
  /\(\s*\$([A-Z_][A-Z_0-9]*)\s*:\s*([A-Za-z_$][\w$.]*(?:<[\w$., ]*>|\[[\w$., ]*\])?(?:\s*\|\s*[\w$.]+)*)\s*\)(?!\s*(?:=>|\{))/y;

/** `($X: T)`, or `(T $X)`, where an expression stands, not a list of parameters; gives the position behind it. */
function typedAt(source: string, position: number, before: boolean, scan: Scan): number | undefined {
  if (
    source[position] !== "(" ||
    /[\w$)\]]\s*$/.test(source.slice(0, position).replace(/\b(?:return|await|not|in|and|or|if|typeof)\s*$/, ""))
  )
    return undefined;
  const form = before ? TYPED_BEFORE : TYPED_METAVARIABLE;
  form.lastIndex = position;
  const match = form.exec(source);
  if (match === null) return undefined;
  const [, first, second] = match as unknown as [string, string, string];
  const [name, type] = before ? [second, first] : [first, second];
  const code = Array.from({ length: type.length }, (_, at) => type.charCodeAt(at).toString(16).padStart(4, "0")).join("");
  scan.out.push(`${TYPED}${code}_${name}__`);
  return form.lastIndex;
}

const ANY_FOR = /for\s*\(\s*\.\.\.\s*\)/y;

/** `for (...)`, any loop with that word. */
function forAt(source: string, position: number, indented: boolean, scan: Scan): number | undefined {
  ANY_FOR.lastIndex = position;
  if (indented || /[\w$.]/.test(source[position - 1] ?? "") || !ANY_FOR.test(source)) return undefined;
  scan.out.push(`for (${ELLIPSIS};;)`);
  scan.words.add("for");
  return ANY_FOR.lastIndex;
}

function punctuation(
  source: string,
  position: number,
  indented: boolean,
  spelling: Spelling,
  brackets: string[],
  scan: Scan,
  unit: string,
): number {
  if (source.startsWith("<...", position)) {
    scan.out.push(`${DEEP}(`);
    brackets.push("<");
    return 4;
  }
  if (source.startsWith("...>", position) && brackets.at(-1) === "<") {
    scan.out.push(")");
    brackets.pop();
    return 4;
  }
  if (source.startsWith("...", position)) {
    const spread = !indented && /[\w$[({"'`]/.test(source[position + 3] ?? "");
    const own = brackets.length === 0 && beginsStatement(scan.out) ? spelling.asStatement : undefined;
    scan.out.push(spread ? "..." : (own ?? ellipsisIn(brackets.at(-1), spelling)));
    return 3;
  }
  if (unit === "(" && spelling.anyParameter !== undefined && opensParameters(source, position)) brackets.push("parameters");
  else if (unit === "{" && spelling.listsInBraces === true && opensList(source, position, brackets.at(-1))) brackets.push("list");
  else if ("([{".includes(unit)) brackets.push(unit);
  else if (")]}".includes(unit)) brackets.pop();
  scan.out.push(unit);
  return 1;
}

/** Whether what was written so far ends where another statement may begin. */
function beginsStatement(written: readonly string[]): boolean {
  const last = written
    .findLast((part) => part.trim() !== "")
    ?.trimEnd()
    .at(-1);
  return last === undefined || ";{}".includes(last);
}

function ellipsisIn(bracket: string | undefined, { inBraces, atTop, anyParameter }: Spelling): string {
  if (bracket === "{") return inBraces;
  if (bracket === "parameters") return anyParameter ?? ELLIPSIS;
  return bracket === undefined ? (atTop ?? ELLIPSIS) : ELLIPSIS;
}

/** Whether the brace opens a list of values: behind `=`, the dimensions of an array, or within another such list. */
function opensList(source: string, position: number, around: string | undefined): boolean {
  const before = source.slice(0, position).trimEnd();
  return around === "list" || before.endsWith("]") || /[^=!<>]=$/.test(before);
}

/** Whether the parenthesis opens the parameters of a function that is written out: a body or a list of errors follows. */
function opensParameters(source: string, position: number): boolean {
  if (
    !/[\w$]\s*$/.test(source.slice(0, position)) ||
    /\b(?:if|for|while|switch|catch|try|synchronized)\s*$/.test(source.slice(0, position))
  )
    return false;
  let depth = 0;
  for (let at = position; at < source.length; at++) {
    if (source[at] === "(") depth++;
    else if (source[at] === ")" && --depth === 0)
      return /^\s*(?:\{|throws\b)/.test(source.slice(at + 1)) && !/\bnew\s+[\w.$<>]+\s*$/.test(source.slice(0, position));
  }
  return false;
}

function inString(text: string): string {
  return text.replace(/\$([A-Z_][A-Z_0-9]*)(?![A-Za-z0-9_])/g, (_, name: string) => `${META}${name}__`);
}

/** End of the string literal that starts here, or undefined. */
function stringAt(source: string, position: number, indented: boolean): number | undefined {
  const quote = source[position] as string;
  if (quote !== '"' && quote !== "'" && (indented || quote !== "`")) return undefined;
  const triple = source.startsWith(quote.repeat(3), position);
  const close = triple ? quote.repeat(3) : quote;
  for (let at = position + close.length; at < source.length; at++) {
    if (source[at] === "\\") at++;
    else if (source.startsWith(close, at)) return at + close.length;
    else if (source[at] === "\n" && !triple && quote !== "`") return undefined;
  }
  return undefined;
}

/** Spellings to try, in order, until one parses without error. */
export function spellings(
  source: string,
  dialect: Pick<Dialect, "spellings" | "around" | "anyParameter" | "listsInBraces" | "typeBefore">,
): readonly Spelling[] {
  const { around } = dialect;
  const own = {
    ...(dialect.anyParameter === undefined ? {} : { anyParameter: dialect.anyParameter.replace("…", ELLIPSIS) }),
    ...(dialect.listsInBraces === true ? { listsInBraces: true } : {}),
    ...(dialect.typeBefore === true ? { typeBefore: true } : {}),
  };
  const inside = [`${ELLIPSIS};`, ELLIPSIS].flatMap((inBraces) =>
    ["", ";"].flatMap((end): Spelling[] =>
      around === undefined
        ? []
        : [{ inBraces, asStatement: inBraces, wrap: (text) => `${around.open}${text}${end}${around.close}`, around }],
    ),
  );
  const special = dialect.spellings.filter(({ only }) => only !== undefined && new RegExp(only, "u").test(source.trim()));
  const written = (special.length > 0 ? special : dialect.spellings).map(({ inBraces, atTop, text }): Spelling => {
    const braces = {
      ...own,
      inBraces: inBraces.replace("…", ELLIPSIS),
      ...(atTop === undefined ? {} : { atTop: atTop.replace("…", ELLIPSIS) }),
    };
    if (text === undefined) return braces;
    const [before = "", after = ""] = text.replace("§", METHOD_CLASS).split("@");
    return { ...braces, wrap: (pattern) => `${before}${pattern}${after}` };
  });
  return [...inside, ...written];
}
