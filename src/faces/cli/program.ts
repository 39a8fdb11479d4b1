import { Command, CommanderError } from "commander";
import { AssayError } from "#domain/errors.ts";
import type { CommandContext, Dependencies } from "./context.ts";
import { describeFailure } from "./failure.ts";

interface Verb {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<{ configure: (command: Command, context: CommandContext) => void }>;
}

const VERBS: readonly Verb[] = [
  {
    name: "check",
    summary: "find defects in files, a diff, staged blobs or standard input",
    load: () => import("./commands/check.ts"),
  },
  {
    name: "fix",
    summary: "repair defects, attack the repairs, show or write them with evidence",
    load: () => import("./commands/fix.ts"),
  },
  { name: "verify", summary: "check signed evidence offline", load: () => import("./commands/verify.ts") },
  {
    name: "explain",
    summary: "tell about a rule, weakness, recipe, check, error or defect",
    load: () => import("./commands/explain.ts"),
  },
  { name: "doctor", summary: "say what works on this machine and what is missing", load: () => import("./commands/doctor.ts") },
  { name: "init", summary: "write a commented assay.yaml", load: () => import("./commands/init.ts") },
  { name: "config", summary: "print the settings in force and where they come from", load: () => import("./commands/config.ts") },
  {
    name: "completion",
    summary: "print a completion script for bash, zsh or fish",
    load: () => import("./commands/completion.ts"),
  },
];

/** Runs one command line to its exit code. Writes only to the given streams, never throws and never ends the process. */
export async function runProgram(argv: readonly string[], dependencies: Dependencies): Promise<number> {
  const { io } = dependencies;
  let code = 0;
  const said = { out: "", err: "" };
  try {
    const context: CommandContext = {
      ...dependencies,
      finish: (next) => {
        code = next;
      },
      allCommands: async () => (await createProgram(context, () => true)).commands,
    };
    const program = await createProgram(context, (verb) => argv.includes(verb));
    for (const command of [program, ...program.commands]) {
      command.configureOutput({
        writeOut: (text) => (said.out += text),
        writeErr: (text) => (said.err += text),
        getOutHelpWidth: () => io.stdout.columns,
        getErrHelpWidth: () => io.stderr.columns,
        getOutHasColors: () => false,
        getErrHasColors: () => false,
      });
    }
    await program.parseAsync([...argv], { from: "user" });
    if (dependencies.signal.aborted) throw new AssayError("interrupted", "interrupted");
  } catch (error) {
    if (error instanceof CommanderError) code = error.exitCode === 0 ? 0 : 2;
    else {
      const failure = describeFailure(error, dependencies.signal.aborted, io.stderr.color);
      said.err += failure.text;
      code = failure.code;
    }
  }
  await io.stderr.write(said.err);
  await io.stdout.write(said.out);
  return code;
}

/** The commands by name; only those that `wanted` names are loaded, which keeps `--help` fast. */
export async function createProgram(context: CommandContext, wanted: (verb: string) => boolean): Promise<Command> {
  const program = new Command("assay")
    .description("Finds insecure code, repairs it, attacks the repair, and records signed evidence.")
    .version(context.version, "-V, --version")
    .exitOverride()
    .showHelpAfterError("\nRun with --help for options and examples.")
    .addHelpText(
      "before",
      "Examples:\n  assay check            find defects in the current folder\n  assay fix              show verified repairs\n  assay fix --apply      write them\n",
    )
    .addHelpText(
      "after",
      "\nExit codes: 0 clean · 1 defects or something left unfixed · 2 usage · 3 incomplete · 4 waits for a person · 5 internal error · 130 interrupted",
    );
  for (const verb of VERBS) {
    const command = program
      .command(verb.name)
      .summary(verb.summary)
      .description(`${verb.summary[0]?.toUpperCase()}${verb.summary.slice(1)}.`);
    command.exitOverride();
    if (wanted(verb.name)) (await verb.load()).configure(command, context);
  }
  return program;
}
