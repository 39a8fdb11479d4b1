import { lstatSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openDiskIds } from "./disk-ids.ts";

const folder = mkdtempSync(join(tmpdir(), "assay-ids-"));
afterAll(() => rmSync(folder, { recursive: true }));

const LATER = Date.now() + 60_000;
function keeper() {
  const kept = new Map<string, unknown>();
  let puts = 0;
  return {
    get: async (key: string) => kept.get(key),
    put: async (key: string, value: unknown) => {
      kept.set(key, JSON.parse(JSON.stringify(value)));
      puts++;
    },
    puts: () => puts,
  };
}
const stats = (name: string) => lstatSync(join(folder, name), { bigint: true });

test("a file is known until the file system says that it is another", async () => {
  const store = keeper();
  writeFileSync(join(folder, "a"), "one");
  const first = await openDiskIds(store, folder, LATER);
  expect(first.of("a", stats("a"))).toBeUndefined();
  first.keep("a", stats("a"), "id-1");
  await first.done();

  expect((await openDiskIds(store, folder, LATER)).of("a", stats("a"))).toBe("id-1");
  expect((await openDiskIds(store, `${folder}/other`, LATER)).of("a", stats("a"))).toBeUndefined();
  const { atime, mtime } = lstatSync(join(folder, "a"));
  writeFileSync(join(folder, "b"), "two");
  utimesSync(join(folder, "b"), atime, mtime);
  renameSync(join(folder, "b"), join(folder, "a"));
  expect((await openDiskIds(store, folder, LATER)).of("a", stats("a"))).toBeUndefined();
});

test("what was written a moment ago is not kept, and what is gone is forgotten", async () => {
  const store = keeper();
  writeFileSync(join(folder, "c"), "one");
  const hasty = await openDiskIds(store, folder, Date.now());
  hasty.keep("c", stats("c"), "id-1");
  await hasty.done();
  expect(store.puts()).toBe(0);

  const first = await openDiskIds(store, folder, LATER);
  first.keep("c", stats("c"), "id-1");
  await first.done();
  await (await openDiskIds(store, folder, LATER)).done();
  expect((await openDiskIds(store, folder, LATER)).of("c", stats("c"))).toBeUndefined();
});

test("a table that somebody broke is no table", async () => {
  const store = keeper();
  await store.put(`disk ids ${folder}`, { c: "id" });

  expect((await openDiskIds(store, folder, LATER)).of("c", stats("c"))).toBeUndefined();
});

test("what this run saw is told whatever its age, and that it was plain only for the same file", async () => {
  const store = keeper();
  writeFileSync(join(folder, "d"), "one");
  const hasty = await openDiskIds(store, folder, Date.now());
  expect(hasty.seen("d")).toBeUndefined();
  hasty.keep("d", stats("d"), "id-1", true);
  expect(hasty.seen("d")).toBe("id-1");

  const first = await openDiskIds(store, folder, LATER);
  first.keep("d", stats("d"), "id-1", true);
  await first.done();
  const second = await openDiskIds(store, folder, LATER);
  expect([second.seen("d"), second.isPlain("d", stats("d")), second.seen("d")]).toEqual([undefined, true, "id-1"]);
  await second.done();
  expect((await openDiskIds(store, folder, LATER)).isPlain("d", stats("d"))).toBe(true);
  writeFileSync(join(folder, "d"), "\0\0\0");
  expect((await openDiskIds(store, folder, LATER)).isPlain("d", stats("d"))).toBe(false);
});
