import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Assay, CheckOutcome, Target } from "#app/api.ts";
import { open } from "#app/open.ts";
import type { RunEvent } from "#domain/event.ts";

const never = new AbortController().signal;
const HASH = "import hashlib\n\n\ndef one(data):\n    return hashlib.md5(data).hexdigest()\n";
const EVAL = "\n\ndef two(text):\n    return eval(text)\n";

let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "assay-suppressions-"));
});
afterAll(() => rm(base, { recursive: true }));

async function project(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(base, "project-"));
  await write(folder, files);
  return folder;
}

async function write(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

function git(folder: string, ...args: string[]): void {
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.org", ...args], { cwd: folder, stdio: "ignore" });
}

function entries(...lines: string[]): string {
  return `suppressions:\n${lines.map((line) => `  - {${line}, reason: old data, owner: ana}\n`).join("")}`;
}

async function using<T>(folder: string, work: (assay: Assay) => Promise<T>): Promise<T> {
  const stateFolder = await mkdtemp(join(base, "state-"));
  const assay = await open({ cwd: folder, stateFolder, engines: ["assay"], unsafeNoSandbox: false });
  try {
    return await work(assay);
  } finally {
    await assay.close();
  }
}

function check(folder: string, target: Partial<Target> = {}, events: RunEvent[] = []): Promise<CheckOutcome> {
  return using(folder, (assay) => assay.check({ target: { paths: [], ...target } }, (event) => void events.push(event), never));
}

const rules = ({ defects }: CheckOutcome): string[] => defects.map((defect) => defect.rule).toSorted();

test("what an entry hides is reported as hidden, is announced by no event, and the rest keeps its identity", async () => {
  const folder = await project({ "a.py": HASH, "b.py": HASH });
  const [first, second] = (await check(folder)).defects;
  await write(folder, { ".assay/suppressions.yaml": entries(`id: ${first?.id}, expires: 2999-01-01`) });
  const events: RunEvent[] = [];

  const outcome = await check(folder, {}, events);

  expect(second?.id).not.toBe(first?.id);
  expect(outcome.defects).toEqual([second]);
  expect(outcome.report.suppressed).toMatchObject([
    { source: "file", reason: "file: old data (ana, until 2999-01-01)", finding: { id: first?.witnesses[0] } },
  ]);
  expect(events.flatMap((event) => (event.kind === "finding-raised" ? [event.finding.id] : []))).toEqual(second?.witnesses);
  expect(outcome.report.complete).toBe(true);
});

test("an expired entry hides nothing and is a problem of a scan that is complete all the same", async () => {
  const folder = await project({
    "a.py": HASH,
    ".assay/suppressions.yaml": entries("cwe: CWE-328, expires: 2020-01-01"),
  });

  const { defects, report } = await check(folder);

  expect(defects).toHaveLength(1);
  expect(report).toMatchObject({ complete: true, suppressed: [], problems: [{ code: "suppression-expired", line: 2 }] });
});

test("a broken file stops the run with its place", async () => {
  const folder = await project({ "a.py": HASH, ".assay/suppressions.yaml": entries("cwe: CWE-328") });

  await expect(check(folder)).rejects.toMatchObject({
    code: "config-invalid",
    message: expect.stringContaining(".assay/suppressions.yaml:2:5: suppressions.0.expires"),
  });
});

test("fix leaves alone what is suppressed", async () => {
  const folder = await project({
    "a.py": HASH,
    "b.py": HASH,
    ".assay/suppressions.yaml": entries("cwe: CWE-328, path: a.py, expires: 2999-01-01"),
  });

  const outcome = await using(folder, (assay) =>
    assay.fix({ target: { paths: [] }, apply: true, approve: true, only: [] }, () => {}, never),
  );

  expect(outcome.repairs.map((repair) => repair.status)).toEqual(["fixed"]);
  expect(await readFile(join(folder, "a.py"), "utf8")).toBe(HASH);
  expect(await readFile(join(folder, "b.py"), "utf8")).not.toBe(HASH);
});

test.each<[string, Partial<Target>]>([
  ["--base", { base: "HEAD" }],
  ["--staged", { staged: true }],
])("with %s a change is judged by the suppressions of its base, and its own are findings", async (_, target) => {
  const folder = await project({ "a.py": HASH, ".assay/suppressions.yaml": entries("cwe: CWE-328, expires: 2999-01-01") });
  git(folder, "init", "-q");
  git(folder, "add", "-A");
  git(folder, "commit", "-qm", "base");
  const more = entries("cwe: CWE-328, expires: 2999-01-01", "cwe: CWE-95, expires: 2999-01-01");
  await write(folder, {
    "a.py": `${HASH.replace("md5", "sha1")}${EVAL}`,
    "b.py": "x = 1  # nosec\n",
    ".assay/suppressions.yaml": more,
  });
  git(folder, "add", "-A");

  const outcome = await check(folder, target);

  expect(rules(outcome)).toEqual(["code-injection", "new-suppression", "new-suppression"]);
  expect(outcome.report.suppressed.map(({ finding }) => finding.location.path)).toEqual(["a.py"]);
  expect(outcome.defects.filter((defect) => defect.rule === "new-suppression").map(({ location }) => location)).toMatchObject([
    { path: ".assay/suppressions.yaml", startLine: 3 },
    { path: "b.py", startLine: 1 },
  ]);
});

test("a change that touches no source file but the suppressions is still told of, and complete", async () => {
  const folder = await project({ "a.py": HASH });
  git(folder, "init", "-q");
  git(folder, "add", "-A");
  git(folder, "commit", "-qm", "base");

  expect(await check(folder, { base: "HEAD" })).toMatchObject({ defects: [], report: { complete: true } });
  await write(folder, { ".assay/suppressions.yaml": entries("cwe: CWE-328, expires: 2999-01-01") });
  expect(rules(await check(folder, { base: "HEAD" }))).toEqual(["new-suppression"]);
});
