import { Command, CommanderError } from "commander";
import { shellWord } from "#faces/reports/text/shell-word.ts";
import { AssayError } from "#domain/errors.ts";
import { showInvisible } from "#lib/text.ts";
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
  {
    name: "review",
    summary: "comment on a change, worst first, with verified suggestions",
    load: () => import("./commands/review.ts"),
  },
  {
    name: "generate",
    summary: "draft code with a model and show it once it passed the loop",
    load: () => import("./commands/generate.ts"),
  },
  { name: "gate", summary: "judge a change by the policy: 0, 1, 3 or 4", load: () => import("./commands/gate.ts") },
  {
    name: "deps",
    summary: "fetch advisories about packages, and say how old they are",
    load: () => import("./commands/deps.ts"),
  },
  {
    name: "sbom",
    summary: "list packages as CycloneDX, and their weaknesses as OpenVEX",
    load: () => import("./commands/sbom.ts"),
  },
  { name: "policy", summary: "test and explain the policy for changes", load: () => import("./commands/policy.ts") },
  { name: "approve", summary: "agree to a change that waits for people", load: () => import("./commands/approve.ts") },
  { name: "reject", summary: "stop a change, with a reason", load: () => import("./commands/reject.ts") },
  { name: "publish", summary: "put results on a pull request", load: () => import("./commands/publish.ts") },
  { name: "verify", summary: "check signed evidence offline", load: () => import("./commands/verify.ts") },
  { name: "audit", summary: "check everything that was recorded", load: () => import("./commands/audit.ts") },
  {
    name: "explain",
    summary: "tell about a rule, weakness, recipe, check, error or defect",
    load: () => import("./commands/explain.ts"),
  },
  { name: "rules", summary: "test and validate rule files", load: () => import("./commands/rules.ts") },
  { name: "label", summary: "say whether a defect is one", load: () => import("./commands/label.ts") },
  { name: "bench", summary: "compare the scanners that are here", load: () => import("./commands/bench.ts") },
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
  const { io, signal } = dependencies;
  const said: Said = { out: "", err: "" };
  let code = 0;
  const finish = (next: number) => {
    code = next;
  };
  try {
    const ended = await dispatch(argv, { ...dependencies, finish }, said);
    await io.stdout.write(said.out);
    if (signal.aborted) throw new AssayError("interrupted", "interrupted");
    code = ended ?? code;
  } catch (error) {
    const failure = describeFailure(error, signal.aborted, io.stderr.color);
    said.err += failure.text;
    code = failure.code;
  }
  await io.stderr.write(said.err);
  return code;
}

/** What commander says: help and complaints about the command line. */
interface Said {
  out: string;
  err: string;
}

/** Undefined when a command ran; else the exit code of help, version or a command line that is wrong. */
async function dispatch(
  argv: readonly string[],
  base: Omit<CommandContext, "allCommands">,
  said: Said,
): Promise<number | undefined> {
  const context: CommandContext = { ...base, allCommands: async () => (await createProgram(context, () => true)).commands };
  const program = await createProgram(context, (verb) => argv.includes(verb));
  for (const command of [program, ...program.commands, ...program.commands.flatMap((command) => command.commands)]) {
    command.configureOutput({
      writeOut: (text) => (said.out += text),
      writeErr: (text) => (said.err += showInvisible(text)),
      getOutHelpWidth: () => context.io.stdout.columns,
      getErrHelpWidth: () => context.io.stderr.columns,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
  }
  try {
    await program.parseAsync([...argv], { from: "user" });
    return undefined;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const [first = ""] = argv;
    if (error.code === "commander.unknownCommand" && /[./]/.test(first)) {
      said.err += `To analyse a path: assay check ${shellWord(first)}\n`;
    }
    return error.exitCode === 0 ? 0 : 2;
  }
}

/** The commands by name; only those that `wanted` names are loaded, which keeps `--help` fast. */
async function createProgram(context: CommandContext, wanted: (verb: string) => boolean): Promise<Command> {
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
      "\nExit codes: 0 clean, 1 defects or something left unfixed, 2 usage, 3 incomplete,\n4 waits for a person, 5 internal error, 130 interrupted",
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
