import { execFile } from "node:child_process";
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

let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "assay-kill-"));
});
afterAll(() => rm(base, { recursive: true }));

async function project(name: string): Promise<{ folder: string; state: string }> {
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

test("killed at any boundary of the log, the same command ends as if it had never been killed", {
  timeout: 300_000,
}, async () => {
  const whole = await project("whole");
  let passed = 0;
  const { outcome } = await fixFolder(whole.folder, whole.state, () => passed++);
  const repaired = await contents(whole.folder);
  expect(outcome.repairs.map((repair) => repair.status)).toEqual(["fixed", "fixed"]);
  expect(repaired).not.toEqual(FILES);
  expect(passed).toBeGreaterThan(16);

  const boundaries = Array.from({ length: passed }, (_, index) => index + 1);
  const survive = async (): Promise<void> => {
    for (let boundary = boundaries.shift(); boundary !== undefined; boundary = boundaries.shift()) {
      const { folder, state } = await project(`at-${boundary}`);
      await killAt(folder, state, boundary);
      expect([FILES, repaired], `boundary ${boundary}: before or after, never between`).toContainEqual(await contents(folder));

      const { verified } = await fixFolder(folder, state, () => {});

      const last = boundary === passed;
      if (!last) expect(verified, `boundary ${boundary}`).toMatchObject({ ok: true });
      expect(await contents(folder), `boundary ${boundary}`).toEqual(repaired);
      await inspectLog(state, last ? 2 : 1);
    }
  };
  await Promise.all([survive(), survive()]);
});

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
