import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Assay, FixOutcome } from "#app/api.ts";
import { open } from "#app/open.ts";
import { fixView, renderFix } from "#faces/cli/render.ts";
import { textStyle } from "#faces/reports/text/style.ts";

const never = new AbortController().signal;
const SITE = `const express = require("express");
const app = express();

app.get("/go", (req, res) => {
  res.redirect(req.query.to);
});
`;
let folder: string;
let assay: Assay;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "assay-option-"));
  await writeFile(join(folder, "site.js"), SITE);
  const stateFolder = await mkdtemp(join(tmpdir(), "assay-option-state-"));
  assay = await open({ cwd: folder, near: folder, stateFolder, engines: ["assay"], unsafeNoSandbox: false });
});
afterAll(async () => {
  await assay.close();
  await rm(folder, { recursive: true });
});

async function fix(options?: readonly string[]): Promise<FixOutcome> {
  const request = { target: { paths: [] }, apply: false, approve: true, only: [], ...(options && { options }) };
  return assay.fix(request, () => {}, never);
}

test("the first option is taken unless another is asked for, and reports show both with what each costs", {
  timeout: 60_000,
}, async () => {
  const outcome = await fix();
  const [repair] = outcome.repairs;

  expect(repair).toMatchObject({ chosen: 0, attempts: [{ candidate: { variant: "home-instead" } }, { verdicts: [] }] });
  const view = await fixView(assay, outcome);
  const text = await renderFix(view, "text", textStyle({ target: "." }), assay);
  expect(text).toMatch(/Repair A {2}Redirect to `\/`/u);
  expect(text).toMatch(/Option B {2}Refuse an address[\s\S]*not tried, another was taken\n +Changes: Addresses of other sites/u);
  expect(text).toContain("1 repair could be made another way: --option <letter>");
  const markdown = await renderFix(view, "markdown", textStyle({ target: "." }), assay);
  expect(markdown).toMatch(/\*\*Option A: .*, the default, taken\): .*\n- \*\*Option B: .*not checked\)/u);
  const sarif = await renderFix(view, "sarif", textStyle({ target: "." }), assay);
  expect(sarif).toMatch(/Option A: Redirect to [^"]*\(accept, reached/u);
  expect(sarif).toMatch(/Option B: Refuse an address [^"]*\(not checked\)\. Only a path/u);
  const json = JSON.parse(await renderFix(view, "json", textStyle({ target: "." }), assay));
  expect(json.repairs[0].candidates).toMatchObject([
    { option: "A", default: true, chosen: true },
    { option: "B", default: false, chosen: false, verdicts: [] },
  ]);
});

test.each(["B", "b", "refuse", "CWE-601=refuse"])(
  "--option %s takes the other and keeps the letters",
  { timeout: 60_000 },
  async (word) => {
    const outcome = await fix([word]);

    expect(outcome.optionless).toEqual([]);
    expect(outcome.repairs[0]).toMatchObject({
      chosen: 1,
      attempts: [{ decision: { rule: "other-option" } }, { candidate: { variant: "refuse" }, decision: { outcome: "accept" } }],
    });
    expect(outcome.diff).toContain("400");
  },
);

test("an option that no repair has is said, and the default is tried", { timeout: 60_000 }, async () => {
  const outcome = await fix(["Z", "CWE-89=B"]);

  expect(outcome.optionless).toEqual(["Z", "CWE-89=B"]);
  expect(outcome.repairs[0]).toMatchObject({ chosen: 0 });
  const text = await renderFix(await fixView(assay, outcome), "text", textStyle({ target: "." }), assay);
  expect(text).toMatch(/No option +Z: no repair has it/u);
});
