import type { Emit, RunEvent } from "#domain/event.ts";
import { displayWidth, graphemes } from "#lib/display-width.ts";
import { showInvisible } from "#lib/text.ts";
import { describeEvent } from "./describe-event.ts";
import type { Io } from "./io.ts";
import type { OutputFlags } from "./options.ts";

const REDRAW_MS = 80;
const TICK_MS = 1000;
/** From here on a step tells how long it has been running. */
const LONG_MS = 2000;

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
  /** Title and place by defect. */
  readonly defects: Map<string, string>;
  repair: { readonly count: string; readonly what: string };
  line: string;
  /** When the line came to say what it says. */
  since: number;
}

/**
 * Tells on standard error how far a run is: one line that redraws itself on a terminal, each second too, so that a long step is seen to go on; every step as a
 * line of its own with `verbose`. A timer runs until `clear`.
 */
export function createProgress(io: Io, flags: Pick<OutputFlags, "quiet" | "verbose">): Progress {
  const live = io.stderr.live && !flags.quiet && !flags.verbose;
  const state: State = {
    engines: new Map(),
    scanStarted: 0,
    asked: { model: "", at: 0 },
    defects: new Map(),
    repair: { count: "", what: "" },
    line: "",
    since: 0,
  };
  let ticking: NodeJS.Timeout | undefined;
  let [drawn, paused, last] = [false, false, -Infinity];
  const erase = () => {
    if (drawn) void io.stderr.write("\r\u001b[2K");
    drawn = false;
  };
  const clear = () => {
    clearInterval(ticking);
    ticking = undefined;
    erase();
  };
  const draw = (now: number) => {
    if (!live || paused || now - last < REDRAW_MS) return;
    last = now;
    drawn = true;
    const room = io.stderr.columns - 1;
    const took = now - state.since >= LONG_MS ? ` · ${Math.floor((now - state.since) / 1000)} s` : "";
    void io.stderr.write(`\r\u001b[2K${cut(state.line, room - took.length)}${took}`);
    ticking ??= setInterval(() => draw(io.now()), TICK_MS).unref();
  };
  return {
    emit: (event) => {
      if (flags.verbose) {
        const line = describeEvent(event);
        if (line !== undefined) void io.stderr.write(`${showInvisible(line).replaceAll("\n", " ")}\n`);
      }
      const now = io.now();
      const line = progressLine(event, state, now);
      if (line === undefined) return;
      const shown = showInvisible(line).replaceAll("\n", " ");
      if (shown !== state.line) [state.line, state.since] = [shown, now];
      draw(now);
    },
    clear,
    pausedWhile: async (work) => {
      erase();
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
  return OF_ONE_REPAIR.has(event.kind) ? repairLine(event, state) : describeEvent(event);
}

/** Kinds of events that stand in the line of a repair, or come in bursts that nobody could read. */
const OF_ONE_REPAIR: ReadonlySet<RunEvent["kind"]> = new Set([
  "finding-raised",
  "problem-found",
  "defect-correlated",
  "repair-started",
  "candidate-proposed",
  "check-started",
  "verdict-given",
  "candidate-accepted",
  "candidate-rejected",
  "candidate-held",
  "repair-finished",
]);

/** Which defect of how many, where it is, and the check that runs. */
function repairLine(event: RunEvent, state: State): string | undefined {
  if (event.kind === "defect-correlated") {
    const { id, title, location } = event.defect;
    state.defects.set(id, `${title} · ${location.path}:${location.startLine}`);
  }
  if (event.kind === "repair-started") {
    state.repair = { count: `Repairing ${event.index}/${event.total}`, what: state.defects.get(event.defect) ?? event.defect };
    return `${state.repair.count} · ${state.repair.what}`;
  }
  return event.kind === "check-started" ? `${state.repair.count} · ${event.check} · ${state.repair.what}` : undefined;
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
