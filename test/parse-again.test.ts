import { expect, test } from "vitest";
import { languageById } from "#analysis/languages/registry.ts";
import type { LanguagePack } from "#analysis/parse/language-pack.ts";
import { createParser, type TreeParser } from "#analysis/parse/parser.ts";
import { loadGrammar } from "#app/load-grammar.ts";

const PYTHON = Array.from(
  { length: 30 },
  (_, index) => `@cached\ndef total_${index}(rows, *, limit=${index}):\n    # ä\n    return f"{rows[0]:>{limit}}"\n\n\n`,
);
const SCRIPT = Array.from(
  { length: 30 },
  (_, index) => `export async function total${index}({ rows }, limit = ${index}) {\n  return \`\${rows} 🙂\`;\n}\n`,
);

/** Declarations from one to another one, and what stands in their place. */
const EDITS = [
  [0, 0, ""],
  [15, 15, "edited = 1\n"],
  [15, 15, "edited = 12;\n"],
  [6, 6, "other()\n"],
  [3, 12, ""],
  [0, 0, "first()\n\n"],
  [27, 30, "\n\nlast = 2\n"],
  [12, 12, ")("],
  [18, 18, '"""'],
  [9, 9, " "],
  [14, 14, "if one:\n    two\n# other\nfour()\n"],
  [14, 14, "if one:\n    two\n# other\nelse:\n    four()\n"],
] as const;

async function entries(parser: TreeParser, pack: LanguagePack, text: string, again?: string): Promise<unknown> {
  const parsed = await parser.parse(pack, text, again === undefined ? {} : { again });
  if (parsed.kind !== "tree") throw new Error(parsed.message);
  const { count, kinds, starts, ends, parents, after, fields, flags } = parsed.tree;
  return [count, ...[kinds, starts, ends, parents, after, fields, flags].map((list) => [...list])];
}

test.for([
  ["python", PYTHON],
  ["javascript", SCRIPT],
  ["java", Array.from({ length: 30 }, (_, index) => `class A${index} {\n  int one() {\n    return ${index};\n  }\n}\n`)],
] as const)("a text of %s that comes again, changed, has the tree that it has alone", async ([language, first]) => {
  const pack = languageById(language);
  if (pack === undefined) throw new Error("no such language");
  const parser = await createParser(loadGrammar);
  for (const [from, to, put] of [...EDITS, ...EDITS.toReversed()]) {
    const text = [...first.slice(0, from), put, ...first.slice(to)].join("");
    expect(await entries(parser, pack, text, "one")).toEqual(await entries(parser, pack, text));
  }
});
