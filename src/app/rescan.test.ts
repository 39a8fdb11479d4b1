import { expect, test } from "vitest";
import { createMemoryWorkspace } from "#adapters/workspaces/memory.ts";
import type { ScanReport } from "#domain/report.ts";
import { defineScanner, type ScanTask } from "#ports/scanner.ts";
import { createRescanner } from "./rescan.ts";

const REPORT: ScanReport = { complete: true, engines: [], findings: [], suppressed: [], problems: [], files: [] };
const never = new AbortController().signal;

test("a file that went away since it was listed does not keep the others from being scanned again", async () => {
  const workspace = createMemoryWorkspace({ root: "/nowhere", files: { "a.py": "x = 1\n", "b.py": "import a\n" } });
  const { files } = await workspace.list({ paths: [] }, never);
  const listed = [...files, { path: "gone.py", language: "python", bytes: 1 }];
  const rescan = createRescanner(
    [],
    listed,
    workspace,
    () => 0,
    async (fresh) => fresh,
  );

  const { files: rescanned } = await rescan(workspace, ["a.py"], REPORT, never);

  expect(rescanned).toEqual(["a.py", "b.py"]);
});

test("a part of the project is scanned with the threat model that was chosen for the whole", async () => {
  const workspace = createMemoryWorkspace({ root: "/nowhere", files: { "a.py": "x = 1\n" } });
  const { files } = await workspace.list({ paths: [] }, never);
  const told: ScanTask["threatModel"][] = [];
  const scanner = defineScanner({
    id: "one",
    kind: "library",
    title: "One",
    languages: ["python"],
    homepage: "https://example.org",
    licence: "Apache-2.0",
    needsNetwork: false,
    install: "Ships with assay.",
    version: async () => "1",
    async scan({ threatModel }) {
      told.push(threatModel);
      return { findings: [], problems: [], covered: ["a.py"], threatModel };
    },
  });
  const rescan = createRescanner(
    [scanner],
    files,
    workspace,
    () => 0,
    async (fresh) => fresh,
  );
  const engine = { id: "one", version: "1", status: "complete", reasons: [], covered: ["a.py"], seconds: 0 } as const;

  const { report } = await rescan(
    workspace,
    ["a.py"],
    { ...REPORT, engines: [{ ...engine, threatModel: "application" }] },
    never,
  );
  await rescan(workspace, ["a.py"], { ...REPORT, engines: [engine] }, never);

  expect(told).toEqual(["application", undefined]);
  expect(report.engines).toEqual([{ ...engine, threatModel: "application" }]);
});
