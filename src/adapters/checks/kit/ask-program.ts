import type { CheckContext } from "#ports/check.ts";
import { DEFAULT_LIMITS } from "#ports/sandbox.ts";
import { ENVIRONMENT, type Runtime } from "./runtimes.ts";

/** What our own program in the sandbox said of one file: the compiler's words, or nothing when it was content. */
export interface SyntaxAnswer {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

export type Asked =
  | { readonly kind: "answered"; readonly answers: readonly SyntaxAnswer[] }
  | { readonly kind: "unanswered"; readonly detail: string };

/** Sends both states of files as JSON to a program of ours and reads its list of {@link SyntaxAnswer}. */
export async function askProgram(
  sandbox: NonNullable<CheckContext["sandbox"]>,
  runtime: Runtime,
  args: readonly string[],
  files: readonly { readonly path: string; readonly before: Uint8Array; readonly after: Uint8Array }[],
  signal: AbortSignal,
): Promise<Asked> {
  const input = files.map(({ path, before, after }) => ({
    path,
    before: Buffer.from(before).toString("base64"),
    after: Buffer.from(after).toString("base64"),
  }));
  const result = await sandbox.run(
    {
      argv: [runtime.program, ...args],
      cwd: "/tmp",
      env: ENVIRONMENT,
      mounts: runtime.mounts,
      stdin: Buffer.from(JSON.stringify(input)),
      limits: DEFAULT_LIMITS,
    },
    signal,
  );
  if (result.end !== "exited" || result.code !== 0) {
    const words = result.reason ?? new TextDecoder().decode(result.stderr).trim().slice(-500);
    return {
      kind: "unanswered",
      detail: `The compiler did not finish (${result.end}${result.code === undefined ? "" : ` ${result.code}`}): ${words}`,
    };
  }
  return { kind: "answered", answers: JSON.parse(new TextDecoder().decode(result.stdout)) as SyntaxAnswer[] };
}
