// Writes src/rules/generated/<folder>.json from the rule files beside them. Run by itself or from scripts/generate.ts.
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkRules } from "#analysis/match/compile.ts";
import type { Rule, RuleError } from "#analysis/match/rule.ts";
import { parseRules } from "#analysis/match/rule-file.ts";
import { createParser, type LoadGrammar } from "#analysis/parse/parser.ts";
import { RULE_FOLDERS } from "#rules/builtin.ts";

const require = createRequire(import.meta.url);

/** Grammars from the development dependencies. */
export const loadGrammar: LoadGrammar = (file) => {
  const name = file === "tree-sitter-tsx.wasm" ? "tree-sitter-typescript" : file.replace(".wasm", "");
  return readFile(join(dirname(require.resolve(`${name}/package.json`)), file));
};

/** One generated file for each folder of rules; paths are relative to `root`. Throws with every error and its place when a rule is wrong. */
export async function generateRules(root: string): Promise<{ path: string; text: string }[]> {
  const errors: RuleError[] = [];
  const parser = await createParser(loadGrammar);
  const generated: { path: string; text: string }[] = [];
  const folders = new Map<string, string>();
  for (const folder of RULE_FOLDERS) {
    const rules: Rule[] = [];
    for (const name of await ruleFiles(join(root, "src", "rules", folder))) {
      const path = `src/rules/${folder}/${name}`;
      const parsed = parseRules(await readFile(join(root, path), "utf8"), path);
      errors.push(...parsed.errors, ...(await checkRules(parsed.rules, parser, () => path)));
      for (const rule of parsed.rules) {
        const other = folders.get(rule.id);
        if (other !== undefined) errors.push({ path, line: 1, column: 1, message: `rule id "${rule.id}" is also in ${other}` });
        folders.set(rule.id, path);
      }
      rules.push(...parsed.rules);
    }
    rules.sort((a, b) => (a.id < b.id ? -1 : 1));
    generated.push({ path: `src/rules/generated/${folder}.json`, text: `${JSON.stringify(rules, undefined, 1)}\n` });
  }
  if (errors.length > 0)
    throw new Error(errors.map((error) => `${error.path}:${error.line}:${error.column}: ${error.message}`).join("\n"));
  return generated;
}

async function ruleFiles(folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  return (await readdir(folder)).filter((name) => name.endsWith(".yaml")).toSorted();
}

if (import.meta.main) {
  const root = fileURLToPath(new URL("..", import.meta.url));
  for (const { path, text } of await generateRules(root)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
    console.log(`${path}: ${(JSON.parse(text) as unknown[]).length} rules`);
  }
}
