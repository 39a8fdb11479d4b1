import type { Command } from "commander";
import type { CommandContext } from "#faces/cli/context.ts";
import { decideCommand } from "#faces/cli/decide-command.ts";
import { examples } from "#faces/cli/options.ts";

export function configure(command: Command, context: CommandContext): void {
  examples(command, [
    ['assay reject 3f9a2c1b5e07 --base origin/main --words "keep the old check"', "the gate refuses it until it is another"],
  ]);
  decideCommand(command, "reject", context);
}
