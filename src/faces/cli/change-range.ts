import { type Command, Option } from "commander";
import type { ChangeRange } from "#app/judges.ts";

/** Which change a command speaks of. */
export interface RangeFlags {
  readonly base?: string;
  readonly head?: string;
  readonly staged?: boolean;
}

export function rangeOptions(command: Command): Command {
  return command
    .option("--base <revision>", "what changed since it left this revision; HEAD where absent")
    .addOption(new Option("--head <revision>", "up to this commit; `worktree` where absent").conflicts("staged"))
    .option("--staged", "up to what is staged");
}

export function changeRange({ base, head, staged }: RangeFlags): ChangeRange {
  const to = head === undefined || head === "worktree" ? "worktree" : { revision: head };
  return { ...(base === undefined ? {} : { base }), head: staged ? "staged" : to };
}
