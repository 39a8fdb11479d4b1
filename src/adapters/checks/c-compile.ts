import { realpath } from "node:fs/promises";
import { posix } from "node:path";
import { languageOf } from "#analysis/languages/registry.ts";
import { type CheckContext, defineCheck } from "#ports/check.ts";
import type { SandboxResult } from "#ports/sandbox.ts";
import { librariesOf } from "./c/toolchain.ts";
import { inconclusive } from "./kit/answers.ts";
import { compareDiagnostics } from "./kit/diagnostics.ts";
import { PROJECT } from "./kit/staged-project.ts";

/** Compilers that answer alike for these options, the first one found is asked; those of C++ read C too, each file by its ending. */
const COMPILERS = { c: ["gcc", "clang"], cpp: ["g++", "clang++"] } as const;
/** What the compiler is to look for beside errors; neither is about style. */
const WARNINGS = ["-Wall", "-Wextra", "-Wno-unused-parameter", "-Wno-sign-compare", "-Wno-unknown-pragmas"] as const;

export default defineCheck({
  id: "c-compile",
  level: "E1",
  title: "The machine's C or C++ compiler has nothing new to say about the patched files",
  async run(context, signal) {
    const files = context.candidate.patch.files.flatMap(({ path }) => (languageOf(path)?.family === "c" ? [path] : []));
    if (files.length === 0) return inconclusive("not-applicable", "The patch touches no C or C++ file.");
    const wanted = files.some((path) => languageOf(path)?.id === "cpp") ? COMPILERS.cpp : COMPILERS.c;
    if (context.sandbox === undefined) return inconclusive("no-sandbox", "No sandbox works here, so the compiler was not run.");
    const compiler = await compilerOf(context, wanted);
    if (compiler === undefined)
      return inconclusive("no-compiler", `No ${wanted.join(" or ")} below /usr was found, so nothing compiled the files.`);
    const texts = await Promise.all(files.map(async (path) => new TextDecoder().decode(await context.before.read(path))));
    // Paths are absolute, so none is an option. Macros that only the project's build defines are not known.
    const args = [
      "-fsyntax-only",
      "-fdiagnostics-color=never",
      "-fno-diagnostics-show-caret",
      ...WARNINGS,
      "-I",
      PROJECT,
      "-I",
      `${PROJECT}/include`,
      ...librariesOf(texts.join("\n")).folders.flatMap((folder) => ["-I", folder]),
      ...files.map((path) => posix.join(PROJECT, path)),
    ];
    const runtime = { program: compiler.program, mounts: [] };
    return compareDiagnostics(context, { name: compiler.name, runtime, args, cwd: PROJECT, parse: parseCompiler }, signal);
  },
});

/** Only what the system installed: the sandbox shows its folders, with headers and the compiler's own parts, and nothing else. */
async function compilerOf(
  { findExecutable }: CheckContext,
  wanted: readonly string[],
): Promise<{ name: string; program: string } | undefined> {
  for (const name of wanted) {
    const found = await findExecutable(name);
    const program = found === undefined ? undefined : await realpath(found);
    if (program?.startsWith("/usr/") === true) return { name, program };
  }
  return undefined;
}

/** Errors and warnings as `file: kind: message`; undefined when the compiler gave up, as it does at a header that is missing. */
export function parseCompiler({ code, stderr }: Pick<SandboxResult, "code" | "stderr">): readonly string[] | undefined {
  const text = new TextDecoder().decode(stderr);
  const found = [...text.matchAll(/^(.+?):\d+(?::\d+)?: (fatal error|error|warning): (.*)$/gm)];
  if (found.some(([, , kind]) => kind === "fatal error")) return undefined;
  const diagnostics = found.map(([, file = "", kind, message]) => `${file.replace(`${PROJECT}/`, "")}: ${kind}: ${message}`);
  if (code === 0) return diagnostics;
  return code === 1 && diagnostics.some((one) => one.includes(": error: ")) ? diagnostics : undefined;
}
