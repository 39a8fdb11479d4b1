import { Argument, type Command } from "commander";
import type { CommandContext } from "#faces/cli/context.ts";
import { completionScript, SHELLS, type Shell } from "#faces/cli/completion-script.ts";
import { examples } from "#faces/cli/options.ts";

export function configure(command: Command, context: CommandContext): void {
  examples(command, [
    ["assay completion bash > ~/.local/share/bash-completion/completions/assay", "bash"],
    ['assay completion zsh > "${fpath[1]}/_assay"', "zsh"],
    ["assay completion fish > ~/.config/fish/completions/assay.fish", "fish"],
  ]);
  command.addArgument(new Argument("<shell>", "which shell").choices(SHELLS)).action(async (shell: Shell) => {
    await context.io.stdout.write(completionScript(shell, await context.allCommands()));
  });
}
