import { randomBytes } from "node:crypto";
import { chmod, writeFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { z } from "zod";
import { type Driven, notDriven } from "#adapters/checks/compiled/driven.ts";
import type { FaultSeen } from "#adapters/checks/compiled/faults.ts";
import { ENVIRONMENT } from "#adapters/checks/kit/runtimes.ts";
import { PROJECT, withStaged } from "#adapters/checks/kit/staged-project.ts";
import type { CheckContext } from "#ports/check.ts";
import { DEFAULT_LIMITS, type SandboxResult } from "#ports/sandbox.ts";
import type { Workspace } from "#ports/workspace.ts";
import { FAULT_DRIVER } from "./fault-driver.ts";
import type { FaultShot } from "./fault-shots.ts";
import type { FaultTarget } from "./fault-target.ts";
import { encodePlain, type Plain } from "./plain.ts";
import { javaSources } from "./sources.ts";
import { JAVA_OPTIONS, type JavaToolchain } from "./toolchain.ts";

export type FaultsSeen =
  | { readonly kind: "seen"; readonly seen: readonly FaultSeen[] }
  | Extract<Driven, { readonly kind: "problem" }>;

const TOOLS = "/assay/drive";
const SECONDS = 60;
const Answer = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("seen"),
    calls: z.array(
      z.tuple([
        z.string(),
        z.enum(["returned", "raised", "late", "unrun"]),
        z.string(),
        z.string(),
        z.string(),
        z.string(),
        z.string(),
        z.coerce.number(),
      ]),
    ),
  }),
  z.object({ kind: z.literal("failed"), step: z.string(), message: z.string() }),
]);

/** Compiles one state's class and makes the calls. */
export async function driveFaults(
  context: CheckContext,
  workspace: Workspace,
  toolchain: JavaToolchain,
  target: FaultTarget,
  shots: readonly FaultShot[],
  signal: AbortSignal,
): Promise<FaultsSeen> {
  const { sandbox } = context;
  if (sandbox === undefined) return notDriven("no-sandbox", "No sandbox works here, so nothing was called.");
  const { jars, roots } = await javaSources(workspace, target.path);
  const token = randomBytes(16).toString("hex");
  const staged = await withStaged<FaultsSeen>(context, workspace, signal, async (mounts) => {
    const tools = await context.stager.scratch();
    try {
      await writeFile(join(tools.host, "AssayFaults.java"), FAULT_DRIVER);
      await chmod(tools.host, 0o755);
      const classpath = jars.length === 0 ? [] : ["-cp", jars.join(":")];
      const result = await sandbox.run(
        {
          argv: [toolchain.java, ...JAVA_OPTIONS, ...classpath, `${TOOLS}/AssayFaults.java`],
          cwd: "/tmp",
          env: ENVIRONMENT,
          mounts: [...mounts, ...toolchain.mounts, { host: tools.host, inside: TOOLS, mode: "read-only" }],
          stdin: new TextEncoder().encode(linesOf(target, shots, token, roots.join(":"))),
          limits: { ...DEFAULT_LIMITS, seconds: SECONDS, outputBytes: 16 << 20 },
        },
        signal,
      );
      return read(result, token);
    } finally {
      await tools.dispose();
    }
  });
  signal.throwIfAborted();
  return staged.kind === "done" ? staged.value : notDriven("not-staged", staged.detail);
}

function linesOf(target: FaultTarget, shots: readonly FaultShot[], token: string, sources: string): string {
  const line = (...words: readonly string[]): string => words.map((word) => encodeURIComponent(word.toWellFormed())).join("\t");
  return [
    line("token", token),
    line("sources", sources),
    line("file", posix.join(PROJECT, target.path)),
    line("owner", target.owner),
    line("name", target.name),
    ...target.types.map((type) => line("type", type)),
    ...target.made.map((each) => line("made", writtenType(each))),
    ...shots.map(({ id, values }) => line("call", id, ...values.map(encodePlain))),
    "",
  ].join("\n");
}

function writtenType({ form, base }: Plain): string {
  return form === "text" ? "String" : `${base}${form === "list" ? "[]" : ""}`;
}

function read(result: SandboxResult, token: string): FaultsSeen {
  const said = new TextDecoder().decode(result.stdout);
  const output = `${said.replaceAll(token, "")}${new TextDecoder().decode(result.stderr)}`.slice(-8000);
  if (result.end === "timed-out") return notDriven("timed-out", `The calls took longer than ${SECONDS} s.`, output);
  if (result.end === "refused")
    return notDriven("no-sandbox", `The sandbox refused: ${result.reason ?? "no reason given"}`, output);
  const line = said.split("\n").find((each) => each.startsWith(token));
  const answer = Answer.safeParse(line === undefined ? undefined : parsed(line.slice(token.length)));
  if (!answer.success)
    return notDriven("driver-failed", `The program ended before it could be judged (${result.reason ?? result.end}).`, output);
  if (answer.data.kind === "failed") {
    const { step, message } = answer.data;
    return notDriven("driver-failed", `The code could not be driven (${step}): ${message.slice(0, 300)}`, output);
  }
  const seen = answer.data.calls.map(
    ([id, end, told, thrown, above, owner, method, at]): FaultSeen => ({
      id,
      end,
      output: told,
      thrown,
      above,
      owner,
      method,
      line: at,
    }),
  );
  return { kind: "seen", seen };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // Cut off by a limit: no answer.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
