import type { Emit, RunEvent } from "#domain/event.ts";
import { displayWidth, graphemes } from "#lib/display-width.ts";
import { showInvisible } from "#lib/text.ts";
import { describeEvent } from "./describe-event.ts";
import type { Io } from "./io.ts";
import type { OutputFlags } from "./options.ts";

const REDRAW_MS = 80;

export interface Progress {
  readonly emit: Emit;
  /** Removes the line for good. */
  readonly clear: () => void;
  readonly pausedWhile: <T>(work: () => Promise<T>) => Promise<T>;
}

interface State {
  /** Files done by engine, and how many each has. */
  readonly engines: Map<string, { done: number; total: number }>;
  scanStarted: number;
  /** When a model was asked, and how long it took to say anything; no words yet when undefined. */
  asked: { readonly model: string; readonly at: number; first?: number };
  line: string;
}

/** Tells on standard error how far a run is: one line that redraws itself on a terminal; every step as a line of its own with `verbose`. */
export function createProgress(io: Io, flags: Pick<OutputFlags, "quiet" | "verbose">): Progress {
  const live = io.stderr.live && !flags.quiet && !flags.verbose;
  const state: State = { engines: new Map(), scanStarted: 0, asked: { model: "", at: 0 }, line: "" };
  let [drawn, paused, last] = [false, false, -Infinity];
  const clear = () => {
    if (drawn) void io.stderr.write("\r\u001b[2K");
    drawn = false;
  };
  const draw = () => {
    if (!live || paused || io.now() - last < REDRAW_MS) return;
    last = io.now();
    drawn = true;
    void io.stderr.write(`\r\u001b[2K${cut(state.line, io.stderr.columns - 1)}`);
  };
  return {
    emit: (event) => {
      if (flags.verbose) {
        const line = describeEvent(event);
        if (line !== undefined) void io.stderr.write(`${showInvisible(line).replaceAll("\n", " ")}\n`);
      }
      const line = progressLine(event, state, io.now());
      if (line === undefined) return;
      state.line = showInvisible(line).replaceAll("\n", " ");
      draw();
    },
    clear,
    pausedWhile: async (work) => {
      clear();
      paused = true;
      return work().finally(() => {
        paused = false;
      });
    },
  };
}

function progressLine(event: RunEvent, state: State, now: number): string | undefined {
  if (event.kind === "scan-started") {
    state.scanStarted = now;
    state.engines.clear();
    for (const engine of event.engines) state.engines.set(engine, { done: 0, total: event.files });
    return scanLine(state, now);
  }
  if (event.kind === "scan-progressed") {
    state.engines.set(event.engine, { done: event.done, total: event.total });
    return scanLine(state, now);
  }
  if (event.kind === "model-asked") state.asked = { model: event.model, at: now };
  if (event.kind === "model-progressed") return answerLine(event.tokens, state, now);
  if (event.kind === "engine-finished") {
    const engine = state.engines.get(event.engine.id);
    if (engine !== undefined) engine.done = engine.total;
    return scanLine(state, now);
  }
  return event.kind === "finding-raised" || event.kind === "problem-found" ? undefined : describeEvent(event);
}

function scanLine({ engines, scanStarted }: State, now: number): string {
  const all = [...engines.values()];
  const [done, total] = [all.reduce((sum, engine) => sum + engine.done, 0), all.reduce((sum, engine) => sum + engine.total, 0)];
  const busy = [...engines].flatMap(([id, engine]) => (engine.done < engine.total ? [id] : []));
  const counts = `Scanning ${Math.floor(done / Math.max(1, all.length))}/${Math.max(0, ...all.map((engine) => engine.total))} files`;
  const left = done > 0 && done < total ? ` · ${eta(((now - scanStarted) / done) * (total - done))} left` : "";
  return `${counts}${busy.length > 0 ? ` · ${busy.join(", ")}` : ""}${left}`;
}

/** The words themselves stay hidden: nobody has verified them yet. */
function answerLine(tokens: number, { asked }: State, now: number): string {
  asked.first ??= now - asked.at;
  return `${asked.model} answers · ${tokens} tokens · first after ${(asked.first / 1000).toFixed(1)} s`;
}

function eta(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}

function cut(line: string, columns: number): string {
  if (displayWidth(line) <= columns) return line;
  let [width, shown] = [0, ""];
  for (const part of graphemes(line)) {
    width += displayWidth(part);
    if (width >= columns) break;
    shown += part;
  }
  return `${shown}…`;
}
