import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Assay, FixOutcome } from "#app/api.ts";
import { open } from "#app/open.ts";

const never = new AbortController().signal;
const RULES = `rules:
  - id: shop-load
    languages: [python]
    severity: ERROR
    message: Records are read with our own loader.
    metadata: { cwe: ["CWE-502"] }
    pattern: shop.load($X)
    fix: shop.safe_load($X)
  - id: shop-open
    languages: [python]
    severity: ERROR
    message: The rule's own fix still has what the rule looks for.
    metadata: { cwe: ["CWE-73"] }
    pattern: shop.open(...)
    fix: shop.open("x")
`;
const CODE = "import shop\n\n\ndef read(text, name):\n    shop.open(name)\n    return shop.load(text)\n";
let folder: string;
let assay: Assay;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "assay-rule-fix-"));
  await mkdir(join(folder, ".assay/rules"), { recursive: true });
  await writeFile(join(folder, ".assay/rules/shop.yaml"), RULES);
  await writeFile(join(folder, "a.py"), CODE);
  const stateFolder = await mkdtemp(join(tmpdir(), "assay-rule-fix-state-"));
  assay = await open({ cwd: folder, near: folder, stateFolder, engines: ["assay"], unsafeNoSandbox: false });
});
afterAll(async () => {
  await assay.close();
  await rm(folder, { recursive: true });
});

const fix = (by: "rule" | "recipe"): Promise<FixOutcome> =>
  assay.fix({ target: { paths: [] }, apply: true, approve: false, only: [], by: [by] }, () => {}, never);

test("a team rule's own fix is judged like any candidate: what still has the defect is refused", {
  timeout: 120_000,
}, async () => {
  const recipes = await fix("recipe");
  expect(recipes.repairs.flatMap(({ attempts }) => attempts)).toEqual([]);

  const { repairs } = await fix("rule");

  expect(repairs.map(({ status, attempts }) => [status, attempts[0]?.candidate.author, attempts[0]?.decision.outcome])).toEqual([
    ["fixed", "assay:shop-load", "accept"],
    ["unfixed", "assay:shop-open", "reject"],
  ]);
  expect(await readFile(join(folder, "a.py"), "utf8")).toBe(CODE.replace("shop.load", "shop.safe_load"));
});
