import { realpath } from "node:fs/promises";
import { posix } from "node:path";
import { languageOf } from "#analysis/languages/registry.ts";
import { type CheckContext, defineCheck } from "#ports/check.ts";
import type { SandboxResult } from "#ports/sandbox.ts";
import { inconclusive } from "./kit/answers.ts";
import { compareDiagnostics } from "./kit/diagnostics.ts";
import { PROJECT } from "./kit/staged-project.ts";

/** Where the sources of packages usually begin, for those that the file itself does not tell. */
const ROOTS = ["", "src/main/java", "src/test/java", "src"] as const;
/** A small machine for one file; and errors of every phase, though imports of libraries that are not here fail. */
const OPTIONS = [
  "-J-Xmx768m",
  "-J-XX:+UseSerialGC",
  "-J-XX:TieredStopAtLevel=1",
  "-proc:none",
  "-implicit:none",
  "-encoding",
  "UTF-8",
  "-Xlint:divzero,empty,fallthrough,finally,static",
  "-XDshould-stop.ifError=FLOW",
  "-Xmaxerrs",
  "1000",
  "-Xmaxwarns",
  "1000",
] as const;

export default defineCheck({
  id: "java-compile",
  level: "E1",
  title: "The machine's Java compiler has nothing new to say about the patched files",
  async run(context, signal) {
    const files = context.candidate.patch.files.flatMap(({ path }) => (languageOf(path)?.id === "java" ? [path] : []));
    if (files.length === 0) return inconclusive("not-applicable", "The patch touches no Java file.");
    if (context.sandbox === undefined) return inconclusive("no-sandbox", "No sandbox works here, so the compiler was not run.");
    const program = await compilerOf(context);
    if (program === undefined)
      return inconclusive("no-compiler", "No javac below /usr was found, so nothing compiled the Java files.");
    // Paths are absolute, so none is an option. Classes of libraries are not known.
    const args = [
      ...OPTIONS,
      "-d",
      "/tmp",
      "-cp",
      "/usr/share/java/none",
      "-sourcepath",
      ROOTS.map((root) => posix.join(PROJECT, root)).join(":"),
      ...files.map((path) => posix.join(PROJECT, path)),
    ];
    return compareDiagnostics(
      context,
      { name: "javac", runtime: { program, mounts: [] }, args, cwd: PROJECT, parse: parseJavac },
      signal,
    );
  },
});

/** Only what the system installed: the sandbox shows its folders and nothing else. */
async function compilerOf({ findExecutable }: CheckContext): Promise<string | undefined> {
  const found = await findExecutable("javac");
  const program = found === undefined ? undefined : await realpath(found);
  return program?.startsWith("/usr/") === true ? program : undefined;
}

/**
 * Errors and warnings as `file: kind: message`; undefined when the compiler gave up. A library that is not here is told once for each file, by the first
 * three names of its packages, and names that are imported from it are not: nothing is known of them.
 */
export function parseJavac({ code, stderr }: Pick<SandboxResult, "code" | "stderr">): readonly string[] | undefined {
  const text = new TextDecoder().decode(stderr);
  if (code !== 0 && code !== 1) return undefined;
  const blocks = text.split(/^(?=[^\s].*?\.java:\d+: )/mu);
  const diagnostics: string[] = [];
  const once = new Set<string>();
  const unknown = new Set<string>();
  for (const block of blocks) {
    const head = /^(.+?\.java):\d+: (?:(error|warning): )?(.*)\n([^\n]*)/u.exec(block);
    if (head === null) continue;
    const [, file = "", kind = "error", message = "", line = ""] = head;
    const place = `${file.replace(`${PROJECT}/`, "")}: ${kind}: ${message}`;
    const imported = /^\s*import\s+(?:static\s+)?[\w.]*?\.?(\w+)\s*;/u.exec(line)?.[1];
    if (/^package [\w.]+ does not exist$/u.test(message) || (imported !== undefined && message === "cannot find symbol")) {
      if (imported !== undefined) unknown.add(imported);
      const library = place.replace(/(: package (?!java\.)\w+\.\w+\.\w+)[\w.]* does not exist$/u, "$1 does not exist");
      if (!once.has(library)) diagnostics.push(library);
      once.add(library);
      continue;
    }
    const symbol = /^\s*symbol:\s*(.*)$/mu.exec(block)?.[1]?.replaceAll(/\s+/gu, " ").trim() ?? "";
    if (unknown.has(/^(?:class|variable) (\w+)$/u.exec(symbol)?.[1] ?? "")) continue;
    diagnostics.push(symbol === "" ? place : `${place}: ${symbol}`);
  }
  return code === 0 || diagnostics.some((one) => one.includes(": error: ")) ? diagnostics : undefined;
}
