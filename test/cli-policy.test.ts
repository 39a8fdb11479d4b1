import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Config } from "#app/config.ts";
import { fakeAssay, runCli } from "./cli-runner.ts";

let root: string;
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "assay-policy-")));
  await mkdir(join(root, ".assay"));
});
afterEach(() => rm(root, { recursive: true }));

const policy = (...argv: string[]) =>
  runCli(["policy", ...argv], {
    cwd: root,
    assay: fakeAssay({ root, config: Config.parse({ policy: { sensitive: ["vault/"] } }) }),
  });

const cases = (verdict: string) =>
  writeFile(
    join(root, ".assay/policy-tests.yaml"),
    `cases:\n  - name: the vault\n    change: {files: [{path: vault/a.py}]}\n    expect: {verdict: ${verdict}}\n`,
  );

test("cases that get their verdict pass", async () => {
  await cases("ask");

  expect(await policy("test")).toMatchObject({
    code: 0,
    stdout: "✓ the vault  ask: approval-needed, default\nPassed: 1 case.\n",
    stderr: "",
  });
});

test("a case with another verdict is named with its place, and the exit code is 1", async () => {
  await cases("pass");

  expect(await policy("test")).toMatchObject({
    code: 1,
    stdout:
      "✗ the vault  ask: approval-needed, default\n    .assay/policy-tests.yaml:2  verdict: expected pass, got ask\nFailed: 1 of 1 case.\n",
  });
});

test("no file of cases is no pass", async () => {
  expect(await policy("test")).toMatchObject({ code: 2, stdout: "" });
});

test("an explanation fits a narrow terminal and is JSON where wanted", async () => {
  const text = await runCli(["policy", "explain", "vault/a.py"], {
    columns: 50,
    assay: fakeAssay({ config: Config.parse({ policy: { sensitive: ["vault/"] } }) }),
  });
  const json = JSON.parse((await policy("explain", "vault/a.py", "-f", "json")).stdout) as { tier: number };

  expect(text.stdout.split("\n").every((line) => line.length <= 50)).toBe(true);
  expect(text.stdout).toContain("tier 3: vault/a.py is named sensitive");
  expect(json).toMatchObject({ schemaVersion: 1, paths: ["vault/a.py"], tier: 3 });
});
