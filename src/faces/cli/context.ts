import type { Command } from "commander";
import type { Assay } from "#app/api.ts";
import type { OpenOptions } from "#app/open-options.ts";
import type { Reviewer } from "#ports/reviewer.ts";
import type { Io } from "./io.ts";

/** What the command line needs from outside; tests give their own. */
export interface Dependencies {
  readonly io: Io;
  readonly version: string;
  readonly open: (options: OpenOptions) => Promise<Assay>;
  /** A person at these streams. */
  readonly reviewer: (io: Pick<Io, "stdin" | "prompt"> & { readonly color: boolean }) => Promise<Reviewer>;
  /** Aborted at the first Ctrl-C. */
  readonly signal: AbortSignal;
}

export interface CommandContext extends Dependencies {
  /** The exit code of the command; 0 until told otherwise. */
  readonly finish: (code: number) => void;
  /** Every command, configured: for completions. */
  readonly allCommands: () => Promise<readonly Command[]>;
}

/** Opens the project, works, and closes it whatever happened. */
export async function withAssay<T>(
  context: Dependencies,
  options: Partial<OpenOptions>,
  work: (assay: Assay) => Promise<T>,
): Promise<T> {
  const assay = await context.open({ cwd: context.io.cwd, unsafeNoSandbox: false, ...options });
  try {
    return await work(assay);
  } finally {
    await assay.close();
  }
}
