import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openSnapshot } from "#adapters/advisories/snapshot.ts";
import { importExport, updateSnapshot } from "#adapters/advisories/update-snapshot.ts";
import { guardedFetch } from "#adapters/models/guarded-fetch.ts";
import { storedZip } from "./stored-zip.ts";

const signal = new AbortController().signal;
const osv = (id: string, name: string, ecosystem = "npm") =>
  JSON.stringify({
    id,
    modified: `2026-0${id.at(-1)}-01T00:00:00Z`,
    affected: [{ package: { ecosystem, name }, versions: ["1.0.0"] }],
  });

let folder: string;
let server: Server | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "assay-snapshot-"));
  await mkdir(join(folder, "kept"));
});
afterEach(async () => {
  server?.close();
  server = undefined;
  await rm(folder, { recursive: true });
});

async function serve(answers: Readonly<Record<string, Uint8Array>>): Promise<string> {
  server = createServer((request, response) => {
    const body = answers[request.url ?? ""];
    response.writeHead(body === undefined ? 404 : 200).end(body);
  });
  await new Promise<void>((done) => server?.listen(0, "127.0.0.1", done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function update(base: string) {
  const fetch = guardedFetch({ url: base, allowPrivate: false, longest: 100_000 });
  const kept = join(folder, "kept");
  return updateSnapshot({ folder: kept, ecosystems: ["npm"], now: "2026-11-21T00:00:00Z", signal, base, fetch });
}

const lookup = async (path: string, name: string) => {
  const snapshot = await openSnapshot(path, signal);
  try {
    return snapshot?.lookup("npm", name).map(({ id }) => id);
  } finally {
    snapshot?.close();
  }
};

test("an archive is fetched, indexed and found by name", async () => {
  const base = await serve({
    "/npm/all.zip": storedZip({
      "A-2.json": osv("A-2", "left"),
      "A-1.json": osv("A-1", "left"),
      "B-3.json": osv("B-3", "right"),
    }),
  });

  const [part] = await update(base);

  expect(part).toMatchObject({
    ecosystem: "npm",
    advisories: 3,
    unreadable: 0,
    newest: "2026-03-01T00:00:00Z",
    fetched: "2026-11-21T00:00:00Z",
    source: `${base}/npm/all.zip`,
    digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string,
  });
  expect(await lookup(join(folder, "kept"), "left")).toEqual(["A-1", "A-2"]);
  expect(await lookup(join(folder, "kept"), "Left")).toEqual([]);
  expect(await readdir(join(folder, "kept"))).toEqual(["npm.sqlite"]);
});

test.each([
  ["a broken archive", { "/npm/all.zip": new TextEncoder().encode("no archive") }, "snapshot-invalid"],
  [
    "an archive cut short",
    { "/npm/all.zip": storedZip({ "A-1.json": osv("A-1", "left") }).subarray(0, 150) },
    "snapshot-invalid",
  ],
  ["an archive of something else", { "/npm/all.zip": storedZip({ "A-1.json": osv("A-1", "left", "PyPI") }) }, "snapshot-invalid"],
  ["an answer of 404", {}, "fetch-failed"],
  ["an answer without end", { "/npm/all.zip": new Uint8Array(200_000) }, "fetch-failed"],
])("%s is refused with its reason, and what was there stays", async (_, answers, code) => {
  await update(await serve({ "/npm/all.zip": storedZip({ "A-1.json": osv("A-1", "left") }) }));
  server?.close();
  const before = await readFile(join(folder, "kept", "npm.sqlite"));

  await expect(update(await serve(answers))).rejects.toMatchObject({ code });

  expect(await readdir(join(folder, "kept"))).toEqual(["npm.sqlite"]);
  expect(await readFile(join(folder, "kept", "npm.sqlite"))).toEqual(before);
});

test("an export is read from a folder, and records that cannot be read are counted", async () => {
  await mkdir(join(folder, "osv", "npm"), { recursive: true });
  await writeFile(join(folder, "osv", "npm", "all.zip"), storedZip({ "A-1.json": osv("A-1", "left"), "bad.json": "{" }));
  await writeFile(join(folder, "osv", "B-2.json"), osv("B-2", "thing", "PyPI"));
  const asked = { folder: join(folder, "kept"), ecosystems: ["npm", "PyPI", "Go"] as const, signal };

  const parts = await importExport(join(folder, "osv"), asked);

  expect(parts.map(({ ecosystem, advisories, unreadable }) => [ecosystem, advisories, unreadable])).toEqual([
    ["npm", 1, 1],
    ["PyPI", 1, 1],
  ]);
  expect(await lookup(join(folder, "osv"), "left")).toEqual(["A-1"]);
});

test("no folder and an empty one are no snapshot; another file is refused", async () => {
  await mkdir(join(folder, "other"));
  await writeFile(join(folder, "other", "npm.sqlite"), "no database");
  await writeFile(join(folder, "notes.txt"), "");

  expect(await openSnapshot(join(folder, "gone"), signal)).toBeUndefined();
  expect(await openSnapshot(join(folder, "kept"), signal)).toBeUndefined();
  await expect(openSnapshot(join(folder, "other"), signal)).rejects.toMatchObject({ code: "snapshot-invalid" });
  await expect(openSnapshot(join(folder, "notes.txt"), signal)).rejects.toMatchObject({ code: "snapshot-invalid" });
});

test("the version tells the day of the youngest record and changes with the contents", async () => {
  const versionOf = async (text: string) => {
    const path = join(folder, "one.json");
    await writeFile(path, text);
    return (await openSnapshot(path, signal))?.version;
  };

  const [one, other] = [await versionOf(osv("A-1", "left")), await versionOf(osv("A-1", "right"))];

  expect(one).toMatch(/^2026-01-01\.[0-9a-f]{8}$/);
  expect(other).not.toBe(one);
});
