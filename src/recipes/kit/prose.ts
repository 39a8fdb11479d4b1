/** Whether a text for people names the number, with or without separators between its digits: then the number is part of what was agreed. */
export function namesNumber(prose: string, number: number): boolean {
  return [...prose.matchAll(/\d[\d_,]*/gu)].some(([digits]) => Number(digits.replaceAll(/[_,]/gu, "")) === number);
}

const VALUES: readonly (readonly [told: RegExp, value: string])[] = [
  [/empty string/iu, "text"],
  [/\b(?:None|null)\b/u, "nothing"],
  [/\bfalse\b/iu, "false"],
];

/**
 * Which value a text for people promises when something is invalid or goes wrong: `return None if the path is invalid`, `if any error
 * occurs …, return an empty string`. Undefined where it promises none or several.
 */
export function promisedFailure(prose: string): "text" | "nothing" | "false" | undefined {
  const told = new Set<string>();
  for (const sentence of prose.split(/[.;](?:\s|$)|\n\s*\n|\n\s*[*#-]?\s*(?=[:@])/u)) {
    if (
      !/\breturn/iu.test(sentence) ||
      !/\b(?:error|invalid|fail\w*|not (?:allowed|valid|safe)|goes wrong|unsafe|refused)\b/iu.test(sentence)
    )
      continue;
    for (const [pattern, value] of VALUES) if (pattern.test(sentence)) told.add(value);
  }
  const [only, ...more] = told;
  return more.length > 0 ? undefined : (only as "text" | "nothing" | "false" | undefined);
}

/** Whether a text for people says that what is made becomes part of a web page. */
export function speaksOfPage(prose: string): boolean {
  return /\b(?:render|show|display|embed|insert|includ|plac)\w*\b[^.]*\b(?:html|web ?pages?|browser)\b|\b(?:in|into|on) (?:an?|the) (?:html|web) ?page/iu.test(
    prose,
  );
}
