import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { blobSizes, readBlobs } from "./blobs.ts";
import { commitEntries, indexEntries } from "./entries.ts";
import { createGit, type Git } from "./git.ts";
import { mergeBase, resolveCommit } from "./revision.ts";
import { trackedFiles } from "./tracked.ts";

const GIT = execFileSync("sh", ["-c", "command -v git"], { encoding: "utf8" }).trim();
const signal = new AbortController().signal;
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true });
});

function newFolder(): string {
  const folder = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "assay-git-")));
  folders.push(folder);
  return folder;
}

function repository(): string {
  const root = newFolder();
  fs.writeFileSync(join(root, "a.py"), "pass\n");
  const run = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", ...args], { cwd: root, stdio: "pipe" });
  run("init", "--quiet", "--initial-branch=main");
  run("add", "--all");
  run("commit", "--quiet", "--message=first");
  return root;
}

function program(text: string): string {
  const path = join(newFolder(), "git");
  fs.writeFileSync(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  return path;
}

test.each(["--upload-pack=touch x", "-x", "", "HEAD:a.py", ":/first", "main..HEAD", "a b", "a\nb", "x".repeat(300), "HEAD\0"])(
  "what is no revision's name is refused before git sees it: %j",
  async (revision) => {
    const root = newFolder();
    fs.mkdirSync(join(root, ".git"));
    const git = createGit({ executable: program("touch ran"), root });

    await expect(resolveCommit(git, revision, signal)).rejects.toMatchObject({ code: "git-failed" });

    expect(fs.existsSync(join(root, "ran"))).toBe(false);
  },
);

test("names of revisions resolve, unknown ones are told", async () => {
  const git = createGit({ executable: GIT, root: repository() });

  expect(await resolveCommit(git, "main", signal)).toMatch(/^[0-9a-f]{40}$/);
  expect(await mergeBase(git, "HEAD", signal)).toBe(await resolveCommit(git, "main", signal));
  await expect(resolveCommit(git, "nowhere", signal)).rejects.toMatchObject({
    code: "git-failed",
    message: "no such revision: nowhere",
  });
});

test("a folder without a repository is told", () => {
  expect(() => createGit({ executable: GIT, root: newFolder() })).toThrow(/is not a git work tree/);
});

test("a git that hangs, floods, fails or is missing ends in an error", async () => {
  const root = repository();
  const run = (executable: string) =>
    createGit({ executable, root, seconds: 0.5, outputBytes: 1000 }).run(["ls-tree"], { signal });

  await expect(run(program("sleep 60"))).rejects.toMatchObject({
    code: "git-failed",
    message: "git ls-tree: took more than 0.5 s",
  });
  await expect(run(program("yes"))).rejects.toMatchObject({
    code: "git-failed",
    message: "git ls-tree: wrote more than 1000 bytes",
  });
  await expect(run(program("echo no >&2; exit 3"))).rejects.toMatchObject({ code: "git-failed", message: "git ls-tree: no" });
  await expect(run("/nowhere/git")).rejects.toMatchObject({ code: "git-failed" });
});

test("an abort ends git and what it started", async () => {
  const root = repository();
  const abort = new AbortController();
  const marker = join(newFolder(), "pid");
  const running = createGit({ executable: program(`sleep 60 & echo $! > ${marker}; wait`), root }).run(["ls-tree"], {
    signal: abort.signal,
  });
  while (!fs.existsSync(marker) || fs.readFileSync(marker, "utf8") === "") await new Promise((resolve) => setTimeout(resolve, 5));

  abort.abort(new Error("enough"));

  await expect(running).rejects.toThrow("enough");
  const pid = fs.readFileSync(marker, "utf8").trim();
  const state = () => (fs.existsSync(`/proc/${pid}/stat`) ? fs.readFileSync(`/proc/${pid}/stat`, "utf8").split(" ")[2] : "gone");
  // A signal takes effect when the process is next scheduled, so on a busy machine a moment later.
  await expect.poll(state, { timeout: 10_000 }).toMatch(/^(?:gone|Z|X)$/u);
});

test("what a commit and a blob hold is asked for once; another commit is asked for", async () => {
  const root = repository();
  const plain = createGit({ executable: GIT, root });
  const asked: string[] = [];
  const git: Git = {
    ...plain,
    run: (args, options) => {
      asked.push(args[0] ?? "");
      return plain.run(args, options);
    },
  };
  const commit = await resolveCommit(plain, "main", signal);
  const { entries } = await commitEntries(git, commit, signal);
  const id = entries.get("a.py")?.id ?? "";

  const again = await commitEntries(git, commit, signal);
  const sizes = [await blobSizes(git, [id], signal), await blobSizes(git, [id], signal)];
  const blobs = [await readBlobs(git, [id], signal), await readBlobs(git, [id], signal)];

  expect(again).toEqual(await commitEntries(plain, commit, signal));
  expect(sizes.map((one) => one.get(id))).toEqual([5, 5]);
  expect(blobs.map((one) => Buffer.from(one.get(id) ?? []).toString())).toEqual(["pass\n", "pass\n"]);
  await expect(commitEntries(git, "0".repeat(40), signal)).rejects.toMatchObject({ code: "git-failed" });
  // A name may lead elsewhere later.
  await commitEntries(git, "main", signal);
  await commitEntries(git, "main", signal);
  expect(asked).toEqual(["ls-tree", "cat-file", "cat-file", "ls-tree", "ls-tree", "ls-tree"]);
});

test("the index tells what a sparse checkout leaves out", async () => {
  const root = repository();
  execFileSync(GIT, ["update-index", "--skip-worktree", "a.py"], { cwd: root, stdio: "pipe" });

  const { entries, sparse } = await indexEntries(createGit({ executable: GIT, root }), signal);

  expect([...entries.values()].map(({ path, kind }) => ({ path, kind }))).toEqual([{ path: "a.py", kind: "file" }]);
  expect([...sparse]).toEqual(["a.py"]);
});

test("who asks for the index while it is being read gets the same answer; who asks later, a new one", async () => {
  const root = repository();
  const plain = createGit({ executable: GIT, root });
  const asked: string[] = [];
  const git: Git = {
    root,
    run: (args, options) => {
      asked.push(args[0] ?? "");
      return plain.run(args, options);
    },
  };

  const [first, second] = await Promise.all([indexEntries(git, signal), trackedFiles(git, signal)]);
  expect([...first.entries.keys()]).toEqual([...second]);
  expect(asked).toHaveLength(1);

  const name = "ä tab\there\nline.py";
  fs.writeFileSync(join(root, name), "");
  execFileSync(GIT, ["add", name], { cwd: root, stdio: "pipe" });
  expect([...(await indexEntries(git, signal)).entries.keys()]).toEqual(["a.py", name]);
  // Another's end must not end this one's question.
  await Promise.all([indexEntries(git, signal), indexEntries(git, new AbortController().signal)]);
  expect(asked).toHaveLength(4);

  await expect(indexEntries(git, AbortSignal.abort(new Error("enough")))).rejects.toThrow("enough");
});

test("a missing object is told, not taken for an empty file", async () => {
  const git = createGit({ executable: GIT, root: repository() });

  await expect(readBlobs(git, ["0".repeat(39) + "1"], signal)).rejects.toMatchObject({ code: "git-failed" });
});

test("tracked files are those of the index, committed or not, ignored or not", async () => {
  const root = repository();
  fs.writeFileSync(join(root, ".gitignore"), "*\n");
  fs.writeFileSync(join(root, "forced.py"), "");
  fs.writeFileSync(join(root, "hidden.py"), "");
  execFileSync(GIT, ["add", "--force", "forced.py"], { cwd: root, stdio: "pipe" });

  expect([...(await trackedFiles(createGit({ executable: GIT, root }), signal))]).toEqual(["a.py", "forced.py"]);
});

test("names that are not UTF-8 are problems", async () => {
  const root = repository();
  fs.writeFileSync(Buffer.concat([Buffer.from(`${root}/caf`), Buffer.from([0xe9]), Buffer.from(".py")]), "pass\n");
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", "add", "--all"], { cwd: root, stdio: "pipe" });
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "--quiet", "--message=second"], {
    cwd: root,
    stdio: "pipe",
  });
  const git = createGit({ executable: GIT, root });

  const { entries, problems } = await commitEntries(git, await resolveCommit(git, "HEAD", signal), signal);

  expect([...entries.keys()]).toEqual(["a.py"]);
  expect(problems.map((problem) => problem.code)).toEqual(["bad-name"]);
});
