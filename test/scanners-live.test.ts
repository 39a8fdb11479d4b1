import fs from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { selectSandbox } from "#adapters/sandboxes/select.ts";
import { createCommandHost } from "#adapters/scanner-host/command-host.ts";
import { createDirectoryStager } from "#adapters/stagers/directory.ts";
import { createDiskWorkspace } from "#adapters/workspaces/disk.ts";
import type { CommandScanner, LibraryResult } from "#ports/scanner.ts";
import { registeredScanners } from "#testing/registered-scanners.ts";
import { LIVE_TOOLS } from "../scripts/reference-adapters.ts";

/** A switch of the tool's own that a repository may hold, and code that it must not silence. */
const HOSTILE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  bandit: {
    "a.py": "import os, sys\nos.system('ls ' + sys.argv[1])\n",
    ".bandit": "[bandit]\nskips: B605,B607,B105\nexclude: .\n",
  },
  cppcheck: {
    "a.c":
      "// cppcheck-suppress-file arrayIndexOutOfBounds\nint f(void) {\n  int a[2];\n  a[2] = 0; // cppcheck-suppress arrayIndexOutOfBounds\n  return a[0];\n}\n",
  },
  flawfinder: { "a.c": "void f(char *a, char *b) {\n  strcpy(a, b); /* Flawfinder: ignore */\n}\n" },
  "gcc-analyzer": {
    "a.c":
      '#pragma GCC diagnostic ignored "-Wanalyzer-use-after-free"\nint f(char *p) {\n  __builtin_free(p);\n  return p[0];\n}\n',
  },
  "gcc-warnings": {
    "a.c":
      '#define QUIET(x) _Pragma(#x)\nQUIET(GCC diagnostic ignored "-Wformat-security")\n#include <stdio.h>\nvoid f(const char *p) {\n  printf(p);\n}\n',
  },
  gitleaks: {
    "a.py": `key = "${["ghp_", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"].join("")}"  # gitleaks:allow\n`,
    ".gitleaks.toml": 'title = "none"\n[allowlist]\npaths = [".*"]\n',
    ".gitleaksignore": "a.py:github-pat:1\n",
  },
  "clang-analyzer": {
    "a.c": "#include <stdlib.h>\n#ifndef __clang_analyzer__\nint f(char *p) {\n  free(p);\n  return p[0];\n}\n#endif\n",
  },
  "clang-tidy": {
    "a.c": "#include <stdlib.h>\nint f(char *p) {\n  free(p);\n  return p[0]; // NOLINT\n}\n",
    ".clang-tidy": "Checks: '-*'\n",
  },
  "clang-warnings": {
    "a.c": '#pragma clang diagnostic ignored "-Wformat-security"\n#include <stdio.h>\nvoid f(const char *p) {\n  printf(p);\n}\n',
  },
  "eslint-project": {
    "a.js": "/* eslint-disable */\nexport const run = (text) => eval(text); // eslint-disable-line no-eval\n",
    "eslint.config.js": 'export default [{ files: ["**/*.js"], rules: { "no-eval": "off" } }];\n',
    "package.json": '{ "type": "module" }\n',
  },
  "go-vet": {
    "a.go": 'package a\n\nimport "sync"\n\nfunc f(m sync.Mutex) { //nolint:all\n\tm.Lock()\n}\n',
  },
  javac: {
    "A.java": '@SuppressWarnings("all") class A { @SuppressWarnings("divzero") int f(int a) { return a / 0; } }\n',
  },
  mypy: {
    "a.py": '# mypy: ignore-errors\nx: int = "a"  # type: ignore\n',
    "mypy.ini": "[mypy]\nignore_errors = True\nplugins = ./plugin.py\n",
  },
  pylint: {
    "a.py": "# pylint: skip-file\n# pylint: disable=all\neval(input())  # pylint: disable=eval-used\n",
    ".pylintrc": "[MAIN]\ninit-hook='raise SystemExit(0)'\ndisable=all\n",
  },
  pyright: {
    "a.py": '# pyright: basic, reportAssignmentType=false\nx: int = "a"  # pyright: ignore\n',
    "pyrightconfig.json": '{"ignore": ["**"], "exclude": ["**"]}\n',
  },
  secretlint: {
    "a.py": `# secretlint-disable\nkey = "${["ghp_", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"].join("")}"  # secretlint-disable-line\n`,
    ".secretlintrc.json": '{"rules": []}\n',
    ".secretlintignore": "**\n",
  },
  tsc: {
    "a.ts": '// @ts-nocheck\n// @ts-ignore\nexport const x: number = "a";\n',
    "tsconfig.json": '{"files": [], "compilerOptions": {"noCheck": true}}\n',
  },
};

const root = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "assay-live-")));
afterAll(() => fs.rmSync(root, { recursive: true }));
const known = await registeredScanners(resolve(import.meta.dirname, ".."));
/** `ASSAY_TEST_GITLEAKS=/path/to/gitleaks` names a tool that is not on the path. */
const tools = LIVE_TOOLS.map((id) => {
  const named = process.env[`ASSAY_TEST_${id.toUpperCase().replaceAll("-", "_")}`];
  return { id, scanner: scannerOf(id), path: named ?? find(scannerOf(id).executable) };
});
/** Versions beside the system's own that write another report. */
const further = ["gcc-14", "gcc-15"].flatMap((name) => {
  const path = find(name);
  return path === undefined ? [] : ["gcc-analyzer", "gcc-warnings"].map((id) => ({ id, scanner: scannerOf(id), path }));
});

function scannerOf(id: string): CommandScanner {
  return known.find(({ file }) => file === id)?.scanner as CommandScanner;
}

function find(name: string): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder.startsWith("/"));
  return folders.map((folder) => join(folder, name)).find((path) => fs.existsSync(path));
}

async function scan(scanner: CommandScanner, path: string, files: Readonly<Record<string, string>>): Promise<LibraryResult> {
  const folder = fs.mkdtempSync(join(root, "code-"));
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(join(folder, name), text);
  const { sandbox } = await selectSandbox({ preference: "auto", unsafeNoSandbox: false });
  const findExecutable = async (name: string) => find(name);
  const host = createCommandHost({
    sandbox,
    stager: createDirectoryStager(),
    findExecutable,
    executables: { [scanner.id]: path },
  })(scanner);
  const workspace = createDiskWorkspace({ root: folder, exclude: [], maxFileBytes: 1 << 20 });
  const signal = AbortSignal.timeout(120_000);
  const listing = await workspace.list({ paths: [] }, signal);
  const mine = listing.files.filter(({ language }) => scanner.languages.includes(language));
  const others = (listing.others ?? []).filter((name) => scanner.reads?.(name) === true && !name.startsWith("."));
  return host.scan({ files: mine, others, workspace, progress: () => undefined }, signal);
}

const absent = tools.filter(({ path }) => path === undefined).map(({ id }) => id);

it(`runs the tools of this machine; not run: ${absent.join(", ") || "none"}`, () => {
  expect(tools.filter(({ path }) => path !== undefined).length + absent.length).toBe(LIVE_TOOLS.length);
});

for (const { id, scanner, path } of [...tools, ...further]) {
  if (path === undefined) continue;
  describe(`${id} itself, ${path.split("/").at(-1) ?? ""}`, () => {
    it("finds what the code holds, whatever the repository and the code tell it", async () => {
      const files = HOSTILE[id] as Readonly<Record<string, string>>;
      const said = await scan(scanner, path, files);

      const [source] = Object.keys(files);
      const seen = [...said.findings, ...(said.suppressed ?? []).map(({ finding }) => finding)];
      const silenced = said.problems.filter(({ code }) => code === "silenced");
      expect(said.problems).toEqual(silenced);
      expect(seen.length + silenced.length).toBeGreaterThan(0);
      expect(seen.every(({ location }) => location.path === source)).toBe(true);
    }, 60_000);
  });
}
