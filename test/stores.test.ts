import { existsSync } from "node:fs";
import { mkdtemp, open as openFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createMemoryStore } from "#adapters/stores/memory.ts";
import { openSqliteStore } from "#adapters/stores/sqlite.ts";
import { RunId } from "#domain/ids.ts";
import { chainStart, makeEntry } from "#journal/chain.ts";
import { digest } from "#lib/digest.ts";
import type { Store } from "#ports/store.ts";

const [A, B] = [RunId.parse("a"), RunId.parse("b")];
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "assay-store-"));
});
afterEach(() => rm(folder, { recursive: true }));

const sqlite = (owner = 1, isAlive: (owner: number) => boolean = () => false): Promise<Store> =>
  openSqliteStore({ file: join(folder, "state", "journal.sqlite"), owner, isAlive });

describe.each([
  ["memory", async () => createMemoryStore()],
  ["sqlite", sqlite],
])("%s store", (_, open) => {
  test("claims an unfinished run again and begins a fresh one after it finished", async () => {
    const store = await open();

    expect(await store.claim("key", A)).toEqual({ run: "a", key: "key", finished: false });
    expect((await store.claim("key", B)).run).toBe("a");
    await store.finish(A);
    expect((await store.claim("key", B)).run).toBe("b");
    expect(await store.runs()).toEqual([
      { run: "a", key: "key", finished: true },
      { run: "b", key: "key", finished: false },
    ]);
    await store.close();
  });

  test("appends all entries or none, and only at the end of the log", async () => {
    const store = await open();
    await store.claim("key", A);
    const first = makeEntry(A, 0, "step", "one", { x: "ü" }, chainStart(A));
    const second = makeEntry(A, 1, "event", "two", null, first.hash);
    const stray = makeEntry(A, 3, "step", "stray", null, second.hash);

    await expect(store.append([first, second, stray])).rejects.toMatchObject({ code: "run-active" });
    expect(await store.entries(A)).toEqual([]);
    await store.append([first, second]);
    expect(await store.entries(A)).toEqual([first, second]);
    await expect(store.append([second])).rejects.toMatchObject({ code: "run-active" });
    await store.close();
  });

  test("keeps blobs by digest", async () => {
    const store = await open();
    const bytes = new Uint8Array([0, 1, 255]);

    const name = await store.putBlob(bytes);
    await store.putBlob(bytes);

    expect(name).toBe(digest(bytes));
    expect(Array.from((await store.getBlob(name)) ?? [])).toEqual([0, 1, 255]);
    expect(await store.getBlob("sha256:none")).toBeUndefined();
    await store.close();
  });
});

test("a kept text that was changed is not given out", async () => {
  const store = await sqlite();
  const name = await store.putBlob(new TextEncoder().encode("harmless"));
  const database = new DatabaseSync(join(folder, "state", "journal.sqlite"));
  database.prepare("update blob set bytes = ?").run(new TextEncoder().encode("harmful"));
  database.close();

  await expect(store.getBlob(name)).rejects.toMatchObject({ code: "journal-corrupt" });
  await store.close();
});

test("two runs of one process can write at once", async () => {
  const store = await sqlite();
  const begin = async (run: RunId): Promise<void> => {
    await store.claim(`key of ${run}`, run);
    await store.append([makeEntry(run, 0, "step", "one", 1, chainStart(run))]);
  };

  await Promise.all([begin(A), begin(B)]);

  expect((await store.runs()).map(({ run }) => run)).toEqual(["a", "b"]);
  expect([...(await store.entries(A)), ...(await store.entries(B))]).toHaveLength(2);
  await store.close();
});

test("the file is private and survives being opened again", async () => {
  const first = await sqlite();
  await first.claim("key", A);
  const entry = makeEntry(A, 0, "step", "one", 1, chainStart(A));
  await first.append([entry]);
  await first.close();

  const second = await sqlite();

  expect((await stat(join(folder, "state", "journal.sqlite"))).mode & 0o777).toBe(0o600);
  expect(await second.entries(A)).toEqual([entry]);
  await second.close();
});

test("refuses a run that a living process holds, and takes over from a dead one", async () => {
  const living = await sqlite(10, () => true);
  await living.claim("key", A);
  const other = await sqlite(11, () => true);
  const heir = await sqlite(12, () => false);

  await expect(other.claim("key", B)).rejects.toMatchObject({ code: "run-active" });
  expect((await heir.claim("key", B)).run).toBe("a");
  await Promise.all([living.close(), other.close(), heir.close()]);
});

test("names a file that is no database", async () => {
  const { writeFile, mkdir } = await import("node:fs/promises");
  await mkdir(join(folder, "state"));
  await writeFile(join(folder, "state", "journal.sqlite"), "not a database, but long enough to be read as one".repeat(50));

  await expect(sqlite()).rejects.toMatchObject({ code: "journal-corrupt" });
});

test("a file that is no store, and a folder that is none, are told", async () => {
  await writeFile(join(folder, "file"), "x".repeat(5000));
  const at = (file: string) => openSqliteStore({ file, owner: 1, isAlive: () => false });

  await expect(at(join(folder, "file"))).rejects.toMatchObject({ code: "journal-corrupt" });
  await expect(at(folder)).rejects.toMatchObject({ code: "write-failed" });
  await expect(at(join(folder, "file", "x", "journal.sqlite"))).rejects.toMatchObject({ code: "write-failed" });
  await expect(at(join(folder, "file", "journal.sqlite"))).rejects.toMatchObject({ code: "write-failed" });
});

test("a store that is damaged while in use is told as damaged", async () => {
  const store = await sqlite();
  for (let index = 0; index < 200; index++) await store.putBlob(Buffer.alloc(500, index));
  await store.close();
  const file = await openFile(join(folder, "state", "journal.sqlite"), "r+");
  await file.write(Buffer.alloc(8192, 0xa5), 0, 8192, 4096);
  await file.close();

  await expect(sqlite()).rejects.toMatchObject({ code: "journal-corrupt" });
});

test.runIf(existsSync("/proc/self"))("a file system that refuses new folders does not hang", async () => {
  await expect(openSqliteStore({ file: "/proc/assay/journal.sqlite", owner: 1, isAlive: () => false })).rejects.toMatchObject({
    code: "write-failed",
    message: expect.stringContaining("/proc/assay") as string,
  });
});
