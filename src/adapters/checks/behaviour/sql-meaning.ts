/** A statement with its spaces made one and numbers in quotes written without them, as a database compares them with a column. */
export function sqlMeaning(statement: string): string {
  let meaning = "";
  for (const [token] of statement.matchAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|\s+|[^'"\s]+|['"]/g)) {
    if (/^'-?\d+(?:\.\d+)?'$/.test(token)) meaning += token.slice(1, -1);
    else if (/^".*"$/s.test(token)) meaning += `'${token.slice(1, -1).replaceAll('""', '"')}'`;
    else meaning += /^\s+$/.test(token) ? " " : token;
  }
  return meaning
    .trim()
    .replace(/;$/, "")
    .replaceAll(/ ?([(),=<>]+) ?/g, "$1");
}
