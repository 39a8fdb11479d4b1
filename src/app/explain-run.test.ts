import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { NEW_SUPPRESSION } from "#domain/suppression.ts";
import { explainRun } from "./explain-run.ts";
import type { Project } from "./project.ts";

/** Rules are explained without a look at the project. */
const NO_PROJECT = new Proxy({} as Project, {
  get: (_, name) => {
    throw new Error(`asked for ${String(name)}`);
  },
});

test.each([
  [NEW_SUPPRESSION, "nosemgrep"],
  ["py-regex-blow-up", "CWE-1333"],
  ["sql-injection", "CWE-89"],
])("the rule %s", async (rule, said) => {
  expect(await explainRun(NO_PROJECT, rule)).toMatchObject({
    kind: "rule",
    id: rule,
    body: expect.stringContaining(said) as string,
  });
});

test("a rule of the project's own", async () => {
  const root = mkdtempSync(join(tmpdir(), "assay-explain-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, ".assay", "rules"), { recursive: true });
  writeFileSync(
    join(root, ".assay", "rules", "ours.yaml"),
    "rules:\n  - id: no-shout\n    languages: [python]\n    severity: WARNING\n    message: Do not shout.\u202e\n    pattern: shout(...)\n",
  );
  const project = { root, judges: undefined } as unknown as Project;

  expect(await explainRun(project, "no-shout")).toEqual({
    kind: "rule",
    id: "no-shout",
    title: expect.any(String) as string,
    body: "Do not shout.\\u{202e}\n\n**Severity:** medium\n\n**Rule of this project:** .assay/rules/ours.yaml",
  });
});
