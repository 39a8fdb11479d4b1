import { expect, test } from "vitest";
import { createMemoryWorkspace } from "#adapters/workspaces/memory.ts";
import type { ScanReport } from "#domain/report.ts";
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
