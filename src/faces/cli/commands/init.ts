import type { Command } from "commander";
import { access, mkdir, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { AssayError } from "#domain/errors.ts";
import { type CommandContext, withAssay } from "#faces/cli/context.ts";
import { examples, openOptions, type ProjectFlags, projectOptions } from "#faces/cli/options.ts";
import { FOLDER_NOTE, STARTER_CONFIG } from "#faces/cli/starter-config.ts";

export function configure(command: Command, context: CommandContext): void {
  examples(command, [["assay init", "write assay.yaml and .assay/ at the project's root; what exists stays"]]);
  projectOptions(command)
    .argument("[folder]", "a folder of the project")
    .action(async (folder: string | undefined, flags: ProjectFlags) => {
      await withAssay(context, openOptions(flags, folder), async (assay) => {
        const { stdout, cwd } = context.io;
        for (const [name, text] of [
          ["assay.yaml", STARTER_CONFIG],
          [".assay/README.md", FOLDER_NOTE],
        ] as const) {
          const path = join(assay.root, name);
          const word = (await writeNew(path, text)) ? "wrote" : "kept ";
          await stdout.write(`${word} ${relative(cwd, path) || path}\n`);
        }
        await stdout.write("Next: assay check\n");
      });
    });
}

/** False when the file was there: it is never overwritten. */
async function writeNew(path: string, text: string): Promise<boolean> {
  try {
    await access(path);
    return false;
  } catch (error) {
    if (!hasCode(error, "ENOENT")) throw failed(path, error);
  }
  try {
    await mkdir(join(path, ".."), { recursive: true });
    await writeFile(path, text, { flag: "wx" });
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw failed(path, error);
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

function failed(path: string, cause: unknown): AssayError {
  return new AssayError("write-failed", `cannot write ${path}: ${cause instanceof Error ? cause.message : String(cause)}`, {
    cause,
  });
}
