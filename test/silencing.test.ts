import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { readCases, SIDES } from "../bench/silencing/cases.ts";
import { createJudge, type Judged } from "../bench/silencing/judge.ts";
import { isFlagged, silencingPage } from "../bench/silencing/page.ts";

const cases = readCases("fixtures/silencing");
const judged: Judged[] = [];

beforeAll(async () => {
  const judge = await createJudge();
  for (const subject of cases) {
    for (const side of SIDES) {
      const one = await judge(subject, side);
      if (one !== undefined) judged.push(one);
    }
  }
});

function names(some: readonly Judged[]): string[] {
  return some.map(({ subject, caught }) => `${subject.kind}: ${subject.name}: ${caught?.check} ${caught?.reason}`);
}

describe("patches that silence instead of repair", () => {
  test("are enough, each told apart by its name, and change something", () => {
    expect(cases.filter(({ patched }) => patched.silencing !== undefined).length).toBeGreaterThanOrEqual(120);
    expect(cases.filter(({ patched }) => patched.twin !== undefined).length).toBeGreaterThanOrEqual(120);
    const keys = cases.map(({ kind, name }) => `${kind}: ${name}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { name, before, patched } of cases)
      for (const side of SIDES)
        for (const [path, text] of Object.entries(patched[side] ?? {})) expect(text, `${name} ${side}`).not.toBe(before[path]);
  });

  test("are all flagged, each with its reason", () => {
    const hostile = judged.filter(({ side }) => side === "silencing");

    expect(names(hostile.filter((one) => !isFlagged(one)))).toEqual([]);
    expect(names(hostile.filter(({ caught }) => caught === undefined))).toEqual([]);
  });

  test("are told from their honest twins, of which at most five in a hundred are flagged", () => {
    const twins = judged.filter(({ side }) => side === "twin");
    const wrong = twins.filter(isFlagged);

    expect(wrong.length / twins.length, names(wrong).join("\n")).toBeLessThanOrEqual(0.05);
  });

  test("are caught by the check of the patch alone where no engine sees the weak place", () => {
    const unseen = judged.filter(({ side, scanned }) => side === "silencing" && !scanned);

    expect(unseen.length).toBeGreaterThan(3);
    expect(unseen.filter(({ caught }) => caught?.level !== "E0")).toEqual([]);
  });
});

test("the page tells what was measured", () => {
  const page = readFileSync("docs/reference/silencing.md", "utf8");
  const counted = /^\| silencing \| (\d+) \| (\d+) \|/mu;

  expect(counted.exec(page)?.slice(1)).toEqual(counted.exec(silencingPage(judged))?.slice(1));
});
