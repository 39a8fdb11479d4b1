import { mkdtemp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Assay } from "#app/api.ts";
import { parseLabels, projectLabels, withLabel } from "#app/labels.ts";
import { open } from "#app/open.ts";
import { createMemoryWorkspace } from "#adapters/workspaces/memory.ts";
import type { Label } from "#domain/label.ts";
import { runCli, fakeAssay } from "./cli-runner.ts";

const LABEL: Label = { defect: "3f9a2c1b", real: false, by: "ana", rules: [{ engine: "assay", rule: "py-weak-hash" }] };
const signal = new AbortController().signal;
const quiet = (): void => undefined;

let folder: string;
let assay: Assay;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "assay-labels-"));
  await mkdir(join(folder, "project", ".git"), { recursive: true });
  await writeFile(join(folder, "project", "a.py"), "import hashlib\n\n\ndef f(x):\n    return hashlib.md5(x)\n");
  const cwd = join(folder, "project");
  assay = await open({ cwd, stateFolder: join(folder, "state"), engines: ["assay"], cache: false, unsafeNoSandbox: false });
});
afterAll(async () => {
  await assay.close();
  await rm(folder, { recursive: true });
});

test("a label is written, moves the probability of its rule, and can be taken back", async () => {
  const target = { paths: [] };
  const { defects } = await assay.check({ target }, quiet, signal);
  const [defect] = defects;
  if (defect === undefined) throw new Error("the project has a defect");

  const wrong = await assay.label({ defect: defect.id.slice(0, 8), real: false, reason: "a checksum", paths: [] }, quiet, signal);
  const right = await assay.label({ defect: defect.id, real: true, paths: [] }, quiet, signal);
  const text = await readFile(join(folder, "project", ".assay", "labels.yaml"), "utf8");

  expect(wrong.before).toBe(defect.probability);
  expect(wrong.after).toBeLessThan(defect.probability);
  expect(right.after).toBeGreaterThan(wrong.after);
  expect(parseLabels(text)).toMatchObject([
    { defect: defect.id, real: true, rules: [{ engine: "assay", rule: "py-weak-hash" }] },
  ]);
  await expect(assay.label({ defect: "00000000", real: true, paths: [] }, quiet, signal)).rejects.toMatchObject({
    code: "usage",
  });
});

test("a file of labels keeps its comments; one that is broken names its line", () => {
  const first = withLabel(
    "# ours\nlabels:\n  # the first\n  - defect: aaaaaaaa\n    real: true\n    by: bo\n    rules:\n      - engine: e\n        rule: r\n",
    LABEL,
  );

  expect(first).toContain("# ours");
  expect(first).toContain("# the first");
  expect(parseLabels(first).map(({ defect }) => defect)).toEqual(["aaaaaaaa", "3f9a2c1b"]);
  expect(parseLabels(withLabel(first, { ...LABEL, real: true })).map(({ real }) => real)).toEqual([true, true]);
  expect(parseLabels("")).toEqual([]);
  expect(() => parseLabels("labels:\n  - defect: nope\n")).toThrow(/^\.assay\/labels\.yaml:2:/u);
});

test("where a change is judged its own labels have no say, and a broken file of the base says nothing", async () => {
  const disk = createMemoryWorkspace({ root: "/", files: { ".assay/labels.yaml": withLabel(undefined, LABEL) } });
  const judges = { commit: "c", settings: "none", rules: [], broken: [] } as const;
  const from = (labels: string | undefined) => projectLabels({ disk: disk as never, judges: { ...judges, labels } });

  expect(await projectLabels({ disk: disk as never, judges: undefined })).toHaveLength(1);
  expect(await from(undefined)).toEqual([]);
  expect(await from("labels: 3")).toEqual([]);
  expect(await from(withLabel(undefined, LABEL))).toHaveLength(1);
});

test("the command says what it wrote and what is believed now", async () => {
  const fake = fakeAssay();
  const ran = await runCli(["label", "3f9a2c1b", "false", "--reason", "why"], { assay: fake });

  expect(ran).toMatchObject({ code: 0, stderr: "" });
  expect(ran.stdout).toContain("wrote .assay/labels.yaml: no defect: SQL query built from text at app/db.py:6");
  expect(ran.stdout).toContain("95% likely before, 87% now");
  expect(fake.asked[0]).toMatchObject({ defect: "3f9a2c1b", real: false, reason: "why" });
  expect((await runCli(["label", "3f9a2c1b", "perhaps"])).code).toBe(2);
});
