import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { Config } from "./config.ts";
import { explainPolicy } from "./policy-explained.ts";
import { testPolicy } from "./policy-run.ts";

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true });
});

function project(cases: string | undefined, policy: object = {}) {
  const root = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "assay-policy-")));
  folders.push(root);
  fs.mkdirSync(join(root, ".assay"));
  if (cases !== undefined) fs.writeFileSync(join(root, ".assay/policy-tests.yaml"), cases);
  return { root, config: Config.parse({ policy }), origins: { failOn: "assay.yaml:3:9" } };
}

const CASES = `cases:
  - name: refused
    change: {files: [{path: a.py}], defects: [{severity: high, path: a.py}]}
    expect: {verdict: refuse, rule: fail-on, line: 3, tier: 0}
  - name: expects too much
    change: {files: [{path: a.py}]}
    expect: {verdict: ask, rule: threshold}
`;

test("cases are judged by the policy, and differences told", () => {
  const given = project(CASES);

  const cases = testPolicy(given, given.root, undefined);

  expect(cases.map(({ place, differences }) => [place, differences])).toEqual([
    [".assay/policy-tests.yaml:2", []],
    [".assay/policy-tests.yaml:5", ["verdict: expected ask, got pass", "rule: expected threshold, got none"]],
  ]);
});

test.each([
  [undefined, "path-missing", "no such file"],
  ["cases: []\n", "config-invalid", "policy-tests.yaml:1:8"],
  [
    "cases:\n  - {name: x, change: {file: []}, expect: {verdict: pass}}\n",
    "config-invalid",
    'policy-tests.yaml:2:24: cases.0.change: unknown key "file"',
  ],
  ["cases:\n  - {name: x, change: {}, expect: {verdict: green}}\n", "config-invalid", "policy-tests.yaml:2:45"],
  [
    "cases:\n  - {name: x, change: {files: [{path: ../x}]}, expect: {verdict: pass}}\n",
    "config-invalid",
    "not a repository-relative path",
  ],
])("a file of cases that cannot be used is told: %j", (cases, code, message) => {
  const given = project(cases);

  expect(() => testPolicy(given, given.root, undefined)).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(message) }),
  );
});

test("an explanation names the line of each setting that concerns the paths", () => {
  const given = project(undefined, {
    thresholds: [
      { severity: "low", paths: ["lib/"] },
      { severity: "info", cwe: ["CWE-89"], paths: ["src/"] },
    ],
    forbid: [{ change: "deleted" }],
  });
  const origins = { ...given.origins, "policy.thresholds.1": "assay.yaml:9:5" };

  const { tier, lines } = explainPolicy({ ...given, origins }, ["src/login.py"]);

  expect(tier).toBe(3);
  expect(lines).toContainEqual({
    words: "defects of medium severity and above: refused",
    setting: "failOn",
    decidedBy: "assay.yaml:3:9",
  });
  expect(lines).toContainEqual({
    words: "CWE-89 of info severity and above in src/: refused",
    setting: "policy.thresholds.1",
    decidedBy: "assay.yaml:9:5",
  });
  expect(lines.some(({ words }) => words.includes("lib/"))).toBe(false);
  expect(lines).toContainEqual({ words: "deleted files: refused", setting: "policy.forbid.0", decidedBy: "default" });
});
