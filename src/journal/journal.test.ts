import { expect, test } from "vitest";
import { z } from "zod";
import { createMemoryStore } from "#adapters/stores/memory.ts";
import { RunId } from "#domain/ids.ts";
import type { Store } from "#ports/store.ts";
import { brokenLink } from "./chain.ts";
import { openJournal, UnexpectedStep } from "./journal.ts";

const RUN = RunId.parse("run-1");

async function claimed(): Promise<Store> {
  const store = createMemoryStore();
  await store.claim("key", RUN);
  return store;
}

test("runs a step once and gives its recorded result back to a resumed program", async () => {
  const store = await claimed();
  let runs = 0;
  const program = async (): Promise<number[]> => {
    const journal = await openJournal(store, RUN);
    const one = await journal.step("one", z.number(), async () => ++runs);
    journal.record({ kind: "run-stopped", reason: "finished" });
    const two = await journal.step("two", z.number(), async () => ++runs * 10);
    return [one, two];
  };

  expect(await program()).toEqual([1, 20]);
  expect(await program()).toEqual([1, 20]);
  expect(runs).toBe(2);
  expect((await store.entries(RUN)).map((entry) => entry.name)).toEqual(["one", "run-stopped", "two"]);
});

test("writes the events before a step together with its result", async () => {
  const store = await claimed();
  const journal = await openJournal(store, RUN);

  journal.record({ kind: "run-stopped", reason: "finished" });
  expect(await store.entries(RUN)).toEqual([]);
  await expect(journal.step("fails", z.number(), () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await store.entries(RUN)).toEqual([]);
  await journal.step("works", z.number(), async () => 1);
  expect((await store.entries(RUN)).map((entry) => entry.name)).toEqual(["run-stopped", "works"]);
});

test.each([
  ["another step", (journal: Awaited<ReturnType<typeof openJournal>>) => journal.step("other", z.number(), async () => 1)],
  [
    "another event",
    (journal: Awaited<ReturnType<typeof openJournal>>) => {
      journal.record({ kind: "run-stopped", reason: "finished" });
      return journal.flush();
    },
  ],
])("detects a resumed program that asks for %s", async (_, ask) => {
  const store = await claimed();
  await (await openJournal(store, RUN)).step("one", z.number(), async () => 1);

  const resumed = await openJournal(store, RUN);

  await expect(ask(resumed)).rejects.toThrow(/the log continues with step one/u);
});

test("a step recorded in a form the program does not know cannot be continued", async () => {
  const store = await claimed();
  await (await openJournal(store, RUN)).step("one", z.string(), async () => "text");

  const resumed = await openJournal(store, RUN);

  await expect(resumed.step("one", z.number(), async () => 1)).rejects.toBeInstanceOf(UnexpectedStep);
});

test("refuses a log in which one character changed", async () => {
  const store = await claimed();
  const journal = await openJournal(store, RUN);
  await journal.step("one", z.string(), async () => "a");
  await journal.step("two", z.string(), async () => "b");
  const entries = await store.entries(RUN);

  const changed = entries.map((entry, index) => (index === 0 ? { ...entry, payload: '"c"' } : entry));

  expect(brokenLink(RUN, entries)).toBeUndefined();
  expect(brokenLink(RUN, changed)).toEqual({
    sequence: 0,
    code: "entry-edited",
    reason: "the entry does not have the digest it claims",
  });
  expect(brokenLink(RUN, entries.slice(1))?.sequence).toBe(0);
  expect(brokenLink(RUN, entries.toReversed())?.sequence).toBe(0);
  await expect(openJournal({ ...store, entries: async () => changed }, RUN)).rejects.toMatchObject({ code: "journal-corrupt" });
});
