import { randomBytes } from "node:crypto";
import { PROJECT } from "#adapters/checks/kit/staged-project.ts";
import { type Built, type Problem, problem } from "./build.ts";
import { type Fault, readFaults } from "./sanitizer-report.ts";

/** One call that a harness makes. */
export interface Shot {
  readonly id: string;
  readonly input: Uint8Array;
  /** The input is given again and again, and what stays behind is counted. */
  readonly again?: true;
  /** Which allocation or opening of a file fails, from 1. */
  readonly fails?: number;
}

/** What one call came to. */
export interface Seen {
  readonly id: string;
  readonly end: "ended" | "crashed" | "late" | "unrun";
  /** Exit status, or 1000 and a signal's number. */
  readonly status: number;
  /** Whether the call came back to the harness. */
  readonly returned: boolean;
  readonly canary: boolean;
  /** Results, changed memory and files, as `name text`, in order. */
  readonly told: readonly string[];
  readonly events: readonly (readonly [kind: string, one: string, two: string])[];
  readonly printed: string;
  readonly faults: readonly Fault[];
  /** Marked lines that ran, 1-based. */
  readonly ran: readonly number[];
  /** Of a call made again and again: bytes and descriptors that each left behind. */
  readonly left: { readonly bytes: number; readonly descriptors: number } | undefined;
}

/** Seconds of the processor for one call, which may take eight times as long by the clock; and seconds by the clock for all. */
const CALL_SECONDS = 1;
const TOTAL_SECONDS = 60;
/** Crashes after which the rest is left alone. */
const MOST_CRASHES = 8;

/** Makes the calls, with `wide` all of them however many crash and without the places of faults; each in a process of its own. Those for which no time was left are `unrun`. */
export async function drive(
  built: Built,
  path: string,
  shots: readonly Shot[],
  wide = false,
): Promise<readonly Seen[] | Problem> {
  const token = randomBytes(16).toString("hex");
  const parts: Uint8Array[] = [Buffer.from(token, "latin1")];
  for (const { input, again, fails = 0 } of shots) {
    const head = Buffer.alloc(6);
    head.writeUInt32LE(input.length);
    head[4] = again === true ? 1 : 0;
    head[5] = fails;
    parts.push(head, input);
  }
  const args = [CALL_SECONDS, TOTAL_SECONDS, wide ? shots.length : MOST_CRASHES].map(String);
  const result = await built.run(args, { stdin: Buffer.concat(parts), seconds: TOTAL_SECONDS + 8, placeless: wide });
  const said = new TextDecoder("latin1").decode(result.stdout);
  const output = `${said.replaceAll(token, "").slice(0, 4000)}${new TextDecoder().decode(result.stderr)}`.slice(-8000);
  if (result.end === "refused")
    return problem("no-sandbox", `The sandbox refused: ${result.reason ?? "no reason given"}`, output);
  if (result.end === "timed-out") return problem("timed-out", "The calls took longer than they may.", output);
  const lines = said.split("\n").filter((line) => line.startsWith(token));
  const seen = lines.flatMap((line) => readLine(line.slice(token.length), shots, path) ?? []);
  if (seen.length === shots.length) return seen;
  const state = `${result.end}${result.code === undefined ? "" : ` ${result.code}`}`;
  return problem(
    "driver-failed",
    `The harness ended before it could be judged (${state}): ${result.reason ?? output.trim().slice(-300)}`,
    output,
  );
}

function readLine(line: string, shots: readonly Shot[], path: string): Seen | undefined {
  const match = /^ (\d+) (ended|crashed|late|unrun) (\d+) ([01]) ([0-9a-f]*)- ?([0-9a-f]*)- ?([0-9a-f]*)-$/.exec(line);
  const id = shots[Number(match?.[1])]?.id;
  if (match === null || id === undefined) return undefined;
  const [, , end, status, canary, told = "", printed = "", complained = ""] = match;
  const lines = decode(told).split("\n");
  const own = lines.filter((each) => /^[NTZP] /.test(each));
  const [, bytes, descriptors] = lines.map((each) => /^L (-?\d+) (-?\d+)$/.exec(each)).find((each) => each !== null) ?? [];
  return {
    id,
    end: end as Seen["end"],
    status: Number(status),
    returned: lines.includes("D"),
    canary: canary === "1",
    told: [...own.map(readable), ...lines.filter((each) => each.startsWith("X ")).map((each) => `exit ${each.slice(2)}`)],
    events: lines.flatMap((each) => {
      const [, kind, one = "", two = ""] = /^E (\S+) ([0-9a-f]*) ([0-9a-f]*)$/.exec(each) ?? [];
      return kind === undefined ? [] : [[kind, decode(one), decode(two)] as const];
    }),
    ran: lines.flatMap((each) => (each.startsWith("C ") ? [Number(each.slice(2))] : [])),
    printed: decode(printed),
    faults: readFaults(decode(complained), `${PROJECT}/${path}`),
    left: bytes === undefined ? undefined : { bytes: Number(bytes), descriptors: Number(descriptors) },
  };
}

function readable(line: string): string {
  const [kind, name = "", rest = ""] = line.split(" ");
  if (kind === "N") return `${name} = ${rest}`;
  if (kind === "T") return `${name} = ${JSON.stringify(decode(rest))}`;
  return `${name} = ${kind === "Z" ? "nothing" : "something"}`;
}

function decode(hex: string): string {
  return Buffer.from(hex, "hex").toString("latin1");
}
