import type { Command } from "commander";
import type { CommandContext } from "#faces/cli/context.ts";
import { decideCommand } from "#faces/cli/decide-command.ts";
import { examples } from "#faces/cli/options.ts";

export function configure(command: Command, context: CommandContext): void {
  examples(command, [
    ["assay approve 3f9a2c1b5e07 --base origin/main", "read the verdict, answer yes, and sign with this user's key"],
    ["assay approve 3f9a2c1b5e07 --base origin/main --as ana --payload p", "write what ssh-keygen is to sign"],
    ['assay approve 3f9a2c1b5e07 --emergency --words "site is down"', "let it through now; everyone will see it"],
  ]);
  decideCommand(command, "approve", context);
}
