import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, expect, it } from "vitest";
import { type Regression, writeRegression } from "#adapters/checks/regression/write-regression.ts";
import { attackContext } from "./attack-setup.ts";

/** A project of one module with one test of the runner's kind; `weak` becomes `repaired`. */
interface Project {
  readonly runner: string;
  readonly files: Readonly<Record<string, string>>;
  readonly path: string;
  readonly weak: string;
  readonly repaired: readonly (readonly [from: string, to: string])[];
}

const COUNT_JS = `const { exec } = require("node:child_process");
const { promisify } = require("node:util");

const run = promisify(exec);

/** Words in a text file. */
exports.countWords = async function countWords(file) {
  const { stdout } = await run(\`wc -w \${file}\`);
  return Number.parseInt(stdout, 10);
};
`;
const COUNT_PY = `import subprocess


def count_words(path):
    """Words in a text file."""
    return int(subprocess.check_output(f"wc -w {path}", shell=True, text=True).split()[0])
`;

function script(runner: string, own: string): Project {
  return {
    runner,
    files: {
      "package.json": JSON.stringify({ name: "words", private: true, scripts: { test: runner } }),
      "src/words.js": COUNT_JS,
      "test/words.test.js": own,
    },
    path: "src/words.js",
    weak: "wc -w",
    repaired: [
      ["{ exec }", "{ execFile }"],
      ["(exec)", "(execFile)"],
      ["`wc -w ${file}`", '"wc", ["-w", file]'],
    ],
  };
}

const plain = (head: string, word: string): string =>
  `const assert = require("node:assert/strict");\n${head}const { countWords } = require("../src/words.js");\n\n${word}("is a function", () => {\n  assert.equal(typeof countWords, "function");\n});\n`;

function python(runner: string, own: string): Project {
  return {
    runner,
    files: { "words.py": COUNT_PY, "tests/__init__.py": "", "tests/test_words.py": own },
    path: "words.py",
    weak: "wc -w",
    repaired: [[`f"wc -w {path}", shell=True`, `["wc", "-w", path]`]],
  };
}

const PROJECTS = [
  script(
    "vitest",
    'import { expect, test } from "vitest";\nimport words from "../src/words.js";\n\ntest("is a function", () => {\n  expect(typeof words.countWords).toBe("function");\n});\n',
  ),
  script("jest", plain("", "test")),
  script("mocha", plain("", "it")),
  python("pytest", "import words\n\n\ndef test_callable():\n    assert callable(words.count_words)\n"),
];
/** A further node_modules folder with runners that the project itself does not need. */
const MORE = process.env["ASSAY_TEST_RUNNERS"];
const made: string[] = [];
afterAll(async () => {
  for (const folder of made) await rm(folder, { recursive: true });
});

function modulesWith(runner: string): string | undefined {
  return [resolve("node_modules"), ...(MORE === undefined ? [] : [resolve(MORE)])].find((folder) =>
    existsSync(join(folder, runner)),
  );
}

function isHere({ runner }: Project): boolean {
  if (runner === "pytest") {
    try {
      execFileSync("python3", ["-c", "import pytest"], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  }
  return modulesWith(runner) !== undefined;
}

async function written(project: Project): Promise<Regression | string> {
  const folder = await mkdtemp(join(tmpdir(), "assay-runner-"));
  made.push(folder);
  const root = join(folder, "project");
  for (const [path, text] of Object.entries(project.files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  const modules = modulesWith(project.runner);
  if (modules !== undefined) await symlink(modules, join(folder, "node_modules"));
  const before = project.files[project.path] ?? "";
  const after = project.repaired.reduce((text, [from, to]) => text.replace(from, () => to), before);
  const context = await attackContext({ path: project.path, cwe: "CWE-78", line: project.weak }, { before, after }, root, {
    tests: true,
  });
  return writeRegression(context, new AbortController().signal);
}

// Starts each runner four times, which is what there is to prove; node:test and unittest have their turn in regression-tests.test.ts. A runner that is missing
// leaves its case out of the list.
const present = PROJECTS.filter(isHere);

it.each(present)("a test for $runner fails on the old code and passes on the new", { timeout: 90_000 }, async (project) => {
  const test = await written(project);

  expect(test).toMatchObject({
    runner: project.runner,
    path: expect.stringMatching(/^tests?\//u),
    text: expect.stringContaining("canary"),
  });
});

it("vitest is always among them", () => {
  expect(present.map(({ runner }) => runner)).toContain("vitest");
});
