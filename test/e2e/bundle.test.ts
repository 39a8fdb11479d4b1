import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const CLI = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

test("the built program finds its grammars, rules and models: the embedded engine looks at every file, also side by side", async () => {
  const folder = await mkdtemp(join(tmpdir(), "assay-bundle-"));
  try {
    await writeFile(join(folder, "a.py"), "import os\n\n\ndef run(name):\n    os.system('ls ' + name)\n");
    await writeFile(join(folder, "b.ts"), "export const f = (code: string) => eval(code);\n");
    // Enough text that more than one thread takes part.
    for (let index = 0; index < 4; index++)
      await writeFile(join(folder, `big${index}.js`), "export const a = [1, 2, 3];\n".repeat(25_000));

    const { stdout } = await promisify(execFile)(process.execPath, [
      CLI,
      "check",
      folder,
      "--engine",
      "assay",
      "--format",
      "json",
      "--exit-zero",
    ]);
    const report = JSON.parse(stdout) as {
      complete: boolean;
      engines: { status: string; reasons: unknown[] }[];
      defects: { cwe: string }[];
    };

    expect(report.engines.map(({ status, reasons }) => ({ status, reasons }))).toEqual([{ status: "complete", reasons: [] }]);
    expect(report.complete).toBe(true);
    expect(report.defects.map((defect) => defect.cwe).toSorted()).toEqual(["CWE-78", "CWE-94"]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
