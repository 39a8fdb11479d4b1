import { expect, test } from "vitest";
import { builtinKinds, builtinModels } from "#analysis/models/load.ts";
import { allBuiltinRules } from "#rules/builtin.ts";

/** Numbers of the CWE list; any of those joined by a slash will do, since they are names for one thing. */
const WANTED = `
  20 22 23/36 78 77 79 80 88 89 90 91 94 95 113 116 117 134 176 200/209/215 252 259/798 285/287/306 295 297 311/319 321 326 327/328 329 330/338
  331 347 352 367 377 400/770/1333 434 502 521 522 532 595 601 605 611/776/827 614/1004 643 681 703 730 732 759/760/916 776 829/98 835 841 843
  862/863 915/1321 918 941 942/346 943 1204 1236
`
  .trim()
  .split(/\s+/u);

/** Weaknesses that code of a language cannot have, with the reason. */
const ELSEWHERE: Readonly<Record<string, Readonly<Record<string, string>>>> = { python: {}, javascript: {} };

async function covered(language: string): Promise<Set<string>> {
  const rules = (await allBuiltinRules()).filter((rule) => rule.languages.includes(language));
  const models = (await builtinModels())(language);
  const sinks = new Set(
    [...(models?.callSinks.values() ?? []), ...(models?.writeSinks.values() ?? [])].flat().map((sink) => sink.kind),
  );
  const kinds = (await builtinKinds()).filter(({ kind, of, behind }) =>
    [kind, of, behind].some((name) => name !== undefined && sinks.has(name)),
  );
  return new Set([...rules, ...kinds].flatMap((rule) => rule.cwe).map((cwe) => cwe.replace("CWE-", "")));
}

test.each(Object.keys(ELSEWHERE))("%s: every weakness has a rule or a kind of data flow", async (language) => {
  const found = await covered(language);
  const missing = WANTED.filter((group) => !group.split("/").some((cwe) => found.has(cwe)));

  expect(missing).toEqual(Object.keys(ELSEWHERE[language] ?? {}));
});
