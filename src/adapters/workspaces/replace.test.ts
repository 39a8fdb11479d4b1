import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { Digest } from "#domain/ids.ts";
import { digest } from "#lib/digest.ts";
import { createDiskWorkspace } from "./disk.ts";
import type { DiskCalls } from "./disk-calls.ts";

const folders: string[] = [];
const NAMES = ["a.py", "b.py", "c.py"];

afterEach(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true });
});

function newFolder(): string {
  const folder = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "assay-replace-")));
  folders.push(folder);
  return folder;
}

function project() {
  const root = newFolder();
  for (const name of NAMES) fs.writeFileSync(join(root, name), `old ${name}`, { mode: 0o640 });
  fs.chmodSync(join(root, "b.py"), 0o755);
  return root;
}

const change = (name: string) => ({
  path: name,
  before: Digest.parse(digest(`old ${name}`)),
  after: Digest.parse(digest(`new ${name}`)),
  bytes: Buffer.from(`new ${name}`),
});

/** First word of each file, and any other name in the folder. */
function seen(root: string): string[] {
  return fs
    .readdirSync(root)
    .toSorted()
    .map((name) => (NAMES.includes(name) ? (fs.readFileSync(join(root, name), "utf8").split(" ")[0] ?? "") : name));
}

/** Calls of which the n-th that changes something fails: with an error, or so that nothing works any more, as after a kill. */
function faulty(n: number, mode: "error" | "kill"): { calls: DiskCalls; reached: () => boolean } {
  let count = 0;
  const wrap = <K extends keyof DiskCalls>(name: K): DiskCalls[K] =>
    ((...args: unknown[]) => {
      count++;
      if (mode === "error" ? count === n : count >= n)
        throw Object.assign(new Error(`ENOSPC: no space left on device, ${name}`), { code: "ENOSPC" });
      return (fs[name] as (...args: unknown[]) => unknown)(...args);
    }) as DiskCalls[K];
  const names = ["openSync", "writeSync", "fsyncSync", "fchmodSync", "linkSync", "renameSync"] as const;
  const wrapped = Object.fromEntries(names.map((name) => [name, wrap(name)]));
  // A killed process cleans nothing up either.
  if (mode === "kill")
    wrapped["unlinkSync"] = ((path: string) => (count >= n ? undefined : fs.unlinkSync(path))) as DiskCalls["unlinkSync"];
  return { calls: { ...fs, ...wrapped }, reached: () => count >= n };
}

function open(root: string, calls: DiskCalls, recoveryFolder?: string) {
  return createDiskWorkspace(
    { root, exclude: [], maxFileBytes: 1000, ...(recoveryFolder !== undefined && { recoveryFolder }) },
    calls,
  );
}

test("files change together and keep their modes", async () => {
  const root = project();

  await open(root, fs).replace(NAMES.map(change));

  expect(seen(root)).toEqual(["new", "new", "new"]);
  expect(NAMES.map((name) => fs.statSync(join(root, name)).mode & 0o777)).toEqual([0o640, 0o755, 0o640]);
});

test("a second call changes nothing", async () => {
  const root = project();
  await open(root, fs).replace(NAMES.map(change));
  const before = fs.statSync(join(root, "a.py"));

  await open(root, fs).replace(NAMES.map(change));

  expect(fs.statSync(join(root, "a.py"))).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
});

test("an edited file refuses the whole set", async () => {
  const root = project();
  fs.writeFileSync(join(root, "c.py"), "edited");

  await expect(open(root, fs).replace(NAMES.map(change))).rejects.toMatchObject({ code: "patch-stale" });

  expect(seen(root)).toEqual(["old", "old", "edited"]);
});

test("a removed file refuses the whole set", async () => {
  const root = project();
  fs.rmSync(join(root, "c.py"));

  await expect(open(root, fs).replace(NAMES.map(change))).rejects.toMatchObject({ code: "patch-stale" });

  expect(seen(root)).toEqual(["old", "old"]);
});

test("a full disk at any call leaves all files as they were, or all changed, and no leftovers", async () => {
  let faults = 0;
  for (let n = 1; ; n++) {
    const root = project();
    const state = newFolder();
    const { calls, reached } = faulty(n, "error");

    const outcome = await open(root, calls, state)
      .replace(NAMES.map(change))
      .then(
        () => "done",
        (error: { code?: string }) => error.code,
      );

    if (!reached()) break;
    faults++;
    // Names that cannot be doubled are copied instead, so a failed link alone does no harm.
    expect([outcome, seen(root)]).toEqual(
      outcome === "done" ? ["done", ["new", "new", "new"]] : ["write-failed", ["old", "old", "old"]],
    );
    expect(fs.readdirSync(state)).toEqual([]);
  }
  expect(faults).toBeGreaterThan(20);
});

test("after a kill at any call, the next call finds one state for the whole set", async () => {
  const states = new Set<string>();
  for (let n = 1; ; n++) {
    const root = project();
    const state = newFolder();
    const { calls, reached } = faulty(n, "kill");
    await open(root, calls, state)
      .replace(NAMES.map(change))
      .catch(() => undefined);
    if (!reached()) break;

    await open(root, fs, state).replace([]);

    const after = seen(root);
    states.add(after.join());
    expect(fs.readdirSync(state)).toEqual([]);
    await open(root, fs, state).replace(NAMES.map(change));
    expect(seen(root)).toEqual(["new", "new", "new"]);
  }
  expect([...states].toSorted()).toEqual(["new,new,new", "old,old,old"]);
});

test("after a kill and an edit the user is told, once", async () => {
  const root = project();
  const state = newFolder();
  let renames = 0;
  const renameSync: DiskCalls["renameSync"] = (from, to) => {
    if (String(to).startsWith(root) && ++renames > 1) throw new Error("killed");
    fs.renameSync(from, to);
  };
  await open(root, { ...fs, renameSync, unlinkSync: () => undefined }, state)
    .replace(NAMES.map(change))
    .catch(() => undefined);
  fs.writeFileSync(join(root, "b.py"), "edited");

  await expect(open(root, fs, state).replace([])).rejects.toMatchObject({
    code: "patch-stale",
    message: expect.stringContaining("b.py") as string,
  });
  await expect(open(root, fs, state).replace([])).resolves.toBeUndefined();

  expect(seen(root)).toEqual(["new", "edited", "old"]);
});

test("a link that leads out of the project is never written through", async () => {
  const root = project();
  const outside = newFolder();
  fs.writeFileSync(join(outside, "x.py"), "old x.py");
  fs.symlinkSync(join(outside, "x.py"), join(root, "x.py"));

  await expect(open(root, fs).replace([change("x.py")])).rejects.toMatchObject({ code: "patch-stale" });

  expect(fs.readFileSync(join(outside, "x.py"), "utf8")).toBe("old x.py");
});
