import fs from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { AssayError } from "#domain/errors.ts";
import { createDiskWorkspace, type DiskOptions } from "./disk.ts";
import type { DiskCalls } from "./disk-calls.ts";
import { openDiskIds } from "./disk-ids.ts";

const signal = new AbortController().signal;
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true });
});

function folderWith(files: Readonly<Record<string, string>>): string {
  const root = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "assay-disk-")));
  folders.push(root);
  for (const [path, text] of Object.entries(files)) {
    fs.mkdirSync(dirname(join(root, path)), { recursive: true });
    fs.writeFileSync(join(root, path), text);
  }
  return root;
}

function denied(path: fs.PathLike, name: string): void {
  if (String(path).includes(name)) throw Object.assign(new Error("EACCES: permission denied"), { code: "EACCES" });
}

/** Calls as a user without rights meets them, whoever runs the tests. */
const DENYING: DiskCalls = {
  ...fs,
  openSync: (path, flags, mode) => {
    denied(path, "locked");
    return fs.openSync(path, flags, mode);
  },
  readdirSync: ((path: fs.PathLike, options: { withFileTypes: true }) => {
    denied(path, "closed");
    return fs.readdirSync(path, options);
  }) as DiskCalls["readdirSync"],
};

const brokenGit = () => Promise.reject(new AssayError("git-failed", "git ls-files: broken"));

async function listed(root: string, paths: readonly string[] = [], options: Partial<DiskOptions> = {}, calls: DiskCalls = fs) {
  const listing = await createDiskWorkspace({ root, exclude: [], maxFileBytes: 1000, ...options }, calls).list({ paths }, signal);
  return { files: listing.files.map((file) => file.path), skipped: listing.skipped.map(({ path, code }) => [path, code]) };
}

test("ignore rules hold at every level, the deeper and the later first", async () => {
  const root = folderWith({
    ".gitignore": "*.gen.py\n/out/\n!keep.gen.py\n# comment\n\\#odd.py\n",
    "a.gen.py": "",
    "A.GEN.PY": "",
    "keep.gen.py": "",
    "#odd.py": "",
    "out/x.py": "",
    "lib/out/x.py": "",
    "lib/.gitignore": "!special.gen.py\nlocal.py\n",
    "lib/special.gen.py": "",
    "lib/local.py": "",
    "local.py": "",
    ".git/info/exclude": "private.py\n",
    "private.py": "",
  });

  expect((await listed(root)).files).toEqual(["A.GEN.PY", "keep.gen.py", "lib/out/x.py", "lib/special.gen.py", "local.py"]);
});

test("a named file or folder is analysed although rules leave it out", async () => {
  const root = folderWith({
    ".gitignore": "out/\nsecret.py\n",
    "secret.py": "",
    "out/x.py": "",
    "out/.gitignore": "y.py\n",
    "out/y.py": "",
    "b.py": "",
  });

  expect((await listed(root, ["secret.py", "out"], { exclude: ["*.py"] })).files).toEqual(["out/x.py", "secret.py"]);
});

test("a committed file is not hidden by ignore rules", async () => {
  const root = folderWith({ ".gitignore": "*\n", "hidden/deep/evil.py": "", "hidden/other.py": "" });

  expect((await listed(root, [], { tracked: async () => new Set(["hidden/deep/evil.py"]) })).files).toEqual([
    "hidden/deep/evil.py",
  ]);
});

test("a git that cannot tell what is committed leaves the listing partial", async () => {
  const root = folderWith({ "a.py": "" });

  expect(await listed(root, [], { tracked: brokenGit })).toEqual({ files: ["a.py"], skipped: [[undefined, "git-failed"]] });
});

test("configured exclusions win over negations in ignore files", async () => {
  const root = folderWith({ ".gitignore": "!gen/\n", "gen/x.py": "", "a.py": "" });

  expect((await listed(root, [], { exclude: ["gen/"] })).files).toEqual(["a.py"]);
});

test("an ignore pattern that would take too long is left out, not run", async () => {
  const name = `${"a".repeat(200)}.py`;
  const root = folderWith({ ".gitignore": `${"*a".repeat(40)}b\nx.py\n`, [name]: "", "x.py": "" });

  expect((await listed(root)).files).toEqual([name]);
});

test("folders of dependencies and environments are passed over, unless git tracks what looks like one", async () => {
  const root = folderWith({
    "node_modules/m/index.js": "",
    "env/pyvenv.cfg": "",
    "env/lib/x.py": "",
    "code/pyvenv.cfg": "",
    "code/y.py": "",
  });

  expect((await listed(root, [], { tracked: async () => new Set(["code/y.py"]) })).files).toEqual(["code/y.py"]);
  expect((await listed(root, ["node_modules/m"])).files).toEqual(["node_modules/m/index.js"]);
});

test("links inside the project are analysed once, through the real path", async () => {
  const root = folderWith({ "real/a.py": "", "hidden/b.txt": "x = 1\n", ".gitignore": "hidden/\n" });
  fs.symlinkSync("real/a.py", join(root, "alias.py"));
  fs.symlinkSync("real", join(root, "folder"));
  fs.symlinkSync("hidden/b.txt", join(root, "b.py"));

  expect(await listed(root)).toEqual({ files: ["hidden/b.txt", "real/a.py"], skipped: [] });
  expect((await listed(root, ["alias.py"])).files).toEqual(["real/a.py"]);
  expect((await listed(root, ["folder"])).files).toEqual(["real/a.py"]);
});

test("an unreadable file or folder is a problem, not a silence", async () => {
  const root = folderWith({ "locked.py": "", "closed/x.py": "", "open.py": "" });
  expect(await listed(root, [], {}, DENYING)).toEqual({
    files: ["open.py"],
    skipped: [
      ["closed", "unreadable"],
      ["locked.py", "unreadable"],
    ],
  });
});

test("reading never leaves the project, by a link or by dots", async () => {
  const root = folderWith({ "project/a.py": "a", "secret.txt": "s" });
  fs.symlinkSync("../secret.txt", join(root, "project/out.py"));
  fs.symlinkSync("..", join(root, "project/up"));
  const workspace = createDiskWorkspace({ root: join(root, "project"), exclude: [], maxFileBytes: 1000 });

  for (const path of ["out.py", "up/secret.txt", "../secret.txt"]) {
    await expect(workspace.read(path)).rejects.toMatchObject({ code: "path-outside" });
    expect(await workspace.has(path)).toBe(false);
  }
});

test("what no language pack covers is counted", async () => {
  const root = folderWith({ "a.py": "", "b.txt": "", LICENSE: "", "c.png": "\0" });

  expect(await createDiskWorkspace({ root, exclude: [], maxFileBytes: 1000 }).list({ paths: [] }, signal)).toMatchObject({
    unsupported: 3,
  });
});

test("files that are known are listed as before, and are not opened until they change", async () => {
  const root = folderWith({
    "a.py": "import os\n",
    "windows.py": "x = 1\r\n",
    "blob.py": "\0\0",
    "wide.js": `x="${"y".repeat(5000)}"`,
    "long.js": `x="${"y".repeat(9000)}"`,
    script: "#!/usr/bin/env python3\n",
    "note.txt": "",
  });
  const later = Date.now() + 60_000;
  const kept = new Map<string, unknown>();
  const keeper = {
    get: async (key: string) => kept.get(key),
    put: async (key: string, value: unknown) => void kept.set(key, JSON.parse(JSON.stringify(value))),
  };
  const look = async (): Promise<{ read: string[]; opened: string[]; listing: unknown }> => {
    const [ids, read, opened]: [Awaited<ReturnType<typeof openDiskIds>>, string[], string[]] = [
      await openDiskIds(keeper, root, later),
      [],
      [],
    ];
    const calls: DiskCalls = {
      ...fs,
      openSync: (path, flags, mode) => {
        opened.push(String(path).slice(root.length + 1));
        return fs.openSync(path, flags, mode);
      },
    };
    const known = { ids, like: "0".repeat(40), read: (path: string, language: string) => void read.push(`${path} ${language}`) };
    const workspace = createDiskWorkspace({ root, exclude: [], maxFileBytes: 8000, known }, calls);
    const listing = await workspace.list({ paths: [] }, signal);
    await ids.done();
    return { read, opened: opened.toSorted(), listing };
  };
  const plain = await createDiskWorkspace({ root, exclude: [], maxFileBytes: 8000 }).list({ paths: [] }, signal);

  const first = await look();
  expect(first.listing).toEqual(plain);
  expect(first.read).toEqual(["a.py python"]);
  const second = await look();
  expect(second.listing).toEqual(plain);
  expect(second.read).toEqual([]);
  expect(first.opened.filter((path) => !second.opened.includes(path))).toEqual(["a.py"]);
  fs.writeFileSync(join(root, "a.py"), "\0");
  expect((await look()).listing).toMatchObject({
    skipped: expect.arrayContaining([expect.objectContaining({ path: "a.py", code: "binary" })]),
  });
});

test("names that are no UTF-8 are told, and the others of their folder are listed", async () => {
  const root = folderWith({ "a/x.py": "", "a/\ufffd.py": "" });
  fs.writeFileSync(Buffer.concat([Buffer.from(`${root}/a/`), Buffer.from([0xff]), Buffer.from(".py")]), "");

  expect(await listed(root)).toEqual({ files: ["a/x.py", "a/\ufffd.py"], skipped: [["a/\\xff.py", "bad-name"]] });
});
