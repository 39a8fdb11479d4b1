import { type Command, Option } from "commander";
import type { AdvisoryStatus, DependencyCommands, UpdateAdvisories } from "#app/dependencies-run.ts";
import { type Ecosystem, ECOSYSTEMS } from "#domain/advisory.ts";
import { AssayError } from "#domain/errors.ts";
import { jsonText } from "#faces/reports/json/check.ts";
import { advisoriesText } from "#faces/reports/text/advisories.ts";
import { textStyle } from "#faces/reports/text/style.ts";
import { type CommandContext, withAssay } from "#faces/cli/context.ts";
import { configureUpgrade } from "#faces/cli/deps-upgrade.ts";
import { exitCode } from "#faces/cli/exit-code.ts";
import {
  collect,
  colorOption,
  examples,
  openOptions,
  type OutputFlags,
  plainFormat,
  type ProjectFlags,
  projectOptions,
} from "#faces/cli/options.ts";
import { wantsColor } from "#faces/cli/outputs.ts";

type Flags = ProjectFlags & Pick<OutputFlags, "color"> & { readonly format: "text" | "json" };
type UpdateFlags = Flags & { readonly ecosystem?: readonly string[]; readonly from?: string };

export function configure(command: Command, context: CommandContext): void {
  examples(command, [
    ["assay deps update", "fetch advisories for the ecosystems of the project's lock files"],
    ["assay deps status", "what is known here, and how old it is"],
    ["assay deps upgrade --packages DIR", "what to upgrade, tried with the project's tests"],
    ["assay check --engine dependencies", "check lock files; exits 3 where there is no snapshot"],
  ]);
  const update = command.command("update").summary("fetch or import advisories");
  examples(update, [
    ["assay deps update", "for the ecosystems of the project's lock files"],
    ["assay deps update --ecosystem npm,PyPI", "for these"],
    ["assay deps update --from osv/all.zip", "from an OSV export on this machine, without a network"],
  ]).description(
    "Replaces the indexes of this machine's advisory snapshot, each as a whole. Nothing else of assay fetches anything.",
  );
  common(update)
    .addOption(new Option("--ecosystem <names>", `of ${ECOSYSTEMS.join(", ")}; may be given several times`).argParser(collect))
    .option("--from <path>", "an OSV export instead of the network: all.zip, a folder of records, or one record")
    .action(async (flags: UpdateFlags) => show(flags, context, (request, signal, deps) => deps.update(request, signal)));
  const status = command.command("status").summary("say which advisories are here and how old they are");
  examples(status, [["assay deps status", "one line an ecosystem; exits 3 where there is nothing"]]);
  configureUpgrade(common(command.command("upgrade")), context);
  common(status).action(async (flags: UpdateFlags) => show(flags, context, (_request, _signal, deps) => deps.status()));
}

function common(command: Command): Command {
  return projectOptions(command)
    .option("--snapshot <path>", "this snapshot instead of the user's")
    .addOption(plainFormat())
    .addOption(colorOption());
}

async function show(
  flags: UpdateFlags,
  context: CommandContext,
  work: (request: UpdateAdvisories, signal: AbortSignal, deps: DependencyCommands) => Promise<AdvisoryStatus>,
): Promise<void> {
  const { io, signal } = context;
  const begin = (ecosystem: Ecosystem): void => void io.stderr.write(`Fetching advisories of ${ecosystem} …\n`);
  const request = { ecosystems: ecosystemsOf(flags.ecosystem), begin, ...(flags.from === undefined ? {} : { from: flags.from }) };
  const status = await withAssay(context, openOptions(flags, undefined), async (assay) =>
    work(request, signal, await assay.dependencies()),
  );
  const style = textStyle({ color: wantsColor(flags, context, false), columns: io.stdout.columns });
  const document = { schemaVersion: 1, ...status };
  await io.stdout.write(flags.format === "json" ? jsonText(document) : advisoriesText(status, style));
  context.finish(exitCode({ incomplete: status.parts.length === 0 }));
}

function ecosystemsOf(names: readonly string[] = []): Ecosystem[] {
  return names.map((name) => {
    const known = ECOSYSTEMS.find((ecosystem) => ecosystem.toLowerCase() === name.toLowerCase());
    if (known === undefined) throw new AssayError("usage", `no ecosystem is called ${name}; there are ${ECOSYSTEMS.join(", ")}`);
    return known;
  });
}
