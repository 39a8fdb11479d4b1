import { expect, test } from "vitest";
import { annotations, expectedLines } from "./annotations.ts";

const TEXT = `# ruleid: a, b
# todook: c
f()
// ok:a
g()  /* todoruleid: a */
<!-- ruleid: d -->
h()
`;

test("an annotation speaks of the next line that holds none", () => {
  expect(annotations(TEXT).map(({ expects, rules, at, line }) => [expects, rules.join(" "), at, line])).toEqual([
    ["ruleid", "a b", 1, 3],
    ["todook", "c", 2, 3],
    ["ok", "a", 4, 7],
    ["todoruleid", "a", 5, 7],
    ["ruleid", "d", 6, 7],
  ]);
});

test("lines are told apart by rule and kind", () => {
  const all = annotations(TEXT);

  expect([...expectedLines(all, "a", "ruleid")]).toEqual([3]);
  expect([...expectedLines(all, "a", "ok", "todoruleid")]).toEqual([7]);
  expect([...expectedLines(all, "e", "ruleid")]).toEqual([]);
});
