/** How a database reads quotes and backslashes. */
type Dialect = "standard" | "mysql" | "xpath";

/** What a driver's statement may be read by: where it is not known, by every one of them. */
const DIALECTS: Readonly<Record<string, readonly Dialect[]>> = {
  sqlite: ["standard"],
  postgres: ["standard"],
  ansi: ["standard"],
  mysql: ["mysql"],
  any: ["standard", "mysql"],
  xpath: ["xpath"],
};

/**
 * True when a payload in a statement is more than the value of one literal: the statement's structure is another one than those of the
 * `controls`, the statements that harmless values led to. `mark` is a word of the payload that occurs nowhere else; a statement without it holds
 * no payload. Without controls the payload, as it was sent, must stand inside one literal.
 */
export function breaksStructure(
  statement: string,
  mark: string,
  payload: string,
  driver: string,
  controls: readonly string[],
): boolean {
  if (!statement.includes(mark)) return false;
  return (DIALECTS[driver] ?? DIALECTS["any"] ?? []).some((dialect) => {
    if (controls.length > 0) {
      const structure = structureOf(statement, dialect);
      return structure.includes(mark) || !controls.some((control) => structureOf(control, dialect) === structure);
    }
    const literals = literalsOf(statement, dialect).filter(({ value }) => value.includes(mark));
    return literals.length === 0 || (statement.includes(payload) && !literals.some(({ value }) => value.includes(payload)));
  });
}

/** The statement with every literal and number as `?`, spaces made one. */
function structureOf(statement: string, dialect: Dialect): string {
  let structure = "";
  let at = 0;
  for (const { start, end } of literalsOf(statement, dialect)) {
    structure += `${statement.slice(at, start)}?`;
    at = end;
  }
  structure += statement.slice(at);
  return structure
    .replaceAll(/\b\d+(?:\.\d+)?\b/g, "?")
    .replaceAll(/\s+/g, " ")
    .trim();
}

function literalsOf(statement: string, dialect: Dialect): { start: number; end: number; value: string }[] {
  const found: { start: number; end: number; value: string }[] = [];
  for (let at = 0; at < statement.length; ) {
    const rest = statement.slice(at, at + 2);
    if ((rest === "--" && dialect !== "xpath") || (dialect === "mysql" && rest[0] === "#"))
      at = endOr(statement.indexOf("\n", at), statement);
    else if (rest === "/*" && dialect !== "xpath") at = endOr(statement.indexOf("*/", at + 2), statement) + 2;
    else if (rest[0] === "'" || rest[0] === '"' || rest[0] === "`") {
      const literal = readQuoted(statement, at, dialect);
      found.push(literal);
      at = literal.end;
    } else at += 1;
  }
  return found;
}

function endOr(index: number, statement: string): number {
  return index < 0 ? statement.length : index;
}

function readQuoted(statement: string, start: number, dialect: Dialect): { start: number; end: number; value: string } {
  const quote = statement[start];
  let value = "";
  let at = start + 1;
  for (; at < statement.length; at++) {
    const letter = statement[at];
    if (letter === "\\" && dialect === "mysql") value += statement[++at] ?? "";
    else if (letter !== quote) value += letter;
    else if (statement[at + 1] === quote && dialect !== "xpath") value += statement[++at] ?? "";
    else break;
  }
  return { start, end: Math.min(at + 1, statement.length), value };
}
