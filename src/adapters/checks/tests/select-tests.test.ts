import { expect, test } from "vitest";
import { checkContext } from "#testing/check-contract.ts";
import { selectTests } from "./select-tests.ts";

const signal = new AbortController().signal;
const TESTS = ["a", "b", "c", "d"].map((name) => `tests/test_${name}.py`);

/** Four test files, of which the first imports the patched file; `more` replaces or adds files. */
async function select(more: Readonly<Record<string, string>> = {}): Promise<readonly string[] | undefined> {
  const files = {
    "pkg/core.py": "x = 1\n",
    "pkg/use.py": "from pkg import core\n",
    "pkg/other.py": "y = 1\n",
    ...Object.fromEntries(TESTS.map((path) => [path, "from pkg import other\n"])),
    "tests/test_a.py": "from pkg.use import core\n",
    ...more,
  };
  const context = await checkContext({ files, patched: { "pkg/core.py": "x = 2\n" } });
  return (await selectTests(context, { kind: "python", folder: "", files: TESTS, pytest: false }, signal)).files;
}

test("chooses the test files that reach the patched code through others", async () => {
  expect(await select()).toEqual(["tests/test_a.py"]);
});

test("adds those that start programs or load by name", async () => {
  expect(await select({ "tests/test_b.py": "import subprocess\n" })).toEqual(["tests/test_a.py", "tests/test_b.py"]);
});

test.each([
  ["no test names the patched code", { "tests/test_a.py": "import unittest\n" }],
  ["what all tests go through reaches it", { "tests/conftest.py": "import pkg.core\n" }],
  ["a package's own file reaches it", { "pkg/__init__.py": "from pkg import core\n" }],
  ["all reach it", Object.fromEntries(TESTS.map((path) => [path, "import pkg.core\n"]))],
])("runs the whole suite where %s", async (_, more) => {
  expect(await select(more)).toBeUndefined();
});
