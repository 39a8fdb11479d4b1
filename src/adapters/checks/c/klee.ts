import { lstat, readdir, readFile, writeFile } from "node:fs/promises";
import { posix } from "node:path";
import { PROJECT } from "#adapters/checks/kit/staged-project.ts";
import { BUILD, type Built } from "./build.ts";
import type { Called } from "./harness.ts";
import { readKlee } from "./klee-answer.ts";
import { callsOf, type Checked, headerOptions, KLEE, openSource, PIECE } from "./open-source.ts";

/** Seconds that KLEE gives itself, and those after which it is ended. */
const SECONDS = 20;
const GRACE = 15;
const MEGABYTES = 1000;
const MOST_WAYS = 400;
const MOST_BYTES = 1 << 20;
/** With a library and a system of its own KLEE follows calls into them; not every build of it has these. */
const FORMS = [["--libc=uclibc", "--posix-runtime"], ["--libc=klee"], []] as const;
const NO_FORM = /no uclibc support|uclibc|posix[- ]runtime|libc=|klee-libc|error loading|Cannot find (?:linker|library)/i;

/** Lets KLEE follow the ways through the function with every value open within bounds. What it finds is a suspicion until it is run. */
export async function symbolicRun(
  built: Built,
  programs: { readonly klee: string; readonly clang: string },
  called: Called,
  weak: string,
): Promise<Checked> {
  const source = openSource(called, KLEE);
  if (source === undefined) return "KLEE was not asked: what the function takes cannot be left open.";
  await writeFile(posix.join(built.host, "open-klee.c"), source);
  // Unoptimised, and open to optimisation later: the attribute that clang sets without the last option would bar KLEE's own passes.
  const bytecode = "-emit-llvm -c -g -O0 -w -Xclang -disable-O0-optnone".split(" ");
  const compiled = await built.run([...bytecode, ...headerOptions(called), `${BUILD}/open-klee.c`, "-o", `${BUILD}/open.bc`], {
    seconds: 30,
    argv: [programs.clang],
  });
  if (compiled.end !== "exited" || compiled.code !== 0)
    return `KLEE was not asked: clang made no bytecode of the file (${firstLine(compiled.stderr) || (compiled.reason ?? compiled.end)}).`;
  let refused = "";
  for (const [number, form] of FORMS.entries()) {
    const folder = `klee-${number}`;
    const limits = `--max-time=${SECONDS}s --max-solver-time=5s --max-memory=${MEGABYTES} --only-output-states-covering-new`;
    const options = [...limits.split(" "), `--output-dir=${BUILD}/${folder}`, ...form];
    const result = await built.run([...options, `${BUILD}/open.bc`], { seconds: SECONDS + GRACE, argv: [programs.klee] });
    const answer = readKlee(await outputOf(posix.join(built.host, folder)), posix.join(PROJECT, called.path));
    if (answer.kind === "read") {
      if (answer.failures.length > 0) return callsOf(called, weak, answer.failures);
      const ways = `${answer.paths} ${answer.paths === 1 ? "way" : "ways"}`;
      return answer.left.length === 0
        ? `KLEE found nothing on ${ways} with up to ${PIECE} bytes a text.`
        : `KLEE found nothing, and did not see all: ${answer.left.slice(0, 3).join(", ")}.`;
    }
    const said = new TextDecoder().decode(result.stderr);
    refused = firstLine(result.stderr) || answer.detail;
    if (result.end !== "exited") return `KLEE did not end: ${result.reason ?? result.end}.`;
    if (!NO_FORM.test(`${said}\n${answer.detail}`)) break;
  }
  return `KLEE gave no answer: ${refused.slice(0, 200)}`;
}

function firstLine(stderr: Uint8Array): string {
  const lines = new TextDecoder().decode(stderr).split("\n");
  const first = lines.find((line) => /error/i.test(line)) ?? lines.find((line) => line.trim() !== "") ?? "";
  return first.trim().replaceAll(`${PROJECT}/`, "").slice(0, 200);
}

/**
 * What an answer consists of: counts, messages, and each way that did not end well, with its values. The program under test may write here too: what is no plain
 * file, or too large, is empty, and its name still counts.
 */
async function outputOf(folder: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const about = await lstat(folder).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  });
  if (about?.isDirectory() !== true) return new Map();
  const names = await readdir(folder);
  const ended = names.filter((name) => /^test\d{1,9}\.(?:early|\w{1,40}\.err)$/.test(name)).toSorted();
  const kept = ended.slice(0, MOST_WAYS);
  const values = kept.map((name) => `${name.split(".")[0] ?? ""}.ktest`);
  const wanted = new Set(["info", "messages.txt", "warnings.txt", ...kept, ...values].filter((name) => names.includes(name)));
  const found = new Map<string, Uint8Array>();
  for (const name of wanted) {
    const path = posix.join(folder, name);
    const file = await lstat(path);
    found.set(name, file.isFile() && file.size <= MOST_BYTES ? await readFile(path) : new Uint8Array());
  }
  return found;
}
