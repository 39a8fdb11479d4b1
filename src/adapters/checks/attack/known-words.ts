const QUOTED = /(["'])((?:(?!\1)[^\\\n]){1,40})\1/g;

/**
 * Texts that a function holds one of its parameters against, the nearest first: what it is compared with, what stands in lists it must be
 * in, and keys of tables it is looked up in. `around` is the text of the module, where such lists may be named. At most six.
 */
export function knownWords(name: string, body: string, around: string): string[] {
  const word = `(?<![\\w.$])${name.replaceAll("$", "\\$")}(?![\\w$])`;
  const all = (source: string): RegExpStringIterator<RegExpExecArray> => body.matchAll(new RegExp(source, "g"));
  const found: string[] = [];
  for (const [, , text = ""] of all(`${word} *[!=]==? *(["'])([^"'\\\\\\n]{1,40})\\1`)) found.push(text);
  for (const [, , text = ""] of all(`(["'])([^"'\\\\\\n]{1,40})\\1 *[!=]==? *${word}`)) found.push(text);
  for (const [, list = ""] of all(`${word} +(?:not +)?in +([[({][^\\])}]{0,400})`)) found.push(...textsIn(list));
  for (const [, list = ""] of all(`(\\[[^\\]]{0,400})\\]\\.includes\\(${word}`)) found.push(...textsIn(list));
  for (const [, list = ""] of all(`switch *\\(${word}\\)([^]{0,1500})`))
    for (const [, , text = ""] of list.matchAll(/case (["'])([^"'\n]{1,40})\1/g)) found.push(text);
  const tables = [
    ...all(`${word} +(?:not +)?in +([A-Za-z_$][\\w$]*)`),
    ...all(`([A-Za-z_$][\\w$]*)(?:\\[|\\.(?:get|has|includes|hasOwnProperty|indexOf)\\()${word}`),
    ...all(`Object\\.hasOwn\\(([A-Za-z_$][\\w$]*), *${word}`),
  ];
  for (const [, table = ""] of tables) found.push(...wordsOf(table, around));
  return [...new Set(found)].slice(0, 6);
}

/** Members of a list or set, and keys of a table, that a name is bound to. */
function wordsOf(name: string, around: string): string[] {
  const start = new RegExp(
    `(?<![\\w.$])${name.replaceAll("$", "\\$")}(?: *: *[\\w[\\], .]{1,60})? *= *(?:new +(?:Set|Map)\\(|frozenset\\(|set\\()? *([[({])`,
  ).exec(around);
  if (start === null) return [];
  const inside = around.slice(start.index + start[0].length, start.index + start[0].length + 1500);
  const end = inside.search(/[\])}]\s*\)?;?\s*(?:\n|$)/);
  const listed = end < 0 ? inside : inside.slice(0, end);
  const keys = [...listed.matchAll(/(?:^|[,\n{[])\s*(["']?)([\w.-]{1,40})\1\s*:/g)].map(([, , key = ""]) => key);
  return start[1] === "{" && keys.length > 0 ? keys : textsIn(listed);
}

function textsIn(list: string): string[] {
  return [...list.matchAll(QUOTED)].map(([, , text = ""]) => text);
}
