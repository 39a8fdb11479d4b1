import { PassThrough, Readable } from "node:stream";
import type { Assay } from "#app/api.ts";
import type { OpenOptions } from "#app/open-options.ts";
import { Config } from "#app/config.ts";
import type { Dependencies } from "#faces/cli/context.ts";
import { checkOutcome, checkView, fixOutcome, fixView, labelOutcome, reviewOutcome } from "./cli-canned.ts";
import { gateOutcome } from "./cli-gate-canned.ts";

const nothing = async (): Promise<never> => {
  throw new Error("nobody asked");
};

/** A made-up app: answers from the views, and remembers what it was asked. */
export function fakeAssay(more: Partial<Assay> = {}): Assay & { readonly asked: unknown[] } {
  const asked: unknown[] = [];
  return {
    asked,
    version: "0.1.0",
    root: "/project",
    config: Config.parse({}),
    origins: { failOn: "assay.yaml" },
    failOn: "medium",
    check: async (request) => (asked.push(request), checkOutcome(checkView())),
    fix: async (request) => (asked.push(request), fixOutcome(fixView(request.apply))),
    approve: async (request) => (
      asked.push(request),
      { record: gateOutcome().record, reviewer: "ana", payload: Buffer.from("p"), path: ".assay/approvals/a.json" }
    ),
    review: async (request) => (asked.push(request), reviewOutcome()),
    gate: async (request) => (asked.push(request), gateOutcome()),
    generate: async (request) => (asked.push(request), { status: "refused", reasons: [], drafts: [], path: request.file ?? "" }),
    verify: async (bundle, options) => (
      asked.push({ bundle, ...options }), { ok: true, claims: [{ claim: "signature", state: "holds", detail: "key 5f3a…" }] }
    ),
    audit: async (request) => (
      asked.push(request),
      {
        ok: false,
        head: `sha256:${"5f3a".repeat(16)}`,
        runs: 2,
        entries: 41,
        bundles: 1,
        approvals: 0,
        claims: [
          { claim: "ledger", state: "holds", detail: "2 finished runs, unbroken" },
          { claim: "run 1", state: "holds", detail: "20 log entries, unbroken" },
          {
            claim: "run 2",
            state: "fails",
            reason: "entry-edited",
            detail: "log entry 3: the entry does not have the digest it claims",
          },
        ],
      }
    ),
    attach: async (request) => (
      asked.push(request), request.note === undefined ? { path: ".assay/evidence/r.json" } : { note: request.note }
    ),
    attest: async (request) => (asked.push(request), "{}\n"),
    compare: async (request) => (
      asked.push(request),
      {
        versions: { assay: "0.1.0", bandit: "1.8.6" },
        absent: [{ id: "cppcheck", why: "not on the path" }],
        threshold: { severity: "medium", probability: 0.3 },
        files: 4,
        comparison: {
          lines: [
            {
              id: "assay",
              files: 4,
              flagged: 2,
              complete: 1,
              seconds: 0.5,
              measures: { precision: 0.5, recall: 1, f1: 2 / 3, youden: 0.5 },
            },
            { id: "bandit", files: 3, flagged: 1, complete: undefined, seconds: 1.25, measures: {} },
          ],
          overlaps: [
            { engines: ["assay", "bandit"], defects: 3 },
            { engines: ["assay"], defects: 1 },
          ],
          calibration: { defects: 4, brier: 0.204, constant: 0.25, bins: [{ from: 0.8, said: 0.82, true: 0.75, defects: 4 }] },
        },
      }
    ),
    doctor: async () => [
      { area: "runtime", name: "node", state: "ok", detail: "24.21.0" },
      { area: "engine", name: "assay", state: "ok", version: "0.1.0", detail: "0.1.0, Python, JavaScript, TypeScript" },
      { area: "engine", name: "cppcheck", state: "ok", version: "2.10", byName: true, detail: "2.10 (c); runs when named" },
      {
        area: "engine",
        name: "bandit",
        state: "missing",
        detail: "not on the path",
        cost: "no second opinion on python",
        remedy: "pip install bandit",
      },
      { area: "toolchain", name: "gcc", state: "ok", version: "12.2.0", rungs: ["E1"], detail: "12.2.0 (c, E1)" },
      {
        area: "toolchain",
        name: "KLEE",
        state: "missing",
        rungs: ["E5", "E6"],
        detail: "not installed (c, E5 E6): paths are not followed",
        cost: "paths are not followed",
        remedy: "build it",
      },
      {
        area: "sandbox",
        name: "bubblewrap",
        state: "degraded",
        detail: "not found; unshare is used",
        remedy: "apt install bubblewrap",
      },
    ],
    label: async (request) => (asked.push(request), labelOutcome(request.real)),
    explain: async (subject) =>
      subject === "CWE-89"
        ? { kind: "cwe", id: "CWE-89", title: "SQL injection", body: "# What\n\nText becomes query." }
        : undefined,
    dependencies: async () => ({ update: nothing, status: nothing, inventory: nothing, upgrade: nothing }),
    close: async () => void asked.push("closed"),
    ...more,
  };
}

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly opened: OpenOptions[];
}

export interface RunOptions {
  readonly assay?: Assay;
  readonly stdin?: Readable | string;
  readonly live?: boolean;
  readonly color?: boolean;
  readonly columns?: number;
  readonly cwd?: string;
  readonly signal?: AbortSignal;
  readonly more?: Partial<Dependencies>;
}

/** One command line against a made-up app and made-up streams. */
export async function runCli(argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { assay = fakeAssay(), stdin = "", live = false, color = false, columns = 100, cwd = "/project", signal } = options;
  const { runProgram } = await import("#faces/cli/program.ts");
  const { default: terminalReviewer } = await import("#adapters/reviewers/terminal.ts");
  const said = { stdout: "", stderr: "" };
  const opened: OpenOptions[] = [];
  const prompt = new PassThrough();
  prompt.on("data", (chunk: Buffer) => (said.stderr += chunk.toString()));
  const sink = (name: "stdout" | "stderr") => ({
    live,
    color,
    columns,
    write: async (text: string) => void (said[name] += text),
  });
  const code = await runProgram(argv, {
    version: "0.1.0",
    signal: signal ?? new AbortController().signal,
    io: {
      stdout: sink("stdout"),
      stderr: sink("stderr"),
      stdin: typeof stdin === "string" ? Readable.from([Buffer.from(stdin)]) : stdin,
      stdinIsTTY: live,
      prompt,
      cwd,
      now: () => 0,
    },
    open: async (request) => {
      opened.push(request);
      return assay;
    },
    reviewer: async (streams) =>
      terminalReviewer("local:ada", { input: streams.stdin, output: streams.prompt, color: streams.color }),
    ...options.more,
  });
  return { code, ...said, opened };
}
