import { Argument, type Command } from "commander";
import { stat } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import type { Assay } from "#app/api.ts";
import { proveBlock } from "#app/prove-block.ts";
import { AssayError } from "#domain/errors.ts";
import { type CommandContext, withAssay } from "#faces/cli/context.ts";
import { examples, openOptions, type ProjectFlags, projectOptions } from "#faces/cli/options.ts";
import { PIPELINES } from "#faces/cli/pipelines/all.ts";
import { packageOption, runBy, servedNote } from "#faces/cli/pipelines/package.ts";
import type { Pipeline } from "#faces/cli/pipelines/pipeline.ts";
import { FOLDER_NOTE, STARTER_CONFIG } from "#faces/cli/starter-config.ts";
import { writeNew } from "#faces/cli/write-new.ts";

type Flags = ProjectFlags & { readonly package?: string; readonly print?: boolean; readonly proof: boolean };

const NAMES = PIPELINES.map(({ name }) => name).join(", ");

export function configure(command: Command, context: CommandContext): void {
  examples(command, [
    ["assay init", "write assay.yaml and .assay/ at the project's root; what exists stays"],
    ["assay init github", "write a workflow too, and show that it stops a planted violation"],
    ["assay init pre-commit --print", "show the files and write nothing"],
  ]);
  projectOptions(command)
    .addArgument(new Argument("[what]", `${NAMES}; or a folder of the project`))
    .argument("[folder]", "a folder of the project")
    .addOption(packageOption())
    .option("--print", "print what would be written")
    .option("--no-proof", "do not try the gate on a planted violation")
    .action(async (what: string | undefined, folder: string | undefined, flags: Flags) => {
      const pipeline = PIPELINES.find(({ name }) => name === what);
      const near = pipeline === undefined ? what : folder;
      if (near !== undefined && pipeline === undefined) await needFolder(resolve(context.io.cwd, near), near);
      await withAssay(context, openOptions(flags, near), async (assay) => {
        const files = [
          { path: "assay.yaml", text: STARTER_CONFIG },
          { path: ".assay/README.md", text: FOLDER_NOTE },
          ...(pipeline === undefined ? [] : runBy(pipeline.files(assay.version), assay.version, flags.package)),
        ];
        if (flags.print === true) {
          for (const { path, text } of files) await context.io.stdout.write(`# ${path}\n${text}\n`);
          return;
        }
        const kept = await writeAll(files, assay.root, context);
        if (pipeline !== undefined && flags.proof) await prove(pipeline, assay, context);
        if (pipeline !== undefined && flags.package === undefined)
          await context.io.stdout.write(`${servedNote(assay.version)}\n`);
        for (const line of pipeline?.next(kept) ?? ["assay check"]) await context.io.stdout.write(`Next: ${line}\n`);
      });
    });
}

async function needFolder(path: string, given: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined)
    throw new AssayError("usage", `there is no pipeline and no folder called ${given}`, { hint: `Pipelines: ${NAMES}.` });
}

/** Paths that were there before and stayed. */
async function writeAll(
  files: readonly { readonly path: string; readonly text: string }[],
  root: string,
  { io }: CommandContext,
): Promise<ReadonlySet<string>> {
  const kept = new Set<string>();
  for (const { path, text } of files) {
    const absolute = join(root, path);
    const written = await writeNew(absolute, text);
    if (!written) kept.add(path);
    await io.stdout.write(`${written ? "wrote" : "kept "} ${relative(io.cwd, absolute) || absolute}\n`);
  }
  return kept;
}

async function prove({ title }: Pipeline, assay: Assay, { io, signal, finish }: CommandContext): Promise<void> {
  const proof = await proveBlock(assay.root, signal);
  if (proof.kind === "blocked")
    await io.stdout.write(`Proof: a planted violation is stopped with exit code 1: ${proof.detail}\n`);
  else {
    finish(proof.kind === "passed" ? 1 : 3);
    const said = proof.kind === "passed" ? "would pass" : "could not be tried";
    await io.stderr.write(`warning: a planted violation ${said} in ${title}: ${proof.detail}\n`);
  }
}
