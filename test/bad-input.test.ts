import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { createGit } from "#adapters/git/git.ts";
import { resolveCommit } from "#adapters/git/revision.ts";
import { changedLines } from "#adapters/workspaces/changed-lines.ts";
import { createDiskWorkspace } from "#adapters/workspaces/disk.ts";
import { createIndexWorkspace } from "#adapters/workspaces/git-index.ts";
import { openRevisionWorkspace } from "#adapters/workspaces/git-revision.ts";
import { readEnvironment } from "#app/env.ts";
import { loadConfig } from "#app/load-config.ts";
import { Digest } from "#domain/ids.ts";
import { digest } from "#lib/digest.ts";

const signal = new AbortController().signal;
const options = { exclude: [], maxFileBytes: 2_000_000 };
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true });
});

function newFolder(files: Readonly<Record<string, string>> = {}): string {
  const root = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "assay-bad-")));
  folders.push(root);
  for (const [path, text] of Object.entries(files)) {
    fs.mkdirSync(dirname(join(root, path)), { recursive: true });
    fs.writeFileSync(join(root, path), text);
  }
  return root;
}

async function listed(root: string, paths: readonly string[] = []) {
  const listing = await createDiskWorkspace({ root, ...options }).list({ paths }, signal);
  return { files: listing.files.map((file) => file.path), skipped: listing.skipped.map(({ path, code }) => [path, code]) };
}

test("links in a loop, to a folder above and to nowhere end", async () => {
  const root = newFolder({ "lib/a.py": "" });
  fs.symlinkSync("two.py", join(root, "one.py"));
  fs.symlinkSync("one.py", join(root, "two.py"));
  fs.symlinkSync("..", join(root, "lib/up"));
  fs.symlinkSync(".", join(root, "self"));
  fs.symlinkSync("gone.py", join(root, "broken.py"));

  expect(await listed(root)).toEqual({
    files: ["lib/a.py"],
    skipped: [
      ["broken.py", "symlink-broken"],
      ["one.py", "symlink-loop"],
      ["two.py", "symlink-loop"],
    ],
  });
});

test("links out of the tree are told and not followed", async () => {
  const root = newFolder({ "project/a.py": "", "secret.py": "", "other/b.py": "" });
  fs.symlinkSync("../secret.py", join(root, "project/link.py"));
  fs.symlinkSync("../other", join(root, "project/folder"));
  fs.symlinkSync("/etc/passwd", join(root, "project/passwd"));

  expect(await listed(join(root, "project"))).toEqual({
    files: ["a.py"],
    skipped: [
      ["folder", "symlink-outside"],
      ["link.py", "symlink-outside"],
    ],
  });
  expect((await listed(join(root, "project"), ["passwd"])).skipped).toEqual([["passwd", "symlink-outside"]]);
});

test("pipes and sockets are never opened", async () => {
  const root = newFolder({ "a.py": "" });
  execFileSync("mkfifo", [join(root, "pipe.py"), join(root, ".gitignore")]);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(join(root, "socket.py"), resolve));

  const outcome = await listed(root);
  const named = await listed(root, ["pipe.py"]);
  await new Promise((resolve) => server.close(resolve));

  expect(outcome).toEqual({
    files: ["a.py"],
    skipped: [
      ["pipe.py", "not-regular"],
      ["socket.py", "not-regular"],
    ],
  });
  expect(named.skipped).toEqual([["pipe.py", "not-regular"]]);
  await expect(createDiskWorkspace({ root, ...options }).read("pipe.py")).rejects.toMatchObject({ code: "path-outside" });
});

test("odd names are files like others; names that are no text are told", async () => {
  const names = [
    "-rf.py",
    "--help.js",
    "line\nfeed.py",
    "quote'\".py",
    "space .py",
    "$(touch x).py",
    "ä.py",
    "*.py",
    "back\\slash.py",
  ];
  const root = newFolder(Object.fromEntries(names.map((name) => [name, `# ${name}`])));
  fs.writeFileSync(Buffer.concat([Buffer.from(`${root}/caf`), Buffer.from([0xe9]), Buffer.from(".py")]), "");

  const outcome = await listed(root);

  expect(outcome.files).toEqual(names.toSorted());
  expect(outcome.skipped).toEqual([["caf\\xe9.py", "bad-name"]]);
  expect(Buffer.from(await createDiskWorkspace({ root, ...options }).read("line\nfeed.py")).toString()).toBe("# line\nfeed.py");
  expect((await listed(root, ["-rf.py"])).files).toEqual(["-rf.py"]);
});

test("an empty folder and an empty file are fine, a missing path is told", async () => {
  expect(await listed(newFolder())).toEqual({ files: [], skipped: [] });
  expect((await listed(newFolder({ "a.py": "" }))).files).toEqual(["a.py"]);
  await expect(listed(newFolder(), ["nowhere.py"])).rejects.toMatchObject({
    code: "path-missing",
    message: "no such file or folder: nowhere.py",
  });
  await expect(listed(newFolder(), ["../x"])).rejects.toMatchObject({ code: "path-outside" });
});

test("binary, huge and minified files are listed with the reason; invalid UTF-8 is left to the engines", async () => {
  const root = newFolder({ "bundle.js": "var a=1;".repeat(1000), "zeros.py": `x\0${"y".repeat(100)}` });
  fs.writeFileSync(join(root, "latin.py"), Buffer.from([0x23, 0xe9, 0x0a]));
  fs.writeFileSync(join(root, "line.js"), Buffer.alloc(50_000_000, "a"));

  expect(await listed(root)).toEqual({
    files: ["latin.py"],
    skipped: [
      ["bundle.js", "minified"],
      ["line.js", "too-large"],
      ["zeros.py", "binary"],
    ],
  });
});

test("folders nested a thousand deep are walked", async () => {
  const root = newFolder();
  const deep = "d/".repeat(1000);
  fs.mkdirSync(join(root, deep), { recursive: true });
  fs.writeFileSync(join(root, deep, "a.py"), "");

  expect((await listed(root)).files).toEqual([`${deep}a.py`]);
});

test("a listing can be stopped half way", async () => {
  const root = newFolder(Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`${index}/a.py`, ""])));
  const abort = new AbortController();
  const listing = createDiskWorkspace({ root, ...options }).list({ paths: [] }, abort.signal);

  abort.abort(new Error("stop"));

  await expect(listing).rejects.toThrow("stop");
});

const full: typeof fs.writeSync = () => {
  throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
};

const oldToNew = (path: string) => ({
  path,
  before: Digest.parse(digest("old")),
  after: Digest.parse(digest("new")),
  bytes: Buffer.from("new"),
});

test("a disk that is full while writing changes nothing", async () => {
  const root = newFolder({ "a.py": "old", "b.py": "old" });
  const writing = createDiskWorkspace({ root, ...options }, { ...fs, writeSync: full }).replace([
    oldToNew("a.py"),
    oldToNew("b.py"),
  ]);

  await expect(writing).rejects.toMatchObject({
    code: "write-failed",
    message: "cannot write a.py (ENOSPC); no file was changed",
  });
  expect(fs.readdirSync(root).map((name) => [name, fs.readFileSync(join(root, name), "utf8")])).toEqual([
    ["a.py", "old"],
    ["b.py", "old"],
  ]);
});

test("a repository's settings can neither set a model nor turn the sandbox off, whatever form they take", () => {
  const environment = readEnvironment({ HOME: newFolder() });
  for (const text of [
    "model: {url: 'https://203.0.113.9/v1', name: m}\n",
    "sandbox: none\n",
    "base: &b {sandbox: unshare}\n<<: *b\n",
    '"\\x73andbox": unshare\n',
    "? sandbox\n: unshare\n",
  ]) {
    const root = newFolder({ "assay.yaml": text });
    expect(() => loadConfig({ root, cwd: root, flags: {}, environment }), text).toThrow(
      expect.objectContaining({
        code: expect.stringMatching(/^config-(?:loosens|invalid)$/) as string,
        message: expect.stringMatching(/^assay\.yaml:1:[13]: /) as string,
      }),
    );
  }
});

test("nothing a repository configures for git is run", async () => {
  const root = newFolder({ "a.py": "one\n", "b.py": "one\n" });
  const canary = join(newFolder(), "canary");
  const evil = join(newFolder(), "evil");
  fs.writeFileSync(evil, `#!/bin/sh\ntouch ${canary}\ncat\n`, { mode: 0o755 });
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", ...args], { cwd: root, stdio: "pipe" });
  git("init", "--quiet", "--initial-branch=main");
  git("add", "--all");
  git("commit", "--quiet", "--message=first");
  fs.writeFileSync(join(root, ".gitattributes"), "*.py filter=evil diff=evil merge=evil\n");
  const keys = [
    "core.fsmonitor",
    "core.pager",
    "core.editor",
    "core.sshCommand",
    "core.askPass",
    "diff.external",
    "diff.evil.textconv",
    "diff.evil.command",
  ];
  for (const key of [
    ...keys,
    "filter.evil.clean",
    "filter.evil.smudge",
    "filter.evil.process",
    "gpg.program",
    "credential.helper",
    "alias.ls-tree",
    "alias.rev-parse",
  ]) {
    git("config", key, evil);
  }
  for (const pager of ["ls-tree", "ls-files", "cat-file", "rev-parse", "merge-base"]) git("config", `pager.${pager}`, evil);
  git("config", "core.hooksPath", dirname(evil));
  git("config", "remote.origin.url", `ext::${evil}`);
  git("config", "remote.origin.promisor", "true");
  git("config", "protocol.ext.allow", "always");
  fs.writeFileSync(join(root, "a.py"), "two\n");

  const safe = createGit({ executable: (await readEnvironment().findExecutable("git", root)) ?? "", root });
  const index = createIndexWorkspace({ git: safe, ...options });
  const revision = await openRevisionWorkspace({ git: safe, ...options, revision: "main" }, signal);
  const changed = await changedLines(
    { git: safe, base: "main", workspace: createDiskWorkspace({ root, ...options }), paths: ["a.py", "b.py"] },
    signal,
  );
  const staged = await index.list({ paths: [] }, signal);
  const committed = await revision.changed();
  await expect(safe.run(["cat-file", "-e", "1".repeat(40)], { signal })).rejects.toMatchObject({ code: "git-failed" });

  expect([...changed.keys()]).toEqual(["a.py"]);
  expect(staged.files.map((file) => file.path)).toEqual(["a.py", "b.py"]);
  expect(committed.map((file) => [file.path, Buffer.from(file.bytes).toString()])).toEqual([["a.py", "one\n"]]);
  expect(fs.existsSync(canary)).toBe(false);
  // The trap is armed: git left to itself walks into it.
  execFileSync("git", ["status"], { cwd: root, stdio: "pipe" });
  expect(fs.existsSync(canary)).toBe(true);
});

test("a revision that is an option is refused", async () => {
  const root = newFolder();
  execFileSync("git", ["init", "--quiet"], { cwd: root });
  const git = createGit({ executable: (await readEnvironment().findExecutable("git", root)) ?? "", root });

  await expect(resolveCommit(git, "--output=x", signal)).rejects.toMatchObject({ code: "git-failed" });
  expect(fs.existsSync(join(root, "x"))).toBe(false);
});
