import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Candidate } from "#domain/candidate.ts";
import { workAhead } from "./ahead.ts";

const none = new AbortController().signal;
const candidates = ["a", "b", "c", "d"].map((id) => ({ id, origin: id === "a" ? "recipe" : "model" }) as Candidate);
const [a, b, c, d] = candidates as [Candidate, Candidate, Candidate, Candidate];

function work() {
  const [order, aborted]: [string[], string[]] = [[], []];
  const open = new Map<string, (value: string) => void>();
  let [running, most] = [0, 0];
  const run = async ({ id }: Candidate, signal: AbortSignal): Promise<string> => {
    order.push(id);
    most = Math.max(most, ++running);
    try {
      return await new Promise<string>((resolve, reject) => {
        open.set(id, resolve);
        signal.addEventListener("abort", () => {
          aborted.push(id);
          reject(new Error("aborted"));
        });
      });
    } finally {
      running--;
    }
  };
  return { run, order, aborted, finish: (id: string) => open.get(id)?.(`done ${id}`), most: () => most };
}

test("so many at once, and never more, in the order of the candidates", async () => {
  const { run, order, finish, most } = work();
  const ahead = workAhead(candidates, { most: 2, goesOn: () => true }, run, none);

  const first = ahead.of(a);
  expect(order).toEqual(["a", "b"]);
  finish("b");
  finish("a");
  expect(await first).toBe("done a");
  expect(await ahead.of(b)).toBe("done b");
  expect(order).toEqual(["a", "b", "c"]);
  const third = ahead.of(c);
  finish("c");
  finish("d");
  await third;
  await ahead.of(d);

  expect(most()).toBe(2);
});

test("what probably will not be asked for waits until it is", async () => {
  const { run, order, finish } = work();
  const ahead = workAhead(candidates, { most: 3, goesOn: ({ origin }) => origin === "model" }, run, none);

  const first = ahead.of(a);
  expect(order).toEqual(["a"]);
  finish("a");
  await first;
  void ahead.of(b);

  expect(order).toEqual(["a", "b", "c", "d"]);
  for (const id of ["b", "c", "d"]) finish(id);
  await ahead.stop();
});

test("what nobody asked for is broken off, and has ended when that is done", async () => {
  const { run, aborted, finish } = work();
  const ahead = workAhead(candidates, { most: 3, goesOn: () => true }, run, none);
  const first = ahead.of(a);
  finish("a");
  await first;

  await ahead.stop();

  expect(aborted).toEqual(["b", "c"]);
});

test("a failure is told to whoever asks, and to nobody else", async () => {
  const run = async ({ id }: Candidate): Promise<string> => {
    if (id !== "a") throw new Error(`broken ${id}`);
    return id;
  };
  const ahead = workAhead(candidates, { most: 2, goesOn: () => true }, run, none);

  expect(await ahead.of(a)).toBe("a");
  await setImmediate();
  await expect(ahead.of(b)).rejects.toThrow("broken b");
  await ahead.stop();
});

test("an interrupt reaches all of it", async () => {
  const controller = new AbortController();
  const { run, aborted } = work();
  const ahead = workAhead(candidates, { most: 2, goesOn: () => true }, run, controller.signal);
  const first = ahead.of(a);
  controller.abort();

  await expect(first).rejects.toThrow("aborted");
  await ahead.stop();
  expect(aborted).toEqual(["a", "b"]);
});
