import { expect, test } from "vitest";
import type { Thing } from "./thing.ts";
import { allThings, copied, differences, noThings, putThing, thingAt, type Things } from "./things.ts";

const thing = (id: number, status: Thing["status"] = "live"): Thing => ({
  id,
  what: "made",
  name: `thing ${id}`,
  family: "heap",
  status,
  bytes: undefined,
  length: undefined,
  blank: "unknown",
  shape: undefined,
  made: { start: id, end: id + 1 },
  released: undefined,
  escaped: false,
  asked: 0,
  cells: new Map(),
  texts: new Map(),
});

function filled(ids: readonly number[]): Things {
  const things = noThings();
  for (const id of ids) putThing(things, id, thing(id));
  return things;
}

function differing(a: Things, b: Things): number[] {
  const ids: number[] = [];
  differences(a, b, (id) => ids.push(id) > 0);
  return ids;
}

test("what was put is found, in order, however large the numbers are", () => {
  const things = filled([70_000, 3, 15, 16, 300]);

  expect(allThings(things).map(({ id }) => id)).toEqual([3, 15, 16, 300, 70_000]);
  expect(thingAt(things, 300)?.name).toBe("thing 300");
  expect(thingAt(things, 301)).toBeUndefined();
  expect(thingAt(things, 1_000_000)).toBeUndefined();
});

test("a copy and what it was made from do not see each other's changes", () => {
  const things = filled([1, 40]);
  const copy = copied(things);

  putThing(copy, 40, thing(40, "released"));
  putThing(things, 1, undefined);
  putThing(copy, 41, thing(41));

  expect(thingAt(things, 40)?.status).toBe("live");
  expect(thingAt(things, 41)).toBeUndefined();
  expect(thingAt(copy, 40)?.status).toBe("released");
  expect(thingAt(copy, 1)?.id).toBe(1);
});

test("the numbers under which two differ are told, also across heights", () => {
  const things = filled([1, 40, 200]);
  const copy = copied(things);

  putThing(copy, 40, thing(40, "released"));
  putThing(copy, 9000, thing(9000));

  expect(differing(things, copy)).toEqual([40, 9000]);
  expect(differing(copy, things)).toEqual([40, 9000]);
  expect(differing(things, copied(things))).toEqual([]);
});

test("the mark tells what was made apart, and is the same for the same things", () => {
  const things = filled([1, 40]);
  const copy = copied(things);

  putThing(copy, 40, thing(40, "released"));
  expect(copy.made).not.toBe(things.made);

  putThing(copy, 40, thing(40));
  expect(copy.made).toBe(things.made);
});
