import { expect, test } from "vitest";
import type { Defect } from "#domain/defect.ts";
import { DefectId, FindingId } from "#domain/ids.ts";
import { defectChanges, withChanges } from "./changes.ts";

const defect = (id: string, startLine: number): Defect => ({
  id: DefectId.parse(id),
  rule: "r",
  title: "t",
  message: "m",
  severity: "high",
  probability: 1,
  location: { path: "a.py", startLine, startColumn: 1, endLine: startLine, endColumn: 2 },
  witnesses: [FindingId.parse("f")],
});

test("what changed is all that is needed to come from one state to the other", () => {
  const before = [defect("a", 1), defect("b", 2), defect("c", 3), defect("d", 4)];
  const after = [defect("a", 1), defect("e", 2), defect("d", 3), defect("c", 5)];

  const changes = defectChanges(before, after);

  expect(changes).toEqual({ defects: [defect("e", 2), defect("d", 3), defect("c", 5)], gone: ["b"] });
  expect(withChanges(before, changes)).toEqual(after);
  expect(withChanges(after, defectChanges(after, before))).toEqual(before);
});
