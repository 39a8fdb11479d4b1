import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Rule } from "#analysis/match/rule.ts";
import { parseRules } from "#analysis/match/rule-file.ts";
import { Config, USER_ONLY } from "#app/config.ts";
import { configSchema, generateConfigSchema, type JsonSchema } from "#app/config-schema.ts";
import { DEFAULT_BUDGET } from "#domain/budget.ts";
import { DECLINES } from "#domain/decline.ts";
import { ERRORS } from "#domain/errors.ts";
import type { Io } from "#faces/cli/io.ts";
import { runProgram } from "#faces/cli/program.ts";
import type { Check } from "#ports/check.ts";
import type { Recipe } from "#ports/recipe.ts";
import type { Scanner } from "#ports/scanner.ts";
import type { ScannerFactory } from "#ports/scanner-tools.ts";
import { RULE_FOLDERS } from "#rules/builtin.ts";
import { DEFECTS } from "#analysis/machine/defects.ts";
import { builtinKinds } from "#analysis/models/load.ts";
import { adaptersPage } from "./reference-adapters.ts";
import { badInputPage } from "./reference-bad-input.ts";
import { evidencePage } from "./reference-evidence.ts";
import { semgrepPage } from "./reference-semgrep.ts";
import { standardsPage } from "./reference-standards.ts";
import { toolchainsPage } from "./reference-toolchains.ts";
import { tracePage } from "./reference-trace.ts";
import { unrepaired } from "./reference-unrepaired.ts";
import { DECISION_RULES, REPAIR_REASONS, VERDICT_REASONS } from "./reference-reasons.ts";

/** Commands in the order of the program's help. */
export const COMMANDS = [
  "check",
  "fix",
  "review",
  "generate",
  "gate",
  "deps",
  "sbom",
  "policy",
  "approve",
  "reject",
  "publish",
  "verify",
  "audit",
  "explain",
  "rules",
  "label",
  "bench",
  "doctor",
  "init",
  "config",
  "completion",
] as const;

export const SUBCOMMANDS: Readonly<Record<string, readonly string[]>> = {
  rules: ["test", "validate"],
  policy: ["test", "explain"],
  deps: ["update", "status", "upgrade"],
  bench: ["scanners"],
  audit: ["verify", "attach", "attest"],
};

/** Reference pages that must agree with the code. Reads the sources below `root`, writes nothing. */
export async function generateReference(root: string): Promise<{ path: string; text: string }[]> {
  const page = (name: string, text: string) => ({ path: `docs/reference/${name}.md`, text });
  return [
    page("errors", errorsPage()),
    page("rules", await rulesPage(root)),
    page("recipes", await recipesPage(root)),
    page("engines", await enginesPage(root)),
    page("adapters", await adaptersPage(root)),
    page("bad-input", badInputPage()),
    page("verdicts", await verdictsPage(root)),
    page("evidence", evidencePage()),
    page("cli", await cliPage()),
    page("config", configPage()),
    page("trace", await tracePage(root)),
    page("semgrep", semgrepPage()),
    page("standards", await standardsPage()),
    page("toolchains", toolchainsPage()),
    generateConfigSchema(),
  ];
}

function errorsPage(): string {
  const rows = Object.entries(ERRORS).map(([code, { exit, remedy }]) => `| \`${code}\` | ${exit} | ${cell(remedy)} |`);
  return [
    "# Errors",
    "",
    "Written by `npm run generate` from `src/domain/errors.ts`.",
    "",
    "| code | exit | remedy |",
    "| --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}

async function rulesPage(root: string): Promise<string> {
  const sections: string[] = [];
  for (const folder of RULE_FOLDERS) {
    const rules = await rulesOf(root, folder);
    const rows = rules.map((rule) => [
      `\`${rule.id}\``,
      rule.title,
      rule.cwe.join(", "),
      rule.severity,
      String(rule.confidence),
      rule.languages.join(", "),
    ]);
    const title = TITLES[folder] ?? folder;
    const weaknesses = new Set(rules.flatMap((rule) => rule.cwe)).size;
    sections.push(
      `## ${title}`,
      "",
      `${rules.length} rules over ${weaknesses} weaknesses.`,
      "",
      table(["rule", "what", "CWE", "severity", "confidence", "languages"], rows),
      "",
    );
  }
  const kinds = (await builtinKinds()).toSorted((a, b) => (a.rule < b.rule ? -1 : 1));
  const flows = kinds.map((kind) => [`\`${kind.rule}\``, kind.title, kind.cwe.join(", "), kind.severity]);
  sections.push(
    "## Data flow, every language",
    "",
    `${kinds.length} rules that follow data through functions and files; sources, sinks and sanitizers stand in \`src/analysis/models\`.`,
    "",
    table(["rule", "what", "CWE", "severity"], flows),
    "",
    "## Memory, numbers and ways, C",
    "",
    `${Object.keys(DEFECTS).length} rules that follow what a function makes, writes and releases on its ways; what library calls do stands in \`src/analysis/models/c/memory.yaml\`.`,
    "",
    table(
      ["rule", "what", "CWE", "severity"],
      Object.values(DEFECTS)
        .toSorted((a, b) => (a.rule < b.rule ? -1 : 1))
        .map((one) => [`\`${one.rule}\``, one.title, one.cwe.join(", "), one.severity]),
    ),
    "",
  );
  return head(
    "Rules",
    "the files in `src/rules` and `src/analysis/models`",
    "Confidence is how often a rule is believed to be right when it speaks, 0 to 1. `assay explain RULE` tells more.",
    sections,
  );
}

/** The rules of a folder, by id. */
async function rulesOf(root: string, folder: string): Promise<Rule[]> {
  const rules: Rule[] = [];
  for (const name of (await readdir(join(root, "src/rules", folder))).filter((one) => one.endsWith(".yaml"))) {
    const path = `src/rules/${folder}/${name}`;
    rules.push(...parseRules(await readFile(join(root, path), "utf8"), path).rules);
  }
  return rules.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

const TITLES: Readonly<Record<string, string>> = {
  c: "C",
  java: "Java",
  python: "Python",
  javascript: "JavaScript and TypeScript",
};

async function recipesPage(root: string): Promise<string> {
  const sections: string[] = [];
  for (const folder of ["c", "go", "java", "python", "javascript"]) {
    const recipes = await defaults<Recipe>(root, `src/recipes/${folder}`);
    const rows = recipes.map((recipe) => [
      `\`${recipe.id}\``,
      recipe.title,
      recipe.cwes.join(", "),
      recipe.languages.join(", "),
      recipe.review,
    ]);
    const title = TITLES[folder] ?? folder;
    sections.push(`## ${title}`, "", table(["recipe", "what", "CWE", "languages", "review"], rows), "");
    for (const recipe of recipes) sections.push(`**\`${recipe.id}\`** ${recipe.description.replaceAll(/\s+/gu, " ")}`, "");
    sections.push(
      `### ${title}: rules without a recipe`,
      "",
      "What they find is repaired by hand or by a model, because no rewrite of a few lines is right for all such code.",
      "",
      table(["rule", "what", "no local repair, because"], unrepaired(await rulesOf(root, folder), recipes)),
      "",
    );
  }
  const declines = Object.entries(DECLINES).map(([code, { means, remedy }]) => [`\`${code}\``, means, remedy]);
  sections.push(
    "## Why a recipe declines",
    "",
    "`assay fix` shows the reasons of recipes that were made for such code; `declined` in its JSON holds all of them with these codes.",
    "",
    table(["code", "means", "what you can do"], declines),
    "",
  );
  return head(
    "Recipes",
    "the files in `src/recipes`",
    "A recipe repairs a shape of code that it knows, and declines every other, saying why.",
    sections,
  );
}

async function enginesPage(root: string): Promise<string> {
  const scanners = (await defaults<Scanner | ScannerFactory>(root, "src/adapters/scanners")).map((scanner) =>
    typeof scanner === "function"
      ? scanner({ loadGrammar: () => Promise.reject(new Error("not needed")), teamRules: [] })
      : scanner,
  );
  const rows = scanners.map(({ id, title, kind, languages, about = [], byName, licence, homepage, needsNetwork, install }) => [
    `\`${id}\``,
    `[${title}](${homepage})`,
    kind === "library" ? "in this process" : "its own process, in the sandbox",
    [...languages, ...about].join(", "),
    byName === true ? "when named" : "yes",
    licence,
    needsNetwork ? "yes" : "no",
    install,
  ]);
  const note =
    "An engine that is not there takes no part. One that the user names with `--engine` and that is not there is a failure, not an absence. Where engines are named, `default` stands for all that run by themselves: `--engine default,cppcheck`.";
  return head("Engines", "the files in `src/adapters/scanners`", note, [
    table(["id", "engine", "runs", "reads", "by itself", "licence", "network", "how to get it"], rows),
    "",
  ]);
}

async function verdictsPage(root: string): Promise<string> {
  const checks = (await defaults<Check>(root, "src/adapters/checks")).toSorted((a, b) =>
    a.level + a.id < b.level + b.id ? -1 : 1,
  );
  const codes = (given: Readonly<Record<string, string>>) => Object.entries(given).map(([code, what]) => [`\`${code}\``, what]);
  const note =
    "A check answers `pass`, `fail` or `inconclusive`. Inconclusive never counts as pass: the rung is not reached, and the reason says why.";
  return head("Verdicts and decisions", "the files in `src/adapters/checks` and `scripts/reference-reasons.ts`", note, [
    "## Checks",
    "",
    table(
      ["check", "rung", "asks whether"],
      checks.map(({ id, level, title }) => [`\`${id}\``, level, title]),
    ),
    "",
    "A rung without a check stands in the verdicts under its own name (`e3`, `e5`, `e6`) with the reason `not-built`.",
    "",
    "## Reasons of verdicts",
    "",
    table(["reason", "means"], codes(VERDICT_REASONS)),
    "",
    "## Rules of the policy",
    "",
    table(["rule", "outcome"], codes(DECISION_RULES)),
    "",
    "## Reasons of repairs",
    "",
    "A repair that waits carries the rule of the policy that made it wait; one that a limit ended carries the limit (`out-of-time`, `out-of-tokens`, `out-of-money`).",
    "",
    table(["reason", "means"], codes(REPAIR_REASONS)),
    "",
  ]);
}

async function cliPage(): Promise<string> {
  const sections: string[] = ["```text", (await helpOf([])).trimEnd(), "```", ""];
  for (const command of COMMANDS.flatMap((name) => [name, ...(SUBCOMMANDS[name] ?? []).map((sub) => `${name} ${sub}`)]))
    sections.push(`## assay ${command}`, "", "```text", (await helpOf(command.split(" "))).trimEnd(), "```", "");
  return head(
    "Command line",
    "the program's own help",
    "Standard output carries the result, standard error the progress.",
    sections,
  );
}

async function helpOf(words: readonly string[]): Promise<string> {
  let text = "";
  const io = {
    stdout: { columns: 100, color: false, write: async (more: string) => void (text += more) },
    stderr: { columns: 100, color: false, write: async () => {} },
  };
  const refuse = () => Promise.reject(new Error("help opens nothing"));
  const code = await runProgram([...words, "--help"], {
    io: io as unknown as Io,
    version: "",
    open: refuse,
    reviewer: refuse,
    signal: new AbortController().signal,
  });
  if (code !== 0) throw new Error(`no help for ${words.join(" ")}`);
  return text;
}

function configPage(): string {
  const defaultsOf: Readonly<Record<string, unknown>> = { ...Config.parse({}), budget: DEFAULT_BUDGET };
  const rows = leaves(configSchema(), []).map(({ path, schema }) => {
    const [top = ""] = path;
    const value = path.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], defaultsOf);
    const where = (USER_ONLY as readonly string[]).includes(top) ? "user only" : "both";
    return [`\`${path.join(".")}\``, typeOf(schema), value === undefined ? "" : `\`${JSON.stringify(value)}\``, where];
  });
  const note =
    "Keys of `assay.yaml` and of the user's `config.yaml`. What a repository may set, and what it may not, is told in [the policy guide](../guides/policy.md); [assay.schema.json](assay.schema.json) is for editors.";
  return head("Configuration", "`src/app/config.ts`", note, [table(["key", "type", "default", "may stand in"], rows), ""]);
}

function leaves(schema: JsonSchema, path: readonly string[]): { path: readonly string[]; schema: JsonSchema }[] {
  if (schema.properties === undefined) return [{ path, schema }];
  return Object.entries(schema.properties).flatMap(([key, inner]) => leaves(inner, [...path, key]));
}

function typeOf(schema: JsonSchema): string {
  if (Array.isArray(schema["enum"])) return (schema["enum"] as string[]).join(", ");
  if (schema.type === "array") return `list of ${schema.items === undefined ? "values" : typeOf(schema.items)}`;
  if (schema.properties !== undefined) return `entries of ${Object.keys(schema.properties).join(", ")}`;
  return schema.type === "object" ? "table of strings" : (schema.type ?? "");
}

/** The default exports of a folder's files, by file name. */
async function defaults<T>(root: string, folder: string): Promise<T[]> {
  const found: T[] = [];
  for (const name of (await readdir(join(root, folder))).toSorted()) {
    if (!name.endsWith(".ts") || name.endsWith(".test.ts")) continue;
    const module = (await import(pathToFileURL(join(root, folder, name)).href)) as { readonly default?: T };
    if (module.default !== undefined) found.push(module.default);
  }
  return found;
}

function head(title: string, source: string, note: string, rest: readonly string[]): string {
  return [`# ${title}`, "", `Written by \`npm run generate\` from ${source}.`, "", note, "", ...rest].join("\n");
}

function table(names: readonly string[], rows: readonly (readonly string[])[]): string {
  return [names, names.map(() => "---"), ...rows].map((cells) => `| ${cells.map(cell).join(" | ")} |`).join("\n");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll(/\s+/gu, " ");
}
