import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename } from "node:path";

export interface Command {
  /** The program and its arguments. */
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Exit codes of a run that worked. */
  readonly okExits: readonly number[];
}

export interface Sample {
  readonly seconds: number;
  /** User and system time of the process and its children; undefined where /proc is missing. */
  readonly cpuSeconds: number | undefined;
  /** Peak resident memory, added up over the process and its children; undefined where /proc is missing. */
  readonly peakBytes: number | undefined;
}

const SAMPLE_MS = 15;
const TICKS_A_SECOND = 100;
const DEADLINE_MS = 15 * 60_000;
const MAX_ERROR_TEXT = 4000;

/**
 * Runs one process to its end, output thrown away, and rejects when it fails. Memory is the kernel's own high-water mark, read until the
 * process is gone, so that tools in any language are measured alike.
 */
export function measure(command: Command): Promise<Sample> {
  const [program = "", ...args] = command.argv;
  const { promise, resolve, reject } = Promise.withResolvers<Sample>();
  const started = performance.now();
  const child = spawn(program, args, {
    cwd: command.cwd,
    env: { ...process.env, ...command.env },
    stdio: ["ignore", "ignore", "pipe"],
    timeout: DEADLINE_MS,
    killSignal: "SIGKILL",
  });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors = (errors + text).slice(-MAX_ERROR_TEXT);
  });
  const usage = watchUsage(child.pid);
  child.on("error", (error) => {
    usage.stop();
    reject(error);
  });
  child.on("close", (code, signal) => {
    const seconds = (performance.now() - started) / 1000;
    const { cpuSeconds, peakBytes } = usage.stop();
    if (code !== null && command.okExits.includes(code)) resolve({ seconds, cpuSeconds, peakBytes });
    else reject(new Error(`${basename(program)} ended with ${signal ?? code}\n${errors}`));
  });
  return promise;
}

interface Usage {
  stop(): Pick<Sample, "cpuSeconds" | "peakBytes">;
}

function watchUsage(root: number | undefined): Usage {
  const peaks = new Map<number, number>();
  const ticks = new Map<number, number>();
  const look = (): void => {
    if (root === undefined) return;
    for (const pid of family(root)) {
      const peak = readPeak(pid);
      if (peak !== undefined) peaks.set(pid, peak);
      const spent = readTicks(pid);
      if (spent !== undefined) ticks.set(pid, spent);
    }
  };
  look();
  const timer = setInterval(look, SAMPLE_MS);
  return {
    stop() {
      clearInterval(timer);
      return {
        cpuSeconds: ticks.size === 0 ? undefined : sum(ticks.values()) / TICKS_A_SECOND,
        peakBytes: peaks.size === 0 ? undefined : sum(peaks.values()),
      };
    },
  };
}

function sum(values: Iterable<number>): number {
  return [...values].reduce((total, value) => total + value, 0);
}

/** The process and all its living descendants. */
function family(root: number): number[] {
  const found = [root];
  for (const pid of found) {
    const children = readText(`/proc/${pid}/task/${pid}/children`) ?? "";
    for (const child of children.split(" ")) if (child !== "") found.push(Number(child));
  }
  return found;
}

function readPeak(pid: number): number | undefined {
  const kibibytes = /^VmHWM:\s+(\d+) kB$/mu.exec(readText(`/proc/${pid}/status`) ?? "")?.[1];
  return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
}

function readTicks(pid: number): number | undefined {
  const line = readText(`/proc/${pid}/stat`);
  if (line === undefined) return undefined;
  const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
  return Number(fields[11]) + Number(fields[12]);
}

/** Undefined for a process that has just ended, and on systems without /proc. */
function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
