import { chmod, mkdir, writeFile } from "node:fs/promises";
import { basename, join, posix } from "node:path";
import { ENVIRONMENT } from "#adapters/checks/kit/runtimes.ts";
import { withStaged } from "#adapters/checks/kit/staged-project.ts";
import type { CheckContext } from "#ports/check.ts";
import { DEFAULT_LIMITS, type SandboxResult } from "#ports/sandbox.ts";
import type { Workspace } from "#ports/workspace.ts";
import type { FaultTarget } from "./fault-target.ts";
import { type JavaCounterexample, libraryCalls, readJbmc } from "./jbmc-answer.ts";
import { CPROVER_SOURCE, ELEMENTS, ENTRY, openedText, openEntry } from "./open-entry.ts";
import { javaSources } from "./sources.ts";
import type { JavaToolchain } from "./toolchain.ts";

/** Turns of loops that are followed. */
const UNWIND = 20;
const SECONDS = 25;
const COMPILE_SECONDS = 40;
const OPEN = "/assay/open";
const MOST = 6;

/** What JBMC said: calls that it holds to be faulty, with words for people. */
export interface Modelled {
  readonly examples: readonly JavaCounterexample[];
  readonly note: string;
}

/**
 * Lets JBMC look for arguments under which the machine would throw in the method, with every value open within bounds. What it finds is a suspicion until it is run; what it
 * does not find is said with what it does not know.
 */
export async function modelCheckJava(
  context: CheckContext,
  workspace: Workspace,
  toolchain: JavaToolchain,
  program: string,
  target: FaultTarget,
  nulls: boolean,
  signal: AbortSignal,
): Promise<Modelled> {
  const { sandbox } = context;
  if (sandbox === undefined) return { examples: [], note: "JBMC was not asked: no sandbox works here." };
  const { text, jars, roots } = await javaSources(workspace, target.path);
  const staged = await withStaged<Modelled>(context, workspace, signal, async (mounts) => {
    const open = await context.stager.scratch();
    try {
      const held = join("sources", ...target.packaged.split(".").filter(Boolean));
      const files = {
        [join(held, basename(target.path))]: openedText(text, target),
        [join(held, `${ENTRY}.java`)]: openEntry(target, nulls),
        "sources/org/cprover/CProver.java": CPROVER_SOURCE,
      };
      for (const folder of [held, "sources/org/cprover", "classes"]) await mkdir(join(open.host, folder), { recursive: true });
      for (const [name, source] of Object.entries(files)) await writeFile(join(open.host, name), source);
      await chmod(join(open.host, "classes"), 0o777);
      const run = (argv: readonly string[], seconds: number): Promise<SandboxResult> =>
        sandbox.run(
          {
            argv,
            cwd: "/tmp",
            env: ENVIRONMENT,
            mounts: [...mounts, ...toolchain.mounts, { host: open.host, inside: OPEN, mode: "read-write" }],
            limits: { ...DEFAULT_LIMITS, seconds, outputBytes: 48 << 20 },
          },
          signal,
        );
      const classpath = jars.length === 0 ? [] : ["-cp", jars.join(":")];
      const options = "-g -proc:none -implicit:class -nowarn -encoding UTF-8 -XDstringConcat=inline".split(" ");
      const places = ["-d", `${OPEN}/classes`, "-sourcepath", [`${OPEN}/sources`, ...roots].join(":"), ...classpath];
      const sources = Object.keys(files).map((name) => posix.join(OPEN, name));
      const compiled = await run(
        [
          posix.join(posix.dirname(toolchain.java), "javac"),
          "-J-Xmx768m",
          "-J-XX:+UseSerialGC",
          ...options,
          ...places,
          ...sources,
        ],
        COMPILE_SECONDS,
      );
      if (compiled.end !== "exited" || compiled.code !== 0)
        return { examples: [], note: `JBMC was not asked: the class could not be compiled for it (${firstError(compiled)}).` };
      return await ask(run, program, target);
    } finally {
      await open.dispose();
    }
  });
  signal.throwIfAborted();
  return staged.kind === "done" ? staged.value : { examples: [], note: `JBMC was not asked: ${staged.detail}` };
}

async function ask(
  run: (argv: readonly string[], seconds: number) => Promise<SandboxResult>,
  program: string,
  target: FaultTarget,
): Promise<Modelled> {
  const entry = `${target.packaged === "" ? "" : `${target.packaged}.`}${ENTRY}`;
  const start = [program, entry, "--classpath", `${OPEN}/classes`, "--function", `${entry}.open`, "--json-ui"];
  const looks = `--trace --unwind ${UNWIND} --unwinding-assertions --disable-uncaught-exception-check --max-nondet-string-length ${2 * ELEMENTS}`;
  const result = await run([...start, ...looks.split(" ")], SECONDS);
  if (result.end !== "exited") return { examples: [], note: `JBMC did not end: ${result.reason ?? result.end}.` };
  const answer = readJbmc(new TextDecoder().decode(result.stdout), [...target.made, ...target.parameters]);
  if (answer.kind === "unread") return { examples: [], note: `JBMC gave no answer: ${answer.detail}` };
  const own = answer.failures.filter(({ method }) => method === `${target.owner}.${target.name}`);
  const examples = (own.length > 0 ? own : answer.failures).slice(0, MOST);
  if (examples.length > 0)
    return { examples, note: `JBMC named ${examples.length === 1 ? "a call" : `${examples.length} calls`}.` };
  const listed = await run([...start, "--list-goto-functions"], SECONDS);
  const unknown = listed.end === "exited" ? libraryCalls(new TextDecoder().decode(listed.stdout)) : undefined;
  return { examples: [], note: `JBMC found nothing ${boundsOf(answer.bounded)}${blindness(unknown)}.` };
}

function boundsOf(bounded: boolean): string {
  return bounded
    ? `within ${UNWIND} turns of each loop, where not all loops had ended, and ${ELEMENTS} elements`
    : `with up to ${ELEMENTS} elements`;
}

/** What it proves nothing about, in words. */
function blindness(unknown: readonly string[] | undefined): string {
  if (unknown === undefined) return "; which calls into the library it does not know was not told";
  if (unknown.length === 0) return "";
  const more = unknown.length > 4 ? ` and ${unknown.length - 4} more` : "";
  return `, and knows nothing of faults in ${unknown.slice(0, 4).join(", ")}${more}, so that this is no proof`;
}

function firstError(result: SandboxResult): string {
  const text = new TextDecoder().decode(result.stderr);
  const line = text.split("\n").find((each) => each.includes("error:")) ?? result.reason ?? result.end;
  return line.replace(`${OPEN}/sources/`, "").slice(0, 200);
}
