import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { open } from "#app/open.ts";
import { AssayError } from "#domain/errors.ts";
import { isIncomplete } from "#faces/reports/view.ts";

const root = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "assay-import-run-")));
afterAll(() => fs.rmSync(root, { recursive: true }));
fs.writeFileSync(join(root, "app.py"), "import os, sys\n\nos.system('ls ' + sys.argv[1])\n");
fs.writeFileSync(join(root, "main.c"), "int main(void) {\n  return system(input());\n}\n");

const at = (uri: string, startLine: number, ruleId = "shell") => ({
  ruleId,
  level: "error",
  message: { text: "A command is built from input." },
  locations: [{ physicalLocation: { artifactLocation: { uri }, region: { startLine } } }],
  properties: { cwe: "CWE-78" },
});

async function check(results: readonly object[], paths: readonly string[] = []) {
  const report = { version: "2.1.0", runs: [{ tool: { driver: { name: "Other" } }, results }] };
  fs.writeFileSync(join(root, "other.sarif"), JSON.stringify(report));
  const assay = await open({
    cwd: root,
    engines: ["assay"],
    stateFolder: join(root, ".state"),
    cache: false,
    unsafeNoSandbox: false,
  });
  const outcome = await assay.check(
    { target: { paths }, imports: ["other.sarif"] },
    () => undefined,
    AbortSignal.timeout(60_000),
  );
  await assay.close();
  return outcome;
}

it("joins imported findings with those of the engines here, also in files that no engine reads", async () => {
  const { defects, report } = await check([at("app.py", 3), at("main.c", 2)]);

  const engines = (path: string) => report.findings.filter(({ location }) => location.path === path).map(({ engine }) => engine);
  expect(new Set(engines("app.py"))).toEqual(new Set(["assay", "other"]));
  expect(defects.map(({ location, witnesses }) => [location.path, witnesses.length])).toEqual([
    ["app.py", engines("app.py").length],
    ["main.c", 1],
  ]);
  expect(report.engines.at(-1)).toMatchObject({ id: "other", status: "partial", imported: "other.sarif", covered: [] });
  expect(report.engines.map(({ id, reasons }) => [id, reasons.length])).toEqual([
    ["assay", 0],
    ["other", 1],
  ]);
  expect(isIncomplete(report)).toBe(false);
});

it("an import that says nothing proves nothing, and is not called complete", async () => {
  const { report } = await check([]);

  expect(report.engines.at(-1)).toMatchObject({ id: "other", status: "partial" });
});

it("a result that has no place here makes the run incomplete", async () => {
  const { report } = await check([at("gone.py", 3)]);

  expect(isIncomplete(report)).toBe(true);
});

it("takes in only what the run asks about", async () => {
  const { report } = await check([at("app.py", 3), at("main.c", 2)], ["app.py"]);

  expect(report.findings.map(({ location }) => location.path)).not.toContain("main.c");
});

it("an import that cannot be opened is an error of the user", async () => {
  const assay = await open({
    cwd: root,
    engines: ["assay"],
    stateFolder: join(root, ".state"),
    cache: false,
    unsafeNoSandbox: false,
  });
  const run = assay.check({ target: { paths: [] }, imports: ["none.sarif"] }, () => undefined, AbortSignal.timeout(60_000));

  await expect(run).rejects.toThrow(AssayError);
  await assay.close();
});
