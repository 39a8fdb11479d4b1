import { digestJson, digest } from "#lib/digest.ts";
import type { CheckAnswer, CheckContext } from "#ports/check.ts";
import { DEFAULT_LIMITS, type SandboxResult } from "#ports/sandbox.ts";
import type { Workspace } from "#ports/workspace.ts";
import { fail, inconclusive, pass } from "./answers.ts";
import { multiset, size, surplus } from "./multiset.ts";
import { ENVIRONMENT, nodeRuntime, type Runtime } from "./runtimes.ts";
import { withStaged } from "./staged-project.ts";

/** A type checker of the project. */
export interface TypeChecker {
  readonly name: string;
  /** What runs it; Node when absent. */
  readonly runtime?: Runtime;
  /** Script and arguments, paths inside. */
  readonly args: readonly string[];
  /** Beside what every program gets. */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether it looks no further behind such a diagnostic: where the unchanged code has one nothing is proven. */
  readonly stopsAt?: (diagnostic: string) => boolean;
  /** Folder inside to run it in. */
  readonly cwd: string;
  /** Diagnostics without line numbers, or undefined when the run makes no sense. */
  readonly parse: (result: SandboxResult) => readonly string[] | undefined;
}

type Run = { readonly diagnostics: readonly string[] } | { readonly problem: string };

/** Runs the checker on both states and holds against the patch only what is new. The unchanged state is checked once for all candidates. */
export async function compareDiagnostics(context: CheckContext, checker: TypeChecker, signal: AbortSignal): Promise<CheckAnswer> {
  const key = `${checker.name} ${checker.cwd} ${await stateKey(context.before)}`;
  const before = await context.once(key, () => diagnose(context, context.before, checker, signal));
  if ("problem" in before) return inconclusive("checker-failed", `${checker.name} on the unchanged code: ${before.problem}`);
  const stopped = checker.stopsAt === undefined ? undefined : before.diagnostics.find(checker.stopsAt);
  if (stopped !== undefined) return inconclusive("broken-before", `${checker.name} on the unchanged code: ${stopped}`);
  const after = await diagnose(context, context.after, checker, signal);
  if ("problem" in after) return inconclusive("checker-failed", `${checker.name}: ${after.problem}`);
  const [old, fresh] = [multiset(before.diagnostics), multiset(after.diagnostics)];
  const added = surplus(fresh, old);
  if (added.length > 0)
    return fail("new-diagnostic", `${checker.name}: ${added.slice(0, 5).join("; ")}`, after.diagnostics.join("\n"));
  return pass("ok", `${checker.name}: no new diagnostic (${size(old)} before, ${size(fresh)} after).`);
}

/** Tells states of one project apart: the digest of what differs from the disk. */
export async function stateKey(workspace: Workspace): Promise<string> {
  return digestJson((await workspace.changed()).map(({ path, bytes }) => [path, digest(bytes)]));
}

async function diagnose(context: CheckContext, workspace: Workspace, checker: TypeChecker, signal: AbortSignal): Promise<Run> {
  const { sandbox } = context;
  if (sandbox === undefined) return { problem: "no sandbox" };
  const runtime = checker.runtime ?? nodeRuntime();
  const staged = await withStaged(context, workspace, signal, (mounts) =>
    sandbox.run(
      {
        argv: [runtime.program, ...checker.args],
        cwd: checker.cwd,
        env: { ...ENVIRONMENT, ...checker.env },
        mounts: [...runtime.mounts, ...mounts],
        limits: { ...DEFAULT_LIMITS, seconds: 180 },
      },
      signal,
    ),
  );
  if (staged.kind === "not-staged") return { problem: staged.detail };
  const result = staged.value;
  signal.throwIfAborted();
  const diagnostics = result.end === "exited" ? checker.parse(result) : undefined;
  if (diagnostics !== undefined) return { diagnostics };
  return {
    problem: result.reason ?? new TextDecoder().decode(result.stderr.length > 0 ? result.stderr : result.stdout).slice(-500),
  };
}
