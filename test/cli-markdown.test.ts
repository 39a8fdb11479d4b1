import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Defect } from "#domain/defect.ts";
import { checkMarkdown } from "#faces/reports/markdown/check.ts";
import { code, fenced, prose } from "#faces/reports/markdown/escape.ts";
import { fixMarkdown } from "#faces/reports/markdown/fix.ts";
import { checkView, CLEAN, DEFECTS, fixView, PARTIAL } from "./cli-canned.ts";

test.each([
  ["<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;"],
  ["[click](https://evil.example)", String.raw`\[click\](https&#8203;://evil.example)`],
  ["ping @everyone, see #12", "ping @&#8203;everyone, see #&#8203;12"],
  ["- a list | a cell", String.raw`\- a list \| a cell`],
  ["1. an item", String.raw`1\. an item`],
  ["a\n\n# heading", "a # heading"],
])("prose %j", (text, expected) => {
  expect(prose(text)).toBe(expected);
});

test("a code span and a fenced block cannot be ended from inside", () => {
  const text = fc.string({ unit: fc.constantFrom("`", "a", " ", "\n", "~", "|", "<"), maxLength: 30 });
  fc.assert(
    fc.property(text, (inside) => {
      const span = code(inside);
      const [, fence = ""] = /^(`+)/.exec(span) ?? [];
      expect(span.slice(fence.length, -fence.length).match(/`+/g) ?? []).not.toContain(fence);
      expect(span).not.toContain("|");

      const [open = "", ...rest] = fenced(inside, "py");
      const closing = new RegExp(`^ {0,3}\`{${open.indexOf("p")},}\\s*$`);
      expect(rest.slice(0, -1).some((line) => closing.test(line))).toBe(false);
      expect(rest.at(-1)).toMatch(closing);
    }),
  );
});

test("an incomplete check is not called free of defects", () => {
  const text = checkMarkdown(checkView({ ...CLEAN, ...PARTIAL }, []));

  expect(text).toContain("## assay: incomplete");
  expect(text).toContain("**Incomplete:**");
  expect(text).not.toContain("no defects");
});

test("fits one comment, and says what is left out", () => {
  const many = Array.from({ length: 2_000 }, (_, at) => ({ ...(DEFECTS[0] as Defect), id: `d${at}` as Defect["id"] }));
  const text = checkMarkdown(checkView({}, many));

  expect(text.length).toBeLessThan(65_536);
  expect(text).toMatch(/\*\d+ more are left out here; the JSON report has them all\.\*/);
});

test("a shown repair is verified, an applied one is fixed", () => {
  expect(fixMarkdown(fixView())).toContain("## assay: 3 repairs, 1 verified, 1 waiting, 1 unfixed");
  expect(fixMarkdown(fixView(true))).toContain("## assay: 3 repairs, 1 fixed, 1 waiting, 1 unfixed");
});
