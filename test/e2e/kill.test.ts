import { execFile } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSqliteStore } from "#adapters/stores/sqlite.ts";
import { RunId } from "#domain/ids.ts";
import { brokenLink } from "#journal/chain.ts";
import { fixFolder } from "./fix-folder.ts";

const DRIVER = fileURLToPath(new URL("./kill-driver.ts", import.meta.url));
/** Nothing here can be called, so the rungs that drive code end at once: what is tried is the log, at every boundary. */
const FILES = {
  "notes.py": "import hashlib\n\nTAG = hashlib.md5(b'notes').hexdigest()\n",
  "etag.js": "const crypto = require('crypto');\n\nexports.tag = crypto.createHash('md5').update('notes').digest('hex');\n",
};

interface Snapshot {
  readonly folder: string;
  readonly state: string;
}

let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "assay-kill-"));
});
afterAll(() => rm(base, { recursive: true }));

async function project(name: string): Promise<Snapshot> {
  const folder = await mkdtemp(join(base, `${name}-`));
  const state = await mkdtemp(join(base, `${name}-state-`));
  for (const [path, text] of Object.entries(FILES)) await writeFile(join(folder, path), text);
  return { folder, state };
}

/** Resolves when the driver died of its own SIGKILL. */
function killAt(folder: string, state: string, boundary: number): Promise<void> {
  return new Promise((resolve, reject) => {
    // Compiled once, not once a process.
    const env = { ...process.env, NODE_COMPILE_CACHE: join(base, "compiled") };
    execFile(process.execPath, [DRIVER, folder, state, String(boundary)], { env }, (error, _, stderr) => {
      if (error?.signal === "SIGKILL") resolve();
      else reject(new Error(`boundary ${boundary} was not reached\n${stderr}`));
    });
  });
}

const contents = async (folder: string): Promise<Record<string, string>> =>
  Object.fromEntries(
    await Promise.all(
      (await readdir(folder)).toSorted().map(async (name) => [name, await readFile(join(folder, name), "utf8")] as const),
    ),
  );

function copy(from: Snapshot, to: Snapshot): void {
  for (const part of ["folder", "state"] as const) {
    rmSync(to[part], { recursive: true, force: true });
    cpSync(from[part], to[part], { recursive: true });
  }
}

test("stopped at any boundary of the log, the same command ends as if it had never been stopped", {
  timeout: 300_000,
}, async () => {
  const whole = await project("whole");
  // The disk as it lies between two writes. SQLite has handed every finished transaction to the system by then, so this is what a
  // process that is killed here leaves; the processes that are killed below show that it is so.
  const stopped: Snapshot[] = [];
  const { outcome } = await fixFolder(whole.folder, whole.state, () => {
    const at = join(base, `at-${stopped.length + 1}`);
    stopped.push({ folder: at, state: `${at}-state` });
    copy(whole, stopped.at(-1) as Snapshot);
  });
  const repaired = await contents(whole.folder);
  expect(outcome.repairs.map((repair) => repair.status)).toEqual(["fixed", "fixed"]);
  expect(repaired).not.toEqual(FILES);
  expect(stopped.length).toBeGreaterThan(16);

  for (const [index, disk] of stopped.entries()) {
    copy(disk, whole); // Back to where it was: the same command is one on the same folder.
    await survives(whole, { boundary: index + 1, last: index + 1 === stopped.length, repaired });
  }

  const boundaries = [1, Math.ceil(stopped.length / 2), stopped.length - 1, stopped.length];
  await Promise.all(
    boundaries.map(async (boundary) => {
      const disk = await project(`killed-${boundary}`);
      await killAt(disk.folder, disk.state, boundary);
      await survives(disk, { boundary, last: boundary === stopped.length, repaired });
    }),
  );
});

/** What was stopped left the files whole, and the same command finishes them. */
async function survives(
  { folder, state }: Snapshot,
  { boundary, last, repaired }: { boundary: number; last: boolean; repaired: Readonly<Record<string, string>> },
): Promise<void> {
  expect([FILES, repaired], `boundary ${boundary}: before or after, never between`).toContainEqual(await contents(folder));

  const { verified } = await fixFolder(folder, state, () => {});

  if (!last) expect(verified, `boundary ${boundary}`).toMatchObject({ ok: true });
  expect(await contents(folder), `boundary ${boundary}`).toEqual(repaired);
  await inspectLog(state, last ? 2 : 1);
}

/** The log of every run holds, and of all runs together the files were written once and one statement was signed. */
async function inspectLog(state: string, runs: number): Promise<void> {
  const store = await openSqliteStore({ file: join(state, "journal.sqlite"), owner: 1, isAlive: () => false });
  const rows = await store.runs();
  const names: string[] = [];
  for (const { run } of rows) {
    const entries = await store.entries(RunId.parse(run));
    expect(brokenLink(run, entries)).toBeUndefined();
    names.push(...entries.filter((entry) => entry.type === "step").map((entry) => entry.name));
  }
  await store.close();
  expect(rows.length).toBe(runs);
  expect(names.filter((name) => name === "apply" || name === "sign").toSorted()).toEqual(["apply", "sign"]);
  expect(await readdir(join(state, "evidence"))).toHaveLength(1);
}
