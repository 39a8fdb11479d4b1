import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { open } from "#app/open.ts";
import { checkView } from "#faces/cli/render.ts";
import { checkText } from "#faces/reports/text/check.ts";
import { textStyle } from "#faces/reports/text/style.ts";

const never = new AbortController().signal;
const MINIFIED = `var a=1;${"b(a);".repeat(2000)}\n`;
let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "assay-change-"));
  await writeFile(join(root, "old.min.js"), MINIFIED);
  await writeFile(join(root, "a.js"), "exports.a = 1;\n");
  git("init", "-q");
  git("add", ".");
  git("commit", "-qm", "base");
});
afterEach(() => rm(root, { recursive: true }));

function git(...args: string[]): void {
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.org", ...args], { cwd: root });
}

async function check(): Promise<{ complete: boolean; skipped: (string | undefined)[] }> {
  const assay = await open({ cwd: root, near: root, stateFolder: join(root, ".state"), unsafeNoSandbox: false });
  const { report } = await assay.check({ target: { paths: [], base: "HEAD" } }, () => {}, never);
  await assay.close();
  return { complete: report.complete, skipped: report.problems.map((problem) => problem.path) };
}

test("a change is not incomplete for a file that was skipped before it and is as it was", async () => {
  await writeFile(join(root, "a.js"), "exports.a = 2;\n");

  expect(await check()).toEqual({ complete: true, skipped: [] });
});

test("a skipped file that the change brings or alters makes it incomplete", async () => {
  await writeFile(join(root, "new.min.js"), MINIFIED);
  await writeFile(join(root, "old.min.js"), `${MINIFIED}c();\n`);

  expect(await check()).toEqual({ complete: false, skipped: ["new.min.js", "old.min.js"] });
});

test("of a change every weakness on its lines is repaired, also when a repair shifts the lines of the next", async () => {
  const old = "import hashlib\nimport os\n\n\ndef old(data):\n    return hashlib.md5(data).hexdigest()\n";
  await writeFile(join(root, "a.py"), old);
  git("add", ".");
  git("commit", "-qm", "python");
  const added =
    '\n\ndef show(name):\n    os.system("ls " + name)\n\n\ndef new(data):\n    return hashlib.md5(data).hexdigest()\n';
  await writeFile(join(root, "a.py"), `${old}${added}`);
  const assay = await open({
    cwd: root,
    near: root,
    stateFolder: join(root, ".state"),
    engines: ["assay"],
    unsafeNoSandbox: false,
  });

  const fixed = await assay.fix({ target: { paths: [], base: "HEAD" }, apply: true, approve: true, only: [] }, () => {}, never);

  const text = await readFile(join(root, "a.py"), "utf8");
  expect(fixed.repairs.map(({ status }) => status)).toEqual(["fixed", "fixed"]);
  expect(text).toMatch(/^import subprocess$/mu);
  expect(text.match(/hashlib\.\w+/gu)).toEqual(["hashlib.md5", "hashlib.sha256"]);
  expect(fixed.left).toEqual([]);
  await assay.close();
});

test("a review comments on the change only, worst first, with edits that make the fixed text", async () => {
  const old = "import hashlib\nimport os\n\n\ndef old(data):\n    return hashlib.md5(data).hexdigest()\n";
  await writeFile(join(root, "a.py"), old);
  git("add", ".");
  git("commit", "-qm", "python");
  const changed = `${old}\n\ndef new(data):\n    return hashlib.md5(data).hexdigest()\n\n\ndef show(name):\n    os.system("ls " + name)\n`;
  await writeFile(join(root, "a.py"), changed);
  const assay = await open({
    cwd: root,
    near: root,
    stateFolder: join(root, ".state"),
    engines: ["assay"],
    unsafeNoSandbox: false,
  });

  const all = await assay.review({ target: { paths: [], base: "HEAD" } }, () => {}, never);
  const one = await assay.review({ target: { paths: [], base: "HEAD" }, most: 1 }, () => {}, never);
  await assay.close();

  expect(all.comments.map(({ cwe }) => cwe)).toEqual(["CWE-78", "CWE-327"]);
  expect(all.comments[0]?.suggestion?.diff).toContain("subprocess");
  expect(one.comments.map(({ cwe }) => cwe)).toEqual(["CWE-78"]);
  expect(one.held.overLimit).toBe(1);
  expect(await readFile(join(root, "a.py"), "utf8")).toBe(changed);
});

test("defects on lines that did not change are counted, and are not called unlikely", async () => {
  await writeFile(
    join(root, "calls.js"),
    'import { exec } from "node:child_process";\nexport const run = (name) => exec(`ls ${name}`);\n',
  );
  git("add", "-A");
  git("commit", "-qm", "calls");
  await writeFile(join(root, "calls.js"), `${await readFile(join(root, "calls.js"), "utf8")}export const one = 1;\n`);
  const assay = await open({
    cwd: root,
    near: root,
    stateFolder: join(root, ".state"),
    engines: ["assay"],
    unsafeNoSandbox: false,
  });
  const outcome = await assay.check({ target: { paths: ["calls.js"], base: "HEAD" } }, () => {}, never);
  const text = checkText(await checkView(assay, outcome), textStyle());
  await assay.close();

  expect(outcome.defects).toEqual([]);
  expect(outcome.beside).toHaveLength(1);
  expect(text).toContain("1 defect on lines that did not change");
  expect(text).not.toContain("too unlikely");
});
