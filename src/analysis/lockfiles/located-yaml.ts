import { isCollection, isMap, isScalar, isSeq, LineCounter, parseDocument, type YAMLMap } from "yaml";
import { isRecord, type LockProblem } from "./locked-package.ts";

export interface LocatedYaml {
  readonly value: Readonly<Record<string, unknown>>;
  /** 1-based line of a key of the table at `path`; 1 where there is none. */
  readonly lineOf: (...path: readonly string[]) => number;
  readonly problems: readonly LockProblem[];
}

/** A YAML document whose top is a table, with the lines of its keys. Aliases are not resolved: lock files have none. */
export function readYaml(text: string): LocatedYaml | LockProblem {
  const counter = new LineCounter();
  let document: ReturnType<typeof parseDocument>;
  let value: unknown;
  try {
    document = parseDocument(text, { lineCounter: counter, strict: true, uniqueKeys: false, stringKeys: true });
    const [fatal] = document.errors;
    if (fatal !== undefined)
      return { code: "bad-syntax", message: `no YAML: ${fatal.code}`, line: counter.linePos(fatal.pos[0]).line };
    value = document.toJS({ maxAliasCount: 0 });
  } catch (error) {
    // The parser recurses; a text that is nested without end is no lock file, nor is one with aliases.
    return { code: "bad-syntax", message: `no YAML: ${error instanceof Error ? error.message.slice(0, 200) : String(error)}` };
  }
  const contents = document.contents;
  if (!isRecord(value) || !isMap(contents)) return { code: "wrong-schema", message: "the document is no table" };
  const tables = new Map<string, Map<string, number>>();
  const linesOf = (path: readonly string[]): Map<string, number> => {
    const key = path.join("\0");
    const kept = tables.get(key) ?? keyLines(path.length === 0 ? contents : document.getIn(path), counter);
    tables.set(key, kept);
    return kept;
  };
  return {
    value,
    lineOf: (...path) => linesOf(path.slice(0, -1)).get(path.at(-1) ?? "") ?? 1,
    problems: duplicates(contents, counter),
  };
}

function keyLines(table: unknown, counter: LineCounter): Map<string, number> {
  const lines = new Map<string, number>();
  if (!isMap(table)) return lines;
  for (const { key } of (table as YAMLMap).items) {
    if (isScalar(key) && key.range) lines.set(String(key.value), counter.linePos(key.range[0]).line);
  }
  return lines;
}

/** The parser's own search compares every key with every other. */
function duplicates(top: YAMLMap, counter: LineCounter): LockProblem[] {
  const problems: LockProblem[] = [];
  const open: unknown[] = [top];
  for (let node = open.pop(); node !== undefined && problems.length < 20; node = open.pop()) {
    if (isSeq(node)) open.push(...node.items.filter(isCollection));
    if (!isMap(node)) continue;
    const keys = new Set<unknown>();
    for (const { key, value } of node.items) {
      if (isCollection(value)) open.push(value);
      const name = isScalar(key) ? key.value : key;
      const line = isScalar(key) && key.range ? counter.linePos(key.range[0]).line : 1;
      if (keys.has(name)) problems.push({ code: "duplicate-key", message: `${String(name).slice(0, 100)} stands twice`, line });
      keys.add(name);
    }
  }
  return problems;
}
