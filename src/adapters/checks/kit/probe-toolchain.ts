import { realpath } from "node:fs/promises";
import type { CheckContext } from "#ports/check.ts";
import { DEFAULT_LIMITS, type Sandbox, type SandboxResult } from "#ports/sandbox.ts";
import { ENVIRONMENT, libraries } from "./runtimes.ts";
import type { Toolchain } from "./toolchains.ts";

/** `unknown`: the program is here and was not, or could not be, asked. */
export type ToolchainState =
  | { readonly state: "here"; readonly version: string }
  | { readonly state: "absent" }
  | { readonly state: "unknown"; readonly why: string };

/** Who may be asked. */
export interface ToolchainNeeds {
  readonly sandbox: Sandbox | undefined;
  readonly findExecutable: CheckContext["findExecutable"];
}

/** Whether a tool is on this machine. Its programs are run in the sandbox only. */
export async function probeToolchain({ probe }: Pick<Toolchain, "probe">, needs: ToolchainNeeds): Promise<ToolchainState> {
  const found = await firstFound(probe.names, needs);
  if (found === undefined) return { state: "absent" };
  if (needs.sandbox === undefined) return { state: "unknown", why: `${found} was not asked: no sandbox works here` };
  if (probe.kind === "program") {
    const ran = await run(found, probe.args, needs.sandbox);
    const version = probe.version.exec(textOf(ran))?.[1];
    return version === undefined ? { state: "unknown", why: `${found} does not tell its version` } : { state: "here", version };
  }
  for (const args of probe.calls) {
    const ran = await run(found, args, needs.sandbox);
    if (ran.end === "refused") return { state: "unknown", why: ran.reason ?? "the sandbox could not be built" };
    if (ran.code === 0 && probe.expected.test(new TextDecoder().decode(ran.stdout).trim())) return { state: "here", version: "" };
  }
  return { state: "absent" };
}

async function firstFound(names: readonly string[], { findExecutable }: ToolchainNeeds): Promise<string | undefined> {
  for (const name of names) {
    const found = await findExecutable(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function run(executable: string, args: readonly string[], sandbox: Sandbox): Promise<SandboxResult> {
  const program = await realpath(executable);
  const inUsr = executable.startsWith("/usr/") || program.startsWith("/usr/");
  return sandbox.run(
    {
      argv: [inUsr ? executable : program, ...args],
      cwd: "/",
      env: ENVIRONMENT,
      mounts: inUsr ? [] : await libraries(program),
      limits: { ...DEFAULT_LIMITS, seconds: 20, outputBytes: 64 << 10 },
    },
    AbortSignal.timeout(40_000),
  );
}

function textOf({ stdout, stderr }: SandboxResult): string {
  return [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("\n");
}
