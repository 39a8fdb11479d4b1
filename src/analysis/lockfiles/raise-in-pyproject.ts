import type { TextEdit } from "#domain/patch.ts";
import { pythonName } from "./locked-package.ts";
import type { Raise, Raised } from "./raise.ts";

/** A requirement of one clause in quotes (PEP 508): `"left[extra] >= 1.0 ; python_version > '3'"`. */
const REQUIREMENT = /(["'])\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]"']*\])?\s*(===?|>=|~=)\s*(\d[\w.!+-]*)\s*(?:;[^\n]*?)?\1/dgu;
/** What Poetry says of one dependency: `left = "^1.0"`, `left = { version = "^1.0", … }`. */
const POETRY =
  /^[ \t]*(["']?)([A-Za-z0-9][\w.-]*)\1[ \t]*=[ \t]*(?:\{[^\n}]*?\bversion[ \t]*=[ \t]*)?(["'])(\^|~|>=|==?)?[ \t]*(\d[\w.!+-]*)\3/du;
const LISTS = /^(?:project|project\.optional-dependencies|dependency-groups|tool\.(?:uv|pdm\.dev-dependencies))$/u;
const TABLES = /^tool\.poetry\.(?:(?:dev-)?dependencies|group\.[\w"'.-]+\.dependencies)$/u;

/** pyproject.toml: requirements of one clause keep their operator, in lists of PEP 621, PEP 735 and uv, and in Poetry's tables. Others are left to a person. */
export function raiseInPyproject(text: string, { name, to }: Raise): Raised {
  const wanted = pythonName(name);
  const edits: TextEdit[] = [];
  let table = "";
  let offset = 0;
  const raise = (found: string | undefined, at: readonly [number, number] | undefined): void => {
    if (found !== undefined && at !== undefined && pythonName(found) === wanted)
      edits.push({ start: offset + at[0], end: offset + at[1], text: to });
  };
  for (const line of text.split("\n")) {
    const head = /^[ \t]*\[{1,2}[ \t]*([^\]\s]+)[ \t]*\]{1,2}[ \t]*(?:#.*)?\r?$/u.exec(line);
    const code = line.replace(/(?:^|\s)#.*$/u, "");
    if (head?.[1] !== undefined) table = head[1];
    else if (LISTS.test(table)) for (const found of code.matchAll(REQUIREMENT)) raise(found[2], found.indices?.[4]);
    else if (TABLES.test(table)) {
      const found = POETRY.exec(code);
      if (found !== null) raise(found[2], found.indices?.[5]);
    }
    offset += line.length + 1;
  }
  return edits.length === 0 ? "pyproject.toml asks for it in no way that is known here" : edits;
}
