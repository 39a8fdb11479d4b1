import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { cPeers } from "./c-peers.ts";
import type { Corpus } from "./corpora.ts";
import type { Tool, ToolOptions, Unmeasured } from "./tool.ts";

const REPOSITORY = fileURLToPath(new URL("..", import.meta.url));
const OLDEST_BANDIT: readonly [number, number, number] = [1, 7, 10];
const GET_BANDIT =
  "install it (pipx install bandit), or unpack python3-bandit, python3-stevedore, python3-pbr and python3-rich of a newer Debian onto PYTHONPATH, and name it with --bandit";

export function toolsFor(corpus: Corpus, options: ToolOptions): (Tool | Unmeasured)[] {
  if (corpus.id === "c")
    return [
      assay(corpus, options, ["assay"]),
      assay(corpus, options, ["assay"], "warm"),
      parser(corpus, options),
      ...cPeers(corpus, options),
    ];
  const second = corpus.id === "python" ? "ruff" : "eslint";
  const own = [
    assay(corpus, options, ["assay"]),
    assay(corpus, options, ["assay"], "warm"),
    assay(corpus, options, ["assay", second]),
    parser(corpus, options),
  ];
  return corpus.id === "python"
    ? [...own, bandit(corpus, options)]
    : [...own, eslint(corpus, options, "off"), eslint(corpus, options, "2")];
}

/** `warm` finds what its run before has kept. */
function assay(corpus: Corpus, { scratch }: ToolOptions, engines: readonly string[], cache: "cold" | "warm" = "cold"): Tool {
  const report = join(scratch, `${corpus.id}-${engines.join("-")}-${cache}.json`);
  const title = engines.length === 1 ? "assay, its own engine" : `assay, with ${engines.slice(1).join(" and ")}`;
  return {
    id: cache === "cold" ? engines.join("+") : `${engines.join("+")}-warm`,
    title: cache === "cold" ? title : `${title}, nothing changed since its last scan`,
    peer: false,
    command: {
      argv: [
        process.execPath,
        join(REPOSITORY, "dist", "cli.js"),
        ...words("check --quiet --exit-zero --format json --output"),
        report,
        ...(cache === "cold" ? ["--no-cache"] : []),
      ].concat("--state", join(scratch, "state"), ...engines.flatMap((engine) => ["--engine", engine]), corpus.folder),
      cwd: corpus.folder,
      env: { XDG_CACHE_HOME: join(scratch, "cache") },
      okExits: [0, 3],
    },
    said() {
      const { engines: ran, findings, problems } = JSON.parse(readFileSync(report, "utf8")) as AssayReport;
      const failed = ran.find((engine) => engine.status === "failed");
      if (failed !== undefined) throw new Error(`assay's engine ${failed.id} failed: ${JSON.stringify(failed.reasons[0])}`);
      return { files: corpus.files.length - new Set(problems.map(({ path }) => path)).size, findings: findings.length };
    },
  };
}

/** The grammar's own parser on the same files. */
function parser(corpus: Corpus, { scratch }: ToolOptions): Tool {
  const report = join(scratch, `parse-${corpus.id}.json`);
  return {
    id: "parse",
    title: "tree-sitter alone: the same files parsed and nothing else",
    peer: false,
    baseline: true,
    command: {
      argv: [process.execPath, join(REPOSITORY, "bench", "parse-alone.ts"), corpus.id, report],
      cwd: corpus.folder,
      okExits: [0],
    },
    said: () => ({ files: (JSON.parse(readFileSync(report, "utf8")) as { readonly files: number }).files, findings: 0 }),
  };
}

interface AssayReport {
  readonly engines: readonly { readonly id: string; readonly status: string; readonly reasons: readonly unknown[] }[];
  readonly findings: readonly unknown[];
  readonly problems: readonly { readonly path?: string }[];
}

function bandit(corpus: Corpus, options: ToolOptions): Tool | Unmeasured {
  const asked = spawnSync(options.bandit, ["--version"], { encoding: "utf8" });
  const version = /(\d+)\.(\d+)\.(\d+)/u.exec(asked.stdout ?? "");
  if (asked.status !== 0 || version === null) return { id: "bandit", title: "Bandit", reason: `not on the path; ${GET_BANDIT}` };
  const title = `Bandit ${version[0]}`;
  if (isOlder(version.slice(1).map(Number))) {
    return { id: "bandit", title, reason: `older than ${OLDEST_BANDIT.join(".")}, which misses findings; ${GET_BANDIT}` };
  }
  const report = join(options.scratch, "bandit.json");
  const settings = join(options.scratch, "bandit.ini");
  writeFileSync(settings, "");
  return {
    id: "bandit",
    title,
    peer: true,
    command: {
      argv: [options.bandit, "--quiet", "--ini", settings, "--recursive", "--format", "json", "--output", report, "."],
      cwd: corpus.folder,
      okExits: [0, 1],
    },
    said() {
      const { metrics, errors, results } = JSON.parse(readFileSync(report, "utf8")) as BanditReport;
      return { files: Object.keys(metrics).length - 1 - errors.length, findings: results.length };
    },
  };
}

function isOlder(version: readonly number[]): boolean {
  for (const [index, least] of OLDEST_BANDIT.entries()) {
    const part = version[index] ?? 0;
    if (part !== least) return part < least;
  }
  return false;
}

interface BanditReport {
  /** By file, and `_totals`. */
  readonly metrics: Readonly<Record<string, unknown>>;
  readonly errors: readonly unknown[];
  readonly results: readonly unknown[];
}

/** With the two plugins' recommended rules. `concurrency` is ESLint's own setting: `off` is its default, a number that many threads. */
function eslint(corpus: Corpus, { scratch }: ToolOptions, concurrency: "off" | "2"): Tool {
  const require = createRequire(import.meta.url);
  const manifest = require.resolve("eslint/package.json");
  const { version } = require("eslint/package.json") as { version: string };
  const report = join(scratch, `eslint-${concurrency}.json`);
  // The patterns of a configuration named on the command line are relative to the working folder.
  const config = join(scratch, "eslint.config.mjs");
  writeFileSync(config, eslintConfig(require, corpus.modules));
  const threads = concurrency === "off" ? "one thread, its default" : `${concurrency} threads`;
  return {
    id: `eslint-${concurrency}`,
    title: `ESLint ${version} with security and no-unsanitized, ${threads}`,
    peer: true,
    command: {
      argv: [
        process.execPath,
        join(dirname(manifest), "bin", "eslint.js"),
        ...words("--no-config-lookup --format json --concurrency"),
      ].concat(concurrency, "--config", config, "--output-file", report, "."),
      cwd: corpus.folder,
      okExits: [0, 1],
    },
    said() {
      const results = JSON.parse(readFileSync(report, "utf8")) as EslintReport;
      const broken = results.filter(({ messages }) => messages.some(({ fatal }) => fatal === true));
      const findings = results.flatMap(({ messages }) => messages.filter(({ ruleId }) => ruleId !== null));
      return { files: results.length - broken.length, findings: findings.length };
    },
  };
}

type EslintReport = readonly { readonly messages: readonly { readonly fatal?: boolean; readonly ruleId: string | null }[] }[];

function eslintConfig(require: NodeJS.Require, modules: readonly string[]): string {
  const from = (name: string): string => JSON.stringify(pathToFileURL(require.resolve(name)).href);
  return [
    `import security from ${from("eslint-plugin-security")};`,
    `import unsanitized from ${from("eslint-plugin-no-unsanitized")};`,
    "export default [",
    "  security.configs.recommended,",
    "  unsanitized.configs.recommended,",
    '  { files: ["**/*.js"], languageOptions: { sourceType: "commonjs" } },',
    ...(modules.length === 0 ? [] : [`  { files: ${JSON.stringify(modules)}, languageOptions: { sourceType: "module" } },`]),
    "];\n",
  ].join("\n");
}

function words(text: string): string[] {
  return text.split(" ");
}
