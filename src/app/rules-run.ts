import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { languageOf } from "#analysis/languages/registry.ts";
import { checkRules, compileRules } from "#analysis/match/compile.ts";
import { parseRules } from "#analysis/match/rule-file.ts";
import type { Rule, RuleError } from "#analysis/match/rule.ts";
import { type Fixture, type RuleTest, testRules } from "#analysis/match/test-rules.ts";
import { createParser, type TreeParser } from "#analysis/parse/parser.ts";
import { AssayError } from "#domain/errors.ts";
import { showInvisible } from "#lib/text.ts";
import { loadGrammar } from "./load-grammar.ts";
import { packageFile } from "./package-file.ts";
import { readUntrusted } from "./read-untrusted.ts";

const MAX_BYTES = 1024 * 1024;

export interface RulesRequest {
  /** Absolute path of the project. */
  readonly root: string;
  readonly cwd: string;
  /** Rule files, or folders that are searched for them; empty: `.assay/rules`, and where assay itself is the project also its own. */
  readonly paths: readonly string[];
}

/** One rule file. Paths are relative to the current folder. */
export interface CheckedRuleFile {
  readonly path: string;
  /** In the order of the file. */
  readonly errors: readonly RuleError[];
  /** Ids of the rules that can be used. */
  readonly rules: readonly string[];
}

export interface TestedRule {
  readonly id: string;
  /** `untested`: no fixture says what it should do. */
  readonly status: "passed" | "failed" | "untested";
  readonly tests: readonly RuleTest[];
}

export interface TestedRuleFile extends Omit<CheckedRuleFile, "rules"> {
  readonly rules: readonly TestedRule[];
  /** What was left out on purpose, in words. */
  readonly notes: readonly string[];
}

interface LoadedRuleFile {
  readonly file: string;
  readonly path: string;
  readonly errors: readonly RuleError[];
  readonly rules: readonly Rule[];
}

/** Reads rule files and compiles their patterns. Sorted by path. Throws AssayError `path-missing`, or `nothing-to-scan` when there is no rule file. */
export async function validateRuleFiles(request: RulesRequest): Promise<readonly CheckedRuleFile[]> {
  const parser = await createParser(loadGrammar);
  const files: CheckedRuleFile[] = [];
  for (const file of ruleFiles(request)) {
    const { path, errors, rules } = await load(file, request.cwd, parser);
    files.push({ path, errors, rules: rules.map((rule) => rule.id) });
  }
  return files;
}

/** Runs rules over the fixtures beside them: files of the same name with a source file's ending. Throws as {@link validateRuleFiles} does. */
export async function testRuleFiles(request: RulesRequest, signal: AbortSignal): Promise<readonly TestedRuleFile[]> {
  const parser = await createParser(loadGrammar);
  const files: TestedRuleFile[] = [];
  for (const file of ruleFiles(request)) {
    signal.throwIfAborted();
    files.push(await test(await load(file, request.cwd, parser), parser));
  }
  return files;
}

async function test({ file, path, errors, rules }: LoadedRuleFile, parser: TreeParser): Promise<TestedRuleFile> {
  const fixing = rules.some((rule) => rule.fix !== undefined);
  const { fixtures, errors: unread, notes } = fixturesOf(file, path, fixing);
  const ruleSet = compileRules(rules, parser);
  const tests: RuleTest[] = [];
  for (const fixture of fixtures) tests.push(...(await testRules(ruleSet, parser, fixture)));
  const tested = rules.map(({ id }): TestedRule => {
    const own = tests.filter((one) => one.rule === id);
    return { id, status: statusOf(own), tests: own };
  });
  return { path, errors: [...errors, ...unread], rules: tested, notes };
}

function statusOf(tests: readonly RuleTest[]): TestedRule["status"] {
  const differs = ({ missed, unexpected, unfixed = [], problems }: RuleTest): boolean =>
    missed.length + unexpected.length + unfixed.length + problems.length > 0;
  if (tests.some(differs)) return "failed";
  return tests.some(({ ruleid, ok }) => ruleid + ok > 0) ? "passed" : "untested";
}

function fixturesOf(file: string, path: string, fixing: boolean): { fixtures: Fixture[]; errors: RuleError[]; notes: string[] } {
  const stem = basename(file).replace(/\.ya?ml$/u, "");
  const folder = dirname(file);
  const names = readdirSync(folder).filter((name) => name.startsWith(`${stem}.`) && languageOf(name) !== undefined);
  const fixtures: Fixture[] = [];
  const errors: RuleError[] = [];
  const notes: string[] = [];
  const text = (name: string): string | undefined => {
    const read = readUntrusted(join(folder, name), MAX_BYTES);
    if (read.kind === "text") return read.text;
    const message = `fixture ${showInvisible(name)} ${read.kind === "refused" ? read.reason : "is gone"}`;
    errors.push({ path, line: 1, column: 1, message });
    return undefined;
  };
  const endings = names.map((name) => name.slice(stem.length + 1)).toSorted();
  for (const ending of endings) {
    if (ending.includes(".")) continue;
    const name = `${stem}.${ending}`;
    const own = text(name);
    if (own === undefined) continue;
    const fixedName = `${stem}.fixed.${ending}`;
    const fixed = fixing && endings.includes(`fixed.${ending}`) ? text(fixedName) : undefined;
    fixtures.push({ name, text: own, ...(fixed === undefined ? {} : { fixed: { name: fixedName, text: fixed } }) });
  }
  for (const ending of endings) {
    if (!ending.startsWith("fixed.")) continue;
    const name = showInvisible(`${stem}.${ending}`);
    if (!fixing) notes.push(`${name} is not compared: no rule of the file has a fix`);
    else if (!endings.includes(ending.slice("fixed.".length)))
      notes.push(`${name} is not compared: there is no fixture that it is made from`);
  }
  return { fixtures, errors, notes };
}

async function load(file: string, cwd: string, parser: TreeParser): Promise<LoadedRuleFile> {
  const path = showInvisible(relative(cwd, file) || file);
  const read = readUntrusted(file, MAX_BYTES);
  if (read.kind !== "text") {
    const message = read.kind === "refused" ? read.reason : "is gone";
    return { file, path, errors: [{ path, line: 1, column: 1, message }], rules: [] };
  }
  const { rules, errors } = parseRules(read.text, path);
  const compiled = await checkRules(rules, parser, () => path);
  const bad = new Set(compiled.map((error) => error.message.split(":", 1)[0]));
  const all = [...errors, ...compiled].toSorted((a, b) => a.line - b.line || a.column - b.column);
  return { file, path, errors: all, rules: rules.filter((rule) => !bad.has(rule.id)) };
}

function ruleFiles({ root, cwd, paths }: RulesRequest): readonly string[] {
  const given = paths.map((path) => {
    const full = resolve(cwd, path);
    if (!existsSync(full)) throw new AssayError("path-missing", `${showInvisible(path)}: no such file or folder`);
    return full;
  });
  const places = given.length > 0 ? given : ownPlaces(root).filter((folder) => existsSync(folder));
  const files = [...new Set(places.flatMap(ruleFilesIn))].toSorted();
  if (files.length > 0) return files;
  throw new AssayError("nothing-to-scan", "no rule file here", {
    hint: "Give rule files or folders that hold them, or put them into .assay/rules of the project.",
  });
}

function ownPlaces(root: string): string[] {
  const team = join(root, ".assay", "rules");
  const own = packageFile("src", "rules");
  return own.startsWith(`${root}/`) ? [own, team] : [team];
}

function ruleFilesIn(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/u.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}
