import type { ZodType } from "zod";
import { AssayError } from "#domain/errors.ts";
import type { RunEvent } from "#domain/event.ts";
import type { RunId } from "#domain/ids.ts";
import { canonicalJson } from "#lib/canonical-json.ts";
import type { JournalEntry, Store } from "#ports/store.ts";
import { brokenLink, chainStart, makeEntry } from "./chain.ts";

/** Runs a named piece of work once: its result is recorded, and given back without running when the run is resumed. */
export type Step = <T>(name: string, schema: ZodType<T>, work: () => Promise<T>) => Promise<T>;

/** The log of one run. One writer; steps and events come in one order. */
export interface Journal {
  readonly run: RunId;
  /** Steps found recorded when the run was opened; 0 for a fresh one. */
  readonly resumedSteps: number;
  readonly step: Step;
  /**
   * Notes an event; written with the next step or {@link flush}, in one transaction. Events from within a running step are of the moment
   * only: what counts of them stands in the step's result. Never throws.
   */
  record(event: RunEvent): void;
  /** True while calls are answered from the log. */
  replaying(): boolean;
  flush(): Promise<void>;
  /** Hash of the last written entry. */
  head(): string;
  /** Everything written so far, in order. */
  entries(): readonly JournalEntry[];
}

/** A resumed program asked for another step than the log holds: the run cannot be continued by it. */
export class UnexpectedStep extends Error {
  constructor(expected: string, asked: string) {
    super(`the log continues with ${expected}, the program asked for ${asked}`);
    this.name = "UnexpectedStep";
  }
}

/** Opens the log of a run. Rejects with `journal-corrupt` when the chain does not verify. */
export async function openJournal(store: Store, run: RunId): Promise<Journal> {
  const written: JournalEntry[] = [...(await store.entries(run))];
  const broken = brokenLink(run, written);
  if (broken !== undefined) {
    throw new AssayError("journal-corrupt", `the log of run ${run} is broken at entry ${broken.sequence}: ${broken.reason}`);
  }
  let position = 0;
  let pending: { type: JournalEntry["type"]; name: string; value: unknown }[] = [];
  let working = false;
  let diverged: UnexpectedStep | undefined;
  const recorded = written.length;
  const resumedSteps = written.filter((entry) => entry.type === "step").length;

  function next(type: JournalEntry["type"], name: string): JournalEntry | undefined {
    if (diverged !== undefined) throw diverged;
    if (position >= recorded) return undefined;
    const entry = written[position] as JournalEntry;
    if (entry.type !== type || entry.name !== name) throw new UnexpectedStep(`${entry.type} ${entry.name}`, `${type} ${name}`);
    position++;
    return entry;
  }

  async function flush(): Promise<void> {
    if (diverged !== undefined) throw diverged;
    if (pending.length === 0) return;
    const fresh: JournalEntry[] = [];
    for (const { type, name, value } of pending) {
      const previous = fresh.at(-1)?.hash ?? written.at(-1)?.hash ?? chainStart(run);
      fresh.push(makeEntry(run, written.length + fresh.length, type, name, value, previous));
    }
    await store.append(fresh);
    written.push(...fresh);
    position = written.length;
    pending = [];
  }

  return {
    run,
    resumedSteps,
    replaying: () => position < recorded,
    head: () => written.at(-1)?.hash ?? chainStart(run),
    entries: () => written,
    flush,
    record(event) {
      if (working) return;
      if (position >= recorded) {
        pending.push({ type: "event", name: event.kind, value: event });
        return;
      }
      const entry = written[position] as JournalEntry;
      if (entry.type === "event" && entry.name === event.kind && entry.payload === canonicalJson(event)) position++;
      else diverged ??= new UnexpectedStep(`${entry.type} ${entry.name}`, `event ${event.kind}`);
    },
    async step<T>(name: string, schema: ZodType<T>, work: () => Promise<T>): Promise<T> {
      const entry = next("step", name);
      if (entry !== undefined) {
        const parsed = schema.safeParse(JSON.parse(entry.payload));
        if (!parsed.success) throw new UnexpectedStep(`step ${name} in another form`, `step ${name}`);
        return parsed.data;
      }
      working = true;
      try {
        const value = await work();
        pending.push({ type: "step", name, value });
        await flush();
        return value;
      } finally {
        working = false;
      }
    },
  };
}
