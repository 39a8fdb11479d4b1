import { expect, it } from "vitest";
import type { RawFinding } from "#ports/scanner.ts";
import type { Marker } from "#ports/scanner-traps.ts";
import { defuse, markerOf } from "./markers.ts";
import { sourceText } from "./source-text.ts";

const MARKERS: readonly Marker[] = [
  { words: /# quiet\b/gu, hides: "line" },
  { words: /# next-quiet\b/gu, hides: "line-and-next" },
  { words: /# file-quiet\b[^\n]*/gu, hides: "file", named: true },
];

function hiddenAt(text: string, startLine: number, rule = "bad"): string | undefined {
  const location = { path: "a.py", startLine, startColumn: 1, endLine: startLine, endColumn: 1 };
  const finding: RawFinding = { rule, cwe: [], severity: "low", confidence: 0.5, location, message: rule };
  return markerOf(sourceText("a.py", text), finding, MARKERS);
}

it("breaks every marker, and moves no character", () => {
  const text = "a = 1  # quiet\n# next-quiet\nb = '€'  # file-quiet: bad\n# xquiet\n";

  const broken = defuse(text, MARKERS);

  expect(broken).toBe("a = 1  # xuiet\n# xext-quiet\nb = '€'  # xile-quiet: bad\n# xquiet\n");
  expect(defuse("plain\n", MARKERS)).toBe("plain\n");
  expect(defuse(text)).toBe(text);
});

it.each([
  ["bad  # quiet\n", 1, "bad  # quiet"],
  ["# quiet\nbad\n", 2, undefined],
  ["# next-quiet\nbad\n", 2, "# next-quiet"],
  ["# next-quiet\n\nbad\n", 3, undefined],
  ["bad\n\n# file-quiet: other, bad\n", 1, "# file-quiet: other, bad"],
  ["bad\n\n# file-quiet: other\n", 1, undefined],
] as const)("tells what %j hides from the tool's own users", (text, line, marker) => {
  expect(hiddenAt(text, line)).toBe(marker);
});
