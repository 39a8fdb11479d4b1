import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Observation, readDriverAnswer } from "#adapters/checks/attack/plan.ts";
import type { Mount, SandboxResult } from "#ports/sandbox.ts";

/** What a driver of a compiled language saw of one state. */
export type Driven =
  | { readonly kind: "seen"; readonly observations: readonly Observation[]; readonly standIns: readonly string[] }
  | {
      readonly kind: "problem";
      readonly reason: "driver-failed" | "timed-out" | "no-sandbox" | "not-staged" | "no-go" | "no-compiler";
      readonly detail: string;
      readonly output: string;
    };

export function notDriven(
  reason: Extract<Driven, { kind: "problem" }>["reason"],
  detail: string,
  output = "",
): Extract<Driven, { kind: "problem" }> {
  return { kind: "problem", reason, detail, output };
}

/** Programs that the code may start and the machine may lack: each does nothing. The host folder must outlive the run. */
export async function standInPrograms(names: readonly string[], host: string): Promise<Mount> {
  await chmod(host, 0o755);
  for (const name of names.filter((each) => /^[\w.-]+$/u.test(each))) {
    await writeFile(join(host, name), "#!/bin/sh\nexit 0\n");
    await chmod(join(host, name), 0o755);
  }
  return { host, inside: "/assay/programs", mode: "read-only" };
}

/** The answer on the line that begins with the token; what is printed without it is not believed. */
export function readDriven(result: SandboxResult, token: string, seconds: number): Driven {
  const decoder = new TextDecoder();
  const said = decoder.decode(result.stdout);
  const output = `${said.replaceAll(token, "")}${decoder.decode(result.stderr)}`.slice(-8000);
  if (result.end === "timed-out") return notDriven("timed-out", `The calls took longer than ${seconds} s.`, output);
  if (result.end === "refused")
    return notDriven("no-sandbox", `The sandbox refused: ${result.reason ?? "no reason given"}`, output);
  const line = said.split("\n").find((each) => each.startsWith(token));
  const answer = line === undefined ? undefined : readDriverAnswer(line.slice(token.length));
  if (answer?.kind === "seen") return { kind: "seen", observations: answer.observations, standIns: answer.standIns };
  if (answer?.kind === "failed")
    return notDriven("driver-failed", `The code could not be driven (${answer.step}): ${answer.message.slice(0, 300)}`, output);
  const state = `${result.end}${result.code === undefined ? "" : ` ${result.code}`}`;
  const words = result.reason ?? decoder.decode(result.stderr).trim().split("\n")[0] ?? "";
  return notDriven("driver-failed", `The program ended before it could be judged (${state}): ${words.slice(0, 300)}`, output);
}
