import { AssayError } from "#domain/errors.ts";
import type { CommandContext } from "./context.ts";
import type { OutputFlags, TargetFlags } from "./options.ts";
import { prepareOutputs } from "./outputs.ts";

interface Flags extends TargetFlags, OutputFlags {
  readonly apply?: boolean;
  readonly approve?: boolean;
  readonly interactive?: boolean;
}

/** Throws AssayError `usage` for options of `assay fix` that make no sense together, `write-failed` for a report that cannot be written. */
export async function refuseContradictions(paths: readonly string[], flags: Flags, { io }: CommandContext): Promise<void> {
  await prepareOutputs(flags, io.cwd);
  const stdin = flags.stdinPath !== undefined || paths.includes("-");
  if (flags.approve && !flags.apply) throw new AssayError("usage", "--approve needs --apply: without it nothing is written");
  if (flags.apply && stdin) throw new AssayError("usage", "--apply cannot write to standard input; leave it out to see the diff");
  if (flags.apply && flags.staged) throw new AssayError("usage", "--apply writes the working tree; leave out --staged");
  if (flags.interactive && !io.stdinIsTTY)
    throw new AssayError("usage", "--interactive needs a terminal; use --apply or --apply --approve");
}
