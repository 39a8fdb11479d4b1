import type { Detection } from "#adapters/checks/tests/test-project.ts";
import type { Workspace } from "#ports/workspace.ts";

/** Tests of a module: what `go test` would run below its folder. */
export async function detectGo(_: Workspace, folder: string, files: readonly string[]): Promise<Detection> {
  // The tool chain reads neither `testdata` nor what begins with a dot or an underscore.
  const tests = files.filter((file) => file.endsWith("_test.go") && !/(?:^|\/)(?:testdata|vendor|[._][^/]*)\//u.test(file));
  if (tests.length === 0) return { kind: "none", reason: "no-tests", detail: `No Go test file below ${folder || "the root"}.` };
  return { kind: "found", project: { kind: "go", folder, files: tests, race: false } };
}
