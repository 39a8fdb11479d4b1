import { expect, test } from "vitest";
import { z } from "zod";
import { createMemoryStore } from "#adapters/stores/memory.ts";
import { createMemoryWorkspace } from "#adapters/workspaces/memory.ts";
import { openFixJournal } from "./fix-journal.ts";
import { judgeFiles } from "./judge-files.ts";

const signal = new AbortController().signal;
const FILES = {
  "src/app.py": "x = 1\n",
  "tests/test_app.py": "import app\n",
  "pyproject.toml": "[project]\n",
  "notes.txt": "nothing\n",
};

/** Opens a run that analyses `src` alone, as it would be after the files changed; a run that was killed has one step of its own. */
async function reopened(changed: Readonly<Record<string, string>>): Promise<number> {
  const store = createMemoryStore();
  const open = async (files: Readonly<Record<string, string>>) => {
    const workspace = createMemoryWorkspace({ root: "/project", files });
    const { files: analysed } = await workspace.list({ paths: ["src"] }, signal);
    return openFixJournal(store, "key", workspace, [...analysed, ...(await judgeFiles(workspace, analysed, signal))]);
  };
  const first = await open(FILES);
  await first.journal.step("validate:one", z.string(), async () => "green");
  return (await open({ ...FILES, ...changed })).journal.resumedSteps;
}

test("a run goes on where nothing changed, or nothing that judges", async () => {
  expect(await reopened({})).toBe(2);
  expect(await reopened({ "notes.txt": "other\n" })).toBe(2);
});

test.each([
  ["a file under analysis", { "src/app.py": "x = 2\n" }],
  ["a test outside of what is analysed", { "tests/test_app.py": "import app, os\n" }],
  ["a new test", { "tests/test_more.py": "import app\n" }],
  ["the settings of a tool", { "pyproject.toml": "[project]\n[tool.pytest]\n" }],
  ["new settings", { "tests/pytest.ini": "[pytest]\n" }],
])("verdicts given before %s changed are not used again", async (_, changed) => {
  expect(await reopened(changed)).toBe(0);
});
