import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { showInvisible } from "#lib/text.ts";
import type { SandboxResult } from "#ports/sandbox.ts";
import type { CommandPlan } from "#ports/scanner.ts";

/** Most bytes of one report. */
export const REPORT_BYTES = 64 << 20;

/** A run without a report to judge; `splits` says whether fewer files might help. */
export type Failure = { readonly code: string; readonly message: string; readonly splits: boolean };

const ENDS: Readonly<Record<Exclude<SandboxResult["end"], "exited">, Omit<Failure, "message">>> = {
  killed: { code: "engine-crashed", splits: true },
  "timed-out": { code: "timed-out", splits: true },
  "output-flooded": { code: "output-flooded", splits: true },
  refused: { code: "no-sandbox", splits: false },
  aborted: { code: "aborted", splits: false },
};

/** Why a run that ended so cannot be believed, or undefined when it can. */
export function failureOf(ran: SandboxResult, okExits: readonly number[]): Failure | undefined {
  if (ran.end !== "exited") return { ...ENDS[ran.end], message: ran.reason ?? `the tool was ${ran.end}` };
  if (ran.code !== undefined && okExits.includes(ran.code)) return undefined;
  const said = lastWords(ran.stderr.length > 0 ? ran.stderr : ran.stdout);
  return { code: "engine-crashed", message: `exit code ${ran.code}${said}`, splits: true };
}

/** What the tool wrote, wherever its plan says that it does. */
export async function reportOf(ran: SandboxResult, plan: CommandPlan, scratch: string): Promise<Uint8Array | Failure> {
  const failure = failureOf(ran, plan.okExits);
  if (failure !== undefined) return failure;
  if (plan.output === "stdout") return ran.stdout;
  return plan.output === "stderr" ? ran.stderr : readReport(`${scratch}/${plan.output.file}`, lastWords(ran.stderr));
}

/** The report file, which the tool may have left out, made a link of, or let grow without end. */
async function readReport(path: string, words: string): Promise<Uint8Array | Failure> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    (error: NodeJS.ErrnoException) => error.code ?? "unreadable",
  );
  if (typeof file === "string")
    return { code: "report-missing", message: `the tool left no report (${file})${words}`, splits: true };
  try {
    const stats = await file.stat();
    if (!stats.isFile() || stats.size > REPORT_BYTES)
      return { code: "report-unreadable", message: `the report is no file, or too large: ${stats.size} bytes`, splits: true };
    return await file.readFile();
  } finally {
    await file.close();
  }
}

function lastWords(stderr: Uint8Array): string {
  const text = new TextDecoder().decode(stderr).trim();
  return text === "" ? "" : `: ${showInvisible(text.slice(-300))}`;
}
