import { type ParseError, parse, printParseErrorCode, visit } from "jsonc-parser";
import { isRecord, type LockProblem } from "./locked-package.ts";

export interface LocatedJson {
  readonly value: Readonly<Record<string, unknown>>;
  /** 1-based line where the object at this path begins; 1 for a path that holds none. */
  readonly lineOf: (...path: readonly (string | number)[]) => number;
  /** Keys that stand twice in one object. */
  readonly problems: readonly LockProblem[];
}

/** Deeper texts would overflow the stack of a reader. */
const DEEPEST = 500;

/** Strict JSON whose top is an object, with the lines of its objects. */
export function readJson(text: string): LocatedJson | LockProblem {
  const bare = text.startsWith("\ufeff") ? text.slice(1) : text;
  const deep = tooDeep(bare);
  if (deep !== undefined) return { code: "bad-syntax", message: `nested deeper than ${DEEPEST} levels`, line: deep };
  let value: unknown;
  try {
    value = JSON.parse(bare);
  } catch {
    return syntaxProblem(bare);
  }
  if (!isRecord(value)) return { code: "wrong-schema", message: "the document is no object" };
  return { value, ...locate(bare) };
}

function syntaxProblem(text: string): LockProblem {
  const errors: ParseError[] = [];
  parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors;
  if (first === undefined) return { code: "bad-syntax", message: "no JSON" };
  const line = text.slice(0, first.offset).split("\n").length;
  return { code: "bad-syntax", message: `no JSON: ${printParseErrorCode(first.error)}`, line };
}

function locate(text: string): Pick<LocatedJson, "lineOf" | "problems"> {
  const lines = new Map<string, number>();
  const problems: LockProblem[] = [];
  const open: Set<string>[] = [];
  visit(text, {
    onObjectBegin: (_offset, _length, line, _character, path) => {
      open.push(new Set());
      lines.set(keyOf(path()), line + 1);
    },
    onObjectProperty: (key, _offset, _length, line) => {
      const keys = open.at(-1);
      if (keys?.has(key) === true)
        problems.push({ code: "duplicate-key", message: `${JSON.stringify(key).slice(0, 100)} stands twice`, line: line + 1 });
      keys?.add(key);
    },
    onObjectEnd: () => {
      open.pop();
    },
  });
  return { lineOf: (...path) => lines.get(keyOf(path)) ?? 1, problems: problems.slice(0, 20) };
}

function keyOf(path: readonly (string | number)[]): string {
  return path.join("\0");
}

/** The line where the nesting becomes too deep; quotes are honoured, nothing else is judged. */
function tooDeep(text: string): number | undefined {
  let depth = 0;
  let quoted = false;
  let line = 1;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 10) line++;
    if (quoted) {
      if (unit === 92) at++;
      else if (unit === 34) quoted = false;
    } else if (unit === 34) quoted = true;
    else if (unit === 123 || unit === 91) {
      if (++depth > DEEPEST) return line;
    } else if (unit === 125 || unit === 93) depth--;
  }
  return undefined;
}
