import { type LockedPackage, type LockReader, pythonName } from "./locked-package.ts";

/** requirements.txt and its like (https://pip.pypa.io/en/stable/reference/requirements-file-format/). */
const reader: LockReader = {
  id: "requirements",
  ecosystem: "PyPI",
  fits: (name) => /^(?:[\w.-]*requirements[\w.-]*|constraints)\.txt$/u.test(name),
  longest: 64_000_000,
  read(text) {
    const rows = logicalLines(text).flatMap(({ text: row, line }) => requirementOf(row, line) ?? []);
    const open = rows.filter(({ version }) => version === undefined);
    const packages = rows.flatMap(({ name, version, line }): LockedPackage[] =>
      version === undefined
        ? []
        : [{ ecosystem: "PyPI", name: pythonName(name), version, direct: undefined, dev: false, registry: true, line }],
    );
    if (open.length === 0) return { packages, problems: [] };
    const some = open.slice(0, 3).map(({ name, line }) => `${name} (line ${line})`);
    const message = `${open.length} of ${rows.length} requirements name no exact version: ${some.join(", ")}${open.length > 3 ? ", …" : ""}`;
    return { packages, problems: [{ code: "not-pinned", message, line: open[0]?.line ?? 1 }] };
  },
};

export default reader;

interface Requirement {
  readonly name: string;
  readonly version: string | undefined;
  readonly line: number;
}

/** Names that a requirements file asks for, pinned or not. */
export function requiredNames(text: string): string[] {
  return logicalLines(text).flatMap(({ text: row, line }) => requirementOf(row, line)?.name ?? []);
}

function logicalLines(text: string): { text: string; line: number }[] {
  const rows: { text: string; line: number }[] = [];
  let open: { text: string; line: number } | undefined;
  for (const [index, raw] of text
    .replace(/^\ufeff/u, "")
    .split(/\r?\n/u)
    .entries()) {
    const row = raw.replace(/(?:^|\s)#.*$/u, "");
    const joined: { text: string; line: number } =
      open === undefined ? { text: row, line: index + 1 } : { text: `${open.text} ${row}`, line: open.line };
    if (joined.text.endsWith("\\")) open = { ...joined, text: joined.text.slice(0, -1) };
    else {
      rows.push(joined);
      open = undefined;
    }
  }
  return open === undefined ? rows : [...rows, open];
}

/** Undefined for options, addresses and folders. `name @ address` has no version of a registry. */
function requirementOf(row: string, line: number): Requirement | undefined {
  const text = row.trim();
  const [, name, rest] = /^([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*(.*)$/su.exec(text) ?? [];
  if (name === undefined || rest === undefined || text.startsWith("-") || /^[./]|^\w+:\/\//u.test(text)) return undefined;
  if (!/^(?:$|[=<>!~;@(]|--hash)/u.test(rest) || rest.startsWith("@")) return undefined;
  const version = /^\(?={2,3}\s*([^\s;,)*]+)\)?\s*(?:;|--hash|$)/u.exec(rest)?.[1];
  return { name, version, line };
}
