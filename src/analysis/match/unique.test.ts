import { expect, test } from "vitest";
import type { Environment } from "./environment.ts";
import type { Match } from "./ground.ts";
import { unique } from "./unique.ts";

function match(start: number, end: number, ...names: readonly string[]): Match {
  let env: Environment;
  for (const name of names) env = { name, node: 1, start: 0, end: 1, next: env };
  return { start, end, node: 1, env };
}

test("matches of one place stay where they bind something else", () => {
  const matches = [
    match(1, 5, "A"),
    match(1, 5, "B"),
    match(1, 4, "A"),
    match(1, 5, "A"),
    match(2, 5, "A", "B"),
    match(2, 5, "B", "A"),
  ];

  expect(unique(matches)).toEqual([matches[0], matches[1], matches[2], matches[4]]);
});

test("out of order and many at one place they are told apart as well", () => {
  const many = Array.from({ length: 60 }, (_, index) => match(3, 9, `N${index % 30}`));

  expect(unique(many)).toEqual(many.slice(0, 30));
  expect(unique([match(9, 10), match(1, 2), match(9, 10)])).toEqual([match(9, 10), match(1, 2)]);
});
