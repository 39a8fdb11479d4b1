import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { createGit, type Git } from "#adapters/git/git.ts";
import { changedLines, changedRanges } from "./changed-lines.ts";
import { createDiskWorkspace } from "./disk.ts";
import { createIndexWorkspace } from "./git-index.ts";

const GIT = execFileSync("sh", ["-c", "command -v git"], { encoding: "utf8" }).trim();
const signal = new AbortController().signal;
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true });
});

interface Repository {
  readonly root: string;
  readonly git: Git;
  readonly write: (path: string, text: string) => void;
  readonly run: (...args: string[]) => void;
}

function repository(): Repository {
  const root = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "assay-changed-")));
  folders.push(root);
  const run = (...args: string[]) =>
    void execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", ...args], { cwd: root, stdio: "pipe" });
  run("init", "--quiet", "--initial-branch=main");
  const write = (path: string, text: string) => fs.writeFileSync(join(root, path), text);
  return { root, git: createGit({ executable: GIT, root }), write, run };
}

const lines = (...names: string[]) => names.map((name) => `${name}\n`).join("");
const options = { exclude: [], maxFileBytes: 1000 };

test("lines count from the common ancestor to the working tree", async () => {
  const { root, git, write, run } = repository();
  write("a.py", lines("1", "2", "3", "4", "5", "6"));
  write("same.py", lines("1"));
  write("moved.py", lines("m", "n"));
  run("add", "--all");
  run("commit", "--quiet", "--message=first");
  run("checkout", "--quiet", "-b", "topic");
  write("a.py", lines("1", "2", "three", "4", "5", "6"));
  run("commit", "--quiet", "--all", "--message=second");
  run("checkout", "--quiet", "main");
  write("same.py", lines("1", "on main"));
  run("commit", "--quiet", "--all", "--message=third");
  run("checkout", "--quiet", "topic");
  write("a.py", lines("0", "1", "2", "three", "4", "5", "6"));
  write("new.py", lines("x", "y"));
  fs.renameSync(join(root, "moved.py"), join(root, "renamed.py"));

  const workspace = createDiskWorkspace({ root, ...options });
  const changed = await changedLines(
    { git, base: "main", workspace, paths: ["a.py", "same.py", "new.py", "renamed.py"] },
    signal,
  );

  expect(Object.fromEntries(changed)).toEqual({
    "a.py": [
      { start: 1, end: 1 },
      { start: 4, end: 4 },
    ],
    "new.py": [{ start: 1, end: 2 }],
  });
});

test("staged lines count against HEAD, whatever the working tree holds", async () => {
  const { root, git, write, run } = repository();
  write("a.py", lines("1", "2"));
  run("add", "--all");
  run("commit", "--quiet", "--message=first");
  write("a.py", lines("1", "2", "staged"));
  run("add", "--all");
  write("a.py", lines("not", "staged", "at", "all"));

  const workspace = createIndexWorkspace({ git, ...options });

  expect(Object.fromEntries(await changedLines({ git, workspace, paths: ["a.py"] }, signal))).toEqual({
    "a.py": [{ start: 3, end: 3 }],
  });
  expect(await workspace.changed()).toEqual([{ path: "a.py", bytes: Buffer.from(lines("1", "2", "staged")) }]);
  expect(root).toBe(workspace.root);
});

test("before the first commit everything staged is changed", async () => {
  const { git, write, run } = repository();
  write("a.py", lines("1", "2"));
  run("add", "--all");

  expect(
    Object.fromEntries(
      await changedLines({ git, workspace: createIndexWorkspace({ git, ...options }), paths: ["a.py"] }, signal),
    ),
  ).toEqual({
    "a.py": [{ start: 1, end: 2 }],
  });
});

test("a change of line ends alone is no change", async () => {
  const { root, git, write, run } = repository();
  write("a.py", lines("1", "2"));
  run("add", "--all");
  run("commit", "--quiet", "--message=first");
  write("a.py", "1\r\n2\r\n");

  expect(await changedLines({ git, workspace: createDiskWorkspace({ root, ...options }), paths: ["a.py"] }, signal)).toEqual(
    new Map(),
  );
});

test.each([
  { before: "abc", after: "abc", ranges: [] },
  { before: "abc", after: "axc", ranges: [[2, 2]] },
  { before: "abc", after: "ac", ranges: [[1, 2]] },
  { before: "abc", after: "ab", ranges: [[2, 2]] },
  { before: "abc", after: "bc", ranges: [[1, 1]] },
  { before: "abc", after: "", ranges: [[1, 1]] },
  { before: "", after: "ab", ranges: [[1, 2]] },
  {
    before: "abcdef",
    after: "xabcdefy",
    ranges: [
      [1, 1],
      [8, 8],
    ],
  },
])("from $before to $after", ({ before, after, ranges }) => {
  const found = changedRanges(before.split(""), after.split(""));

  expect(found.map(({ start, end }) => [start, end])).toEqual(ranges);
});

test("a rewrite too large to compare counts as changed from its first to its last line", () => {
  const before = Array.from({ length: 9000 }, (_, index) => `old ${index}`);
  const after = Array.from({ length: 9000 }, (_, index) => `new ${index}`);

  expect(changedRanges(["same", ...before], ["same", ...after])).toEqual([{ start: 2, end: 9001 }]);
});
