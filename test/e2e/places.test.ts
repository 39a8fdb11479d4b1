import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Assay, FixOutcome } from "#app/api.ts";
import { open } from "#app/open.ts";
import { fixView, renderFix } from "#faces/cli/render.ts";
import { by } from "#lib/compare.ts";
import { textStyle } from "#faces/reports/text/style.ts";

const CODE = `import hashlib

PASSWORD = "correct-horse-7-battery"


def kept(password):
    return hashlib.md5(password.encode()).hexdigest()
`;

let folder = "";
let assay: Assay;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "assay-places-"));
  await writeFile(join(folder, "app.py"), CODE);
  assay = await open({
    cwd: folder,
    near: folder,
    stateFolder: join(folder, ".state"),
    engines: ["assay"],
    unsafeNoSandbox: false,
  });
});

afterAll(async () => {
  await assay.close();
  await rm(folder, { recursive: true, force: true });
});

async function fix(apply: boolean): Promise<{ outcome: FixOutcome; text: string; markdown: string }> {
  const outcome = await assay.fix(
    { target: { paths: [] }, apply, approve: true, only: [] },
    () => {},
    new AbortController().signal,
  );
  const view = await fixView(assay, outcome);
  const [text, markdown] = [
    await renderFix(view, "text", textStyle(), assay),
    await renderFix(view, "markdown", textStyle(), assay),
  ];
  return { outcome, text, markdown };
}

function linesOf({ repairs, defectsById }: FixOutcome): (readonly [string, number | undefined])[] {
  return repairs
    .map(({ defect, status }) => [status, defectsById.get(defect)?.location.startLine] as const)
    .toSorted(by(([status]) => status));
}

test("a snapshot of advisories that is named and not there is an error, not a project without advisories", async () => {
  const options = { cwd: folder, near: folder, stateFolder: join(folder, ".state"), unsafeNoSandbox: false };
  const opened = await open({ ...options, snapshot: "nowhere" });
  try {
    await expect(opened.check({ target: { paths: [] } }, () => {}, new AbortController().signal)).rejects.toMatchObject({
      code: "path-missing",
      message: expect.stringContaining("nowhere: no such snapshot"),
    });
  } finally {
    await opened.close();
  }
});

test("a name that no defect has is told", async () => {
  const request = { target: { paths: [] }, apply: false, approve: false, only: ["CWE-611", "nothing"] };
  const outcome = await assay.fix(request, () => {}, new AbortController().signal);
  const text = await renderFix(await fixView(assay, outcome), "text", textStyle(), assay);
  expect(outcome.unmatched).toEqual(["CWE-611", "nothing"]);
  expect(text).toMatch(/Not here +CWE-611: no defect has this id, rule or weakness\n +nothing: no defect/u);
});

test("a defect below a repair is told where the file on the disk has it, with that line around it", {
  timeout: 120_000,
}, async () => {
  const shown = await fix(false);
  expect(linesOf(shown.outcome)).toEqual([
    ["fixed", 3],
    ["unfixed", 7],
  ]);
  expect(shown.text).toContain("❯ 7 │     return hashlib.md5(");
  expect(shown.markdown).toContain("```python\n    return hashlib.md5(");

  const written = await fix(true);
  const after = (await readFile(join(folder, "app.py"), "utf8")).split("\n");
  const line = after.findIndex((text) => text.includes("md5")) + 1;
  expect(line).toBeGreaterThan(7);
  expect(linesOf(written.outcome)).toEqual([
    ["fixed", 3],
    ["unfixed", line],
  ]);
  expect(written.text).toContain(`❯ ${line} │     return hashlib.md5(`);
  expect(written.markdown).toContain("```python\n    return hashlib.md5(");
});
