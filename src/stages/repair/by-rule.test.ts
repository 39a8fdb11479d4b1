import { expect, test } from "vitest";
import { createMemoryWorkspace } from "#adapters/workspaces/memory.ts";
import type { Defect } from "#domain/defect.ts";
import type { Finding } from "#domain/finding.ts";
import { DefectId, FindingId } from "#domain/ids.ts";
import { overlay } from "#ports/overlay.ts";
import { proposeByRules } from "./by-rule.ts";

const TEXT = "# 😀\nbad('a')\n";
const workspace = createMemoryWorkspace({ root: "/nowhere", files: { "a.py": TEXT } });
const place = { path: "a.py", startLine: 2, startColumn: 1, endLine: 2, endColumn: 9 };

const finding = (id: string, suggestion: string | undefined, location = place): Finding => ({
  id: FindingId.parse(id),
  engine: "semgrep",
  rule: "team-bad",
  cwe: ["CWE-78"],
  severity: "high",
  confidence: 0.7,
  location,
  message: "m",
  ...(suggestion === undefined ? {} : { suggestion }),
});
const defect = (...witnesses: string[]): Defect => ({
  id: DefectId.parse("d"),
  cwe: "CWE-78",
  rule: "team-bad",
  title: "t",
  message: "m",
  severity: "high",
  probability: 1,
  location: place,
  witnesses: witnesses.map((id) => FindingId.parse(id)),
});

test("what the rule would write is a candidate that a person is to read", async () => {
  const { candidates, declined } = await proposeByRules(defect("a", "b"), workspace, [
    finding("a", "good('a')"),
    finding("b", undefined),
  ]);

  expect(declined).toEqual([]);
  expect(candidates).toMatchObject([
    { origin: "rule", author: "semgrep:team-bad", variant: "own-fix", review: "merge-after-review", defect: "d" },
  ]);
  const patched = await overlay(workspace, (candidates[0] as (typeof candidates)[number]).patch);
  if (!patched.ok) throw new Error(patched.reason);
  expect(new TextDecoder().decode(await patched.workspace.read("a.py"))).toBe("# 😀\ngood('a')\n");
});

test("findings of other defects propose nothing, and equal texts are one candidate", async () => {
  const { candidates } = await proposeByRules(defect("a", "b", "c"), workspace, [
    finding("a", "good('a')"),
    finding("b", "good('a')"),
    finding("c", "better('a')"),
    finding("other", "other('a')"),
  ]);

  expect(candidates.map(({ patch }) => patch.files[0]?.edits[0]?.text)).toEqual(["good('a')", "better('a')"]);
});

test("a text that changes nothing, or an empty place, is declined with the reason", async () => {
  const { candidates, declined } = await proposeByRules(defect("a", "b"), workspace, [
    finding("a", "bad('a')"),
    finding("b", "x", { ...place, endColumn: 1 }),
  ]);

  expect(candidates).toEqual([]);
  expect(declined.map(({ by, code }) => `${by} ${code}`)).toEqual([
    "semgrep:team-bad already-safe",
    "semgrep:team-bad already-safe",
  ]);
});

test("a file that is not UTF-8 is left alone, and that is why", async () => {
  const latin = createMemoryWorkspace({ root: "/nowhere", files: { "a.py": Buffer.from("# é\nbad('a')\n", "latin1") } });

  const { candidates, declined } = await proposeByRules(defect("a"), latin, [finding("a", "good('a')")]);

  expect(candidates).toEqual([]);
  expect(declined).toMatchObject([{ by: "semgrep:team-bad", code: "too-involved" }]);
});
