import fc from "fast-check";
import { expect, test } from "vitest";
import { by } from "#lib/compare.ts";
import { digestJson } from "#lib/digest.ts";
import type { RawFinding } from "#ports/scanner.ts";
import { identifyFindings, sortFindings } from "./normalize.ts";

const place = fc.integer({ min: 1, max: 4 });
const location = fc.record({
  path: fc.constantFrom("a.py", 'b/"q".py', "b/é\n.py", "B.py"),
  startLine: place,
  startColumn: place,
  endLine: place,
  endColumn: place,
});
const raw: fc.Arbitrary<RawFinding> = fc.record({
  rule: fc.constantFrom("r", 'r"\\', "\u0001rule"),
  cwe: fc.constant([]),
  severity: fc.constant("low" as const),
  confidence: fc.constant(0.5),
  location,
  message: fc.constantFrom("whole", "half \ud83d"),
});

test("an identity is the digest of the canonical JSON of engine, rule and place, numbered where it comes again", () => {
  fc.assert(
    fc.property(fc.array(raw, { maxLength: 12 }), (list) => {
      const seen = new Map<string, number>();
      const expected = list.map((one) => {
        const base = digestJson({ engine: 'tool "x"', rule: one.rule, location: one.location }).slice(7, 23);
        seen.set(base, (seen.get(base) ?? 0) + 1);
        return seen.get(base) === 1 ? base : `${base}-${seen.get(base)}`;
      });
      expect(identifyFindings('tool "x"', list).map(({ id }) => id)).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});

test("half a character at the end of a cut text is replaced, and whole texts stay", () => {
  const one = { ...(fc.sample(raw, 1)[0] as RawFinding), message: "half \ud83d", trace: [{ location: at(1), note: "x\ud83d" }] };
  const [half, whole] = identifyFindings("tool", [one, { ...one, message: "whole \u{1f600}", trace: [] }]);
  expect(half?.message).toBe("half \ufffd");
  expect(half?.trace?.[0]?.note).toBe("x\ufffd");
  expect(whole?.message).toBe("whole \u{1f600}");
});

test("findings are in the order of path, place, rule, engine and identity", () => {
  fc.assert(
    fc.property(fc.array(raw, { maxLength: 30 }), fc.array(raw, { maxLength: 30 }), (some, others) => {
      const all = [...identifyFindings("b", some), ...identifyFindings("a", others)];
      const expected = all.toSorted(
        by(
          (one) => one.location.path,
          (one) => one.location.startLine,
          (one) => one.location.startColumn,
          (one) => one.rule,
          (one) => one.engine,
          (one) => one.id,
        ),
      );
      expect(sortFindings(all)).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});

function at(line: number): RawFinding["location"] {
  return { path: "a.py", startLine: line, startColumn: 1, endLine: line, endColumn: 2 };
}
