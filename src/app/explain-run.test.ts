import { expect, test } from "vitest";
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
