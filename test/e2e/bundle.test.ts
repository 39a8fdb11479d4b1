import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const CLI = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

/** Says on standard error, when the process ends, how many files of code and data were loaded. */
const COUNTING = `data:text/javascript,${encodeURIComponent(
  `import module from "node:module";
  let files = 0;
  module.registerHooks({ load: (url, context, next) => { files += url.startsWith("file:") ? 1 : 0; return next(url, context); } });
  process.on("exit", () => console.error("loaded " + files));`,
)}`;
/** Each costs about a millisecond of every start. */
const FEW_FILES = 60;

test("the built program finds its grammars, rules and models: the embedded engine looks at every file, also side by side", async () => {
  const folder = await mkdtemp(join(tmpdir(), "assay-bundle-"));
  try {
    await writeFile(join(folder, "a.py"), "import os\n\n\ndef run(name):\n    os.system('ls ' + name)\n");
    await writeFile(join(folder, "b.ts"), "export const f = (code: string) => eval(code);\n");
    // Enough text that more than one thread takes part.
    for (let index = 0; index < 4; index++)
      await writeFile(join(folder, `big${index}.js`), "export const a = [1, 2, 3];\n".repeat(25_000));

    const { stdout, stderr } = await promisify(execFile)(process.execPath, [
      "--import",
      COUNTING,
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
    const loaded = stderr.match(/^loaded (\d+)$/mu)?.[1];
    expect(Number(loaded)).toBeGreaterThan(10);
    expect(Number(loaded)).toBeLessThan(FEW_FILES);
    expect(report.defects.map((defect) => defect.cwe).toSorted()).toEqual(["CWE-78", "CWE-94"]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("the built program finds the standards that it holds code against", async () => {
  const folder = await mkdtemp(join(tmpdir(), "assay-bundle-"));
  try {
    await writeFile(join(folder, "a.py"), "import os\n\n\ndef run(name):\n    os.system('ls ' + name)\n");

    const standards = [
      "asvs",
      "cert-c",
      "cert-java",
      "cwe-top25",
      "cwe-top25-2024",
      "misra-c",
      "owasp-top10",
      "owasp-top10-2021",
    ];
    const { stdout } = await promisify(execFile)(process.execPath, [
      CLI,
      "check",
      folder,
      "--engine",
      "assay",
      "--format",
      "json",
      "--exit-zero",
      ...standards.flatMap((standard) => ["--standard", standard]),
    ]);

    expect(standards.filter((standard) => !stdout.includes(`"${standard}"`))).toEqual([]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
