import fs from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createCommandHost } from "#adapters/scanner-host/command-host.ts";
import { judge, type PlacedControl, stageFile } from "#adapters/scanner-host/judge.ts";
import { selectSandbox } from "#adapters/sandboxes/select.ts";
import { createDirectoryStager } from "#adapters/stagers/directory.ts";
import { createDiskWorkspace } from "#adapters/workspaces/disk.ts";
import type { Sandbox, SandboxResult } from "#ports/sandbox.ts";
import type { CommandScanner, LibraryResult } from "#ports/scanner.ts";
import type { SourceFile } from "#ports/workspace.ts";
import { registeredScanners } from "#testing/registered-scanners.ts";
import type { ScannerCase } from "#testing/scanner-cases.ts";
import { checkShape, parseCase } from "#testing/scanner-golden.ts";

/** Every tool of the machine with one of its cases. */
const tools = (await registeredScanners(resolve(import.meta.dirname, ".."))).flatMap(({ file, scanner, cases }) => {
  const [each] = cases;
  return scanner.kind !== "command" || each?.raw === undefined
    ? []
    : [{ id: file, scanner, each, report: new TextDecoder().decode(each.raw) }];
});
const root = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "assay-bad-reports-")));
afterAll(() => fs.rmSync(root, { recursive: true }));

function read(scanner: CommandScanner, { path, language }: SourceFile): boolean {
  return scanner.languages.includes(language) || scanner.reads?.(path) === true;
}

/** What a scan makes of a report on the files of a case. */
function verdict(scanner: CommandScanner, each: ScannerCase, report: string): LibraryResult & { readonly asked: number } {
  const files = each.files.filter((file) => read(scanner, file)).map((file) => stageFile(scanner, file, file.text));
  const kinds = new Set(files.map(({ file }) => file.language));
  const controls: PlacedControl[] = Object.entries(scanner.control)
    .filter(([language]) => kinds.has(language))
    .map(([language, { name, text, rule }]) => ({ path: `assay-control/${language}/${name}`, language, text, rule }));
  const said = judge(scanner, parseCase(scanner, each, new TextEncoder().encode(report)), files, controls);
  const texts = new Map(each.files.map(({ path, text }) => [path, text]));
  checkShape(said, (path) => texts.get(path));
  return { ...said, asked: files.length };
}

function expectNothingProved(said: LibraryResult, what: string): void {
  expect(said.problems, what).not.toEqual([]);
  expect({ what, covered: said.covered }).toEqual({ what, covered: [] });
}

it("looks at every adapter of a tool", () => {
  expect(tools.length).toBeGreaterThanOrEqual(33);
});

describe.each(tools)("a report of $id", ({ scanner, each, report }) => {
  const isJson = /^[[{]/u.test(report);

  it("proves something as it is", () => {
    expect(verdict(scanner, each, report).covered).not.toEqual([]);
  });

  it("is not clean where it is cut", () => {
    for (let part = 0; part < 24; part++) {
      const said = verdict(scanner, each, report.slice(0, Math.floor((report.trimEnd().length * part) / 24)));
      expect(said.problems, `cut at ${part}/24`).not.toEqual([]);
      expect(said.covered.length, `cut at ${part}/24`).toBeLessThan(said.asked);
    }
  });

  it("proves nothing where it is of another form", () => {
    const others = ["", " ", "{}", "[]", "null", '{"results":{}}', '{"runs":[]}', "<a/>", "\0", '"clean"'];
    const login = ['{"error":"requires login"}', "requires login", '{"message":"Unauthorized, requires login","status":401}'];
    for (const other of [...others, ...login]) expectNothingProved(verdict(scanner, each, other), other);
  });

  it("proves nothing with words around it, keys that stand twice, and numbers that are none", () => {
    expectNothingProved(verdict(scanner, each, `Update available!\n${report}`), "before");
    expectNothingProved(verdict(scanner, each, `${report}\nDone in 3 s.`), "after");
    if (!isJson) return;
    expectNothingProved(verdict(scanner, each, report.replace("{", '{"assay":1,"assay":2,')), "twice");
    const odd = report.replace(/":\s*-?\d+(?=[,}\s])/u, '":NaN');
    if (odd !== report) expectNothingProved(verdict(scanner, each, odd), "NaN");
  });

  it("points at no line that a file has not", () => {
    for (const line of ["0", "-1", "-2147483648", "99999", "2147483648", "1e9", "1.5"]) {
      const changed = report
        .replaceAll(/("?(?:start|end|begin)?_?[lL]ine(?:_from|_to|_number)?"?\s*[:=]\s*"?)\d+/gu, `$1${line}`)
        .replaceAll(/(\.(?:ts|tsx|c|cpp)[:(])\d+/gu, `$1${line}`);
      const said = verdict(scanner, each, changed);
      // Either the line is not believed, or the whole report is not: what is told lies in a file, which `verdict` checks.
      if (changed !== report && Object.keys(scanner.sentinel).length > 0 && line !== "1.5")
        expect({ line, covered: said.covered.length, problems: said.problems.length > 0 }).toEqual({
          line,
          covered: 0,
          problems: true,
        });
    }
  });

  it("points at no file outside", () => {
    const paths = ["/etc/", "../../", "/assay/staged/../", "/assay/staged/\\u0000/", "file:///etc/", "C:\\\\"];
    for (const path of paths) {
      const changed = report.replaceAll("/assay/staged/", path);
      const said = verdict(scanner, each, changed);
      // A report with relative paths stays as it was; that of Checkov names every file both ways.
      if (changed !== report && scanner.id !== "checkov") expect(said.problems, path).not.toEqual([]);
    }
  });
});

/** A machine on which the tool ends so, after it wrote this. */
function ending(
  result: Partial<SandboxResult>,
  report = "",
  seen: (staged: readonly string[], argv: readonly string[]) => void = () => undefined,
): Sandbox {
  const bytes = new TextEncoder().encode(report);
  return {
    id: "pretended",
    probe: async () => ({ usable: true, detail: "" }),
    async run({ mounts, argv }) {
      const staged = mounts.find(({ inside }) => inside === "/assay/staged")?.host;
      if (staged !== undefined) seen(fs.readdirSync(staged, { recursive: true }).map(String), argv);
      return { end: "exited", code: 0, stdout: bytes, stderr: bytes, seconds: 0.1, ...(staged === undefined ? {} : result) };
    },
  };
}

/** Scans the first file of a case that the tool reads, from a copy of the case with more files in it. */
async function scan(scanner: CommandScanner, each: ScannerCase, sandbox: Sandbox, more: Readonly<Record<string, string>> = {}) {
  const folder = fs.mkdtempSync(join(root, "case-"));
  fs.cpSync(join(each.folder, "input"), join(folder, "code"), { recursive: true });
  for (const [path, text] of Object.entries(more)) {
    fs.mkdirSync(dirname(join(folder, "code", path)), { recursive: true });
    fs.writeFileSync(join(folder, "code", path), text);
  }
  const executable = join(folder, "home/bin/tool");
  fs.mkdirSync(dirname(executable), { recursive: true });
  fs.writeFileSync(executable, "\x7fELF");
  const { up = 0, holds = "" } = scanner.launcher ?? {};
  if (up > 0) {
    const beside = join(folder, up === 1 ? "home/bin" : "home", holds);
    fs.mkdirSync(dirname(beside), { recursive: true });
    fs.writeFileSync(beside, "");
  }
  const believed = { ...scanner, needsNetwork: false, parseVersion: () => "99.9.9", refuses: () => undefined };
  const host = createCommandHost({ sandbox, stager: createDirectoryStager(), findExecutable: async () => executable })(believed);
  const workspace = createDiskWorkspace({ root: join(folder, "code"), exclude: [], maxFileBytes: 1 << 20 });
  const [file] = each.files.filter((one) => read(scanner, one)).map(({ path, language, bytes }) => ({ path, language, bytes }));
  const task = { files: [file as SourceFile], workspace, progress: () => undefined };
  return host.scan(task, AbortSignal.timeout(30_000));
}

describe.each(tools)("$id itself", ({ scanner, each, report }) => {
  it.each([
    ["is killed", { end: "killed", reason: "signal 9" }, "engine-crashed"],
    ["hangs", { end: "timed-out" }, "timed-out"],
    ["floods", { end: "output-flooded" }, "output-flooded"],
    ["exits with what it never means", { code: 99 }, "engine-crashed"],
    ["cannot be put into the sandbox", { end: "refused", reason: "no walls" }, "no-sandbox"],
  ] as const)("%s, and is believed nothing", async (_, result, code) => {
    const said = await scan(scanner, each, ending(result, report));

    expect(said.problems.map((problem) => problem.code)).toEqual([code]);
    expect({ findings: said.findings, covered: said.covered }).toEqual({ findings: [], covered: [] });
  });

  it("exits with 0 and says nothing, and is not clean", async () => {
    const said = await scan(scanner, each, ending({}));

    expect(said.problems).not.toEqual([]);
    expect({ findings: said.findings, covered: said.covered }).toEqual({ findings: [], covered: [] });
  });
});

/** What a repository may hold to make a tool look away, or to run code of its own. */
const HOSTILE: Readonly<Record<string, readonly string[]>> = {
  bandit: [".bandit", "pyproject.toml"],
  brakeman: [],
  checkov: [".checkov.yaml", ".checkov.yml"],
  "clang-analyzer": [".clang", "compile_flags.txt"],
  "clang-tidy": [".clang-tidy", "compile_commands.json"],
  "clang-warnings": [".clang", "compile_flags.txt"],
  codeql: [".github/codeql/codeql-config.yml", "codeql-pack.yml", ".lgtm.yml"],
  cppcheck: [".cppcheck", "suppressions.txt"],
  "eslint-project": [],
  flawfinder: [".flawfinder"],
  "gcc-analyzer": ["compile_flags.txt", "Makefile"],
  "gcc-warnings": ["compile_flags.txt", "Makefile"],
  gitleaks: [".gitleaks.toml", ".gitleaksignore"],
  "go-vet": ["go.work", "vet.json"],
  gosec: ["gosec.json", "go.work"],
  grype: [".grype.yaml", ".grype/config.yaml"],
  hadolint: [".hadolint.yaml", ".hadolint.yml"],
  javac: ["javac.args", "pom.xml"],
  mypy: ["mypy.ini", ".mypy.ini", "setup.cfg", "sitecustomize.py"],
  "npm-audit": [".npmrc", ".nsprc"],
  opengrep: [".semgrepignore", ".opengrepignore", ".semgrep.yml"],
  "osv-scanner": ["osv-scanner.toml"],
  phpstan: ["phpstan.neon", "phpstan.neon.dist", "vendor/autoload.php"],
  "pip-audit": ["pip.conf", "setup.py"],
  "pnpm-audit": [".npmrc", ".pnpmfile.cjs"],
  psalm: ["psalm.xml", "vendor/autoload.php"],
  pylint: [".pylintrc", "pylintrc", "setup.cfg"],
  pyright: ["pyrightconfig.json", "pyproject.toml"],
  secretlint: [".secretlintrc.json", ".secretlintignore", ".secretlintrc.js"],
  semgrep: [".semgrepignore", ".semgrep.yml"],
  spotbugs: [],
  tfsec: [".tfsec/config.yml", ".tfsec/custom_tfchecks.yaml"],
  trivy: ["trivy.yaml", ".trivyignore", ".trivyignore.yaml", "trivy-secret.yaml"],
  tsc: ["tsconfig.json", "jsconfig.json"],
  "yarn-audit": [".yarnrc", ".yarnrc.yml"],
};

/** Tools that get the whole project: what keeps its settings from hiding anything. */
const WHOLE: Readonly<Record<string, RegExp>> = {
  brakeman: /^--(?:config-file|ignore-config)=\/assay\/scratch\//u,
  "eslint-project": /^--rule=no-eval:error$/u,
  spotbugs: /^-low$/u,
};

it("knows hostile settings for every tool", () => {
  expect(Object.keys(HOSTILE).toSorted()).toEqual(tools.map(({ id }) => id).toSorted());
});

it.each(tools)("$id never sees settings of the repository, or is told otherwise", async ({ id, scanner, each, report }) => {
  const hostile = HOSTILE[id] ?? [];
  const copies: string[] = [];
  const words: string[] = [];
  const sandbox = ending({}, report, (staged, argv) => void (copies.push(...staged), words.push(...argv)));

  await scan(scanner, each, sandbox, Object.fromEntries(hostile.map((path) => [path, "ignore everything\n"])));

  expect(copies).not.toEqual([]);
  expect(copies.filter((path) => hostile.includes(path))).toEqual([]);
  const guard = WHOLE[id];
  if (guard !== undefined) expect(words.filter((word) => guard.test(word))).not.toEqual([]);
  expect(scanner.wholeProject === true).toBe(guard !== undefined);
});

it("a tool that writes without end is stopped long before its words fill the memory", async () => {
  const { sandbox } = await selectSandbox({ preference: "auto", unsafeNoSandbox: false });
  const endless = "/usr/bin/yes";
  if (sandbox === undefined || !fs.existsSync(endless)) throw new Error("this test needs a sandbox and /usr/bin/yes");
  const { scanner, each } = tools.find(({ id }) => id === "semgrep") as (typeof tools)[number];
  const flood = { ...scanner, versionArgs: ["--version"], parseVersion: () => "99.9.9" };
  const plan = (): ReturnType<CommandScanner["command"]> => ({
    argv: [endless, "x".repeat(1000)],
    env: {},
    settings: {},
    okExits: [0],
    output: "stdout",
  });
  const host = createCommandHost({ sandbox, stager: createDirectoryStager(), findExecutable: async () => endless })({
    ...flood,
    command: plan,
  });
  const workspace = createDiskWorkspace({ root: join(each.folder, "input"), exclude: [], maxFileBytes: 1 << 20 });
  const before = process.memoryUsage().rss;

  const said = await host.scan(
    { files: [{ path: "repaired.py", language: "python", bytes: 30 }], workspace, progress: () => undefined },
    AbortSignal.timeout(60_000),
  );

  expect(said.problems.map(({ code }) => code)).toEqual(["output-flooded"]);
  expect(process.memoryUsage().rss - before).toBeLessThan(512 * 2 ** 20);
}, 60_000);
