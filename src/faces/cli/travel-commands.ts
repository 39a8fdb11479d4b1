import type { Command } from "commander";
import { resolve } from "node:path";
import { type CommandContext, withAssay } from "./context.ts";
import { examples, openOptions, projectOptions, type ProjectFlags } from "./options.ts";
import { writeFileWhole } from "./write-file.ts";

/** `assay audit attach`. */
export function attachCommand(command: Command, context: CommandContext): void {
  const attach = command.command("attach").summary("let evidence travel with the change");
  examples(attach, [
    ["assay audit attach fix.evidence.json", "as a file below .assay/evidence, to be committed"],
    [
      "assay audit attach fix.evidence.json --note HEAD",
      "as a note of the commit; `git push origin refs/notes/assay` takes it along",
    ],
  ]).description("Puts a bundle that holds beside the code. A note replaces the one that the commit carried.");
  projectOptions(attach)
    .argument("<bundle>", "evidence written by assay fix")
    .option("--note <commit>", "as a git note in refs/notes/assay instead of a file")
    .action(async (bundle: string, flags: ProjectFlags & { readonly note?: string }) => {
      const { io, signal } = context;
      const request = { bundle: resolve(io.cwd, bundle), ...(flags.note !== undefined && { note: flags.note }) };
      const done = await withAssay(context, openOptions(flags, undefined), (assay) => assay.attach(request, signal));
      await io.stdout.write(
        "path" in done
          ? `${done.path}\nNext: commit that file with the change\n`
          : `Note of ${done.note}\nNext: git push origin refs/notes/assay\n`,
      );
    });
}

interface AttestFlags {
  readonly resource?: string;
  readonly output?: string;
  readonly keyless?: boolean;
}

/** `assay audit attest`. */
export function attestCommand(command: Command, context: CommandContext): void {
  const attest = command.command("attest").summary("say what a bundle says in standard predicates");
  examples(attest, [
    ["assay audit attest fix.evidence.json -o fix.intoto.jsonl", "test-result, SVR and VSA beside our own"],
    ["assay audit attest fix.evidence.json --keyless -o fix.sigstore.json", "signed keyless; a public log keeps it for ever"],
  ]).description(
    "Writes JSON Lines of DSSE envelopes: the repair's own, then in-toto test-result v0.1, SVR v0.1 and SLSA VSA v1, signed with this user's key. The bundle must hold.",
  );
  projectOptions(attest)
    .argument("<bundle>", "evidence written by assay fix")
    .option("--resource <uri>", "what the files are part of, for the VSA")
    .option(
      "--keyless",
      "instead: sign the repair's statement in your identity's name by Fulcio and Rekor, with the token in SIGSTORE_ID_TOKEN",
    )
    .option("-o, --output <file>", "write here instead of standard output")
    .action(async (bundle: string, flags: ProjectFlags & AttestFlags) => {
      const { io, signal } = context;
      const { resource, output, keyless } = flags;
      const request = {
        bundle: resolve(io.cwd, bundle),
        ...(resource !== undefined && { resource }),
        ...(keyless === true && { keyless }),
      };
      const lines = await withAssay(context, openOptions(flags, undefined), (assay) => assay.attest(request, signal));
      if (output === undefined) await io.stdout.write(lines);
      else await writeFileWhole(resolve(io.cwd, output), lines);
    });
}
