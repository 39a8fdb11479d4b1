import { randomBytes } from "node:crypto";
import { posix } from "node:path";
import { folderMounts, sitePackages } from "#adapters/checks/attack/run-side.ts";
import { type Drive, planOf } from "#adapters/checks/behaviour/run-calls.ts";
import { JAVASCRIPT_DRIVER } from "#adapters/checks/behaviour/javascript-driver.ts";
import type { Plan } from "#adapters/checks/behaviour/plan.ts";
import { ENVIRONMENT, nodeRuntime, pythonRuntime } from "#adapters/checks/kit/runtimes.ts";
import { PROJECT, withStaged } from "#adapters/checks/kit/staged-project.ts";
import type { CheckContext } from "#ports/check.ts";
import type { Mount, SandboxResult } from "#ports/sandbox.ts";
import { ExploreLine, type ExplorePlan, FRESH } from "./plan.ts";
import type { PresentTool } from "./tools.ts";

/** What a tool is asked, less what every run makes anew. */
export type Asked = Pick<ExplorePlan, "parameters" | "text" | "addresses" | "known">;

const LIMITS = { outputBytes: 4 << 20, fileBytes: 16 << 20, processes: 96 };
/** Seconds on top of the tool's own, for starting it and loading the code twice. */
const AROUND = 8;

/** Runs one tool on both states in one sandbox: what it said, or why it said nothing. Both copies are removed afterwards. */
export async function runTool(
  context: CheckContext,
  sandbox: NonNullable<CheckContext["sandbox"]>,
  tool: PresentTool,
  drive: Drive,
  asked: Asked,
  signal: AbortSignal,
): Promise<readonly ExploreLine[] | string> {
  const runtime = tool.language === "python" ? await pythonRuntime(context.findExecutable) : nodeRuntime();
  if (runtime === undefined) return "No Python was found on this machine.";
  const token = randomBytes(16).toString("hex");
  const packages = await sitePackages(context.before, tool.language);
  const side = planOf(drive, packages, token, []);
  const plan: ExplorePlan = {
    ...asked,
    token,
    sides: [side, toFresh(side)],
    examples: tool.examples,
    seconds: tool.seconds,
    seed: 1,
    packages: [
      ...packages,
      ...(tool.language === "python" && tool.folder !== "" && !packages.includes(tool.folder) ? [tool.folder] : []),
    ],
    driver: tool.language === "python" ? "" : JAVASCRIPT_DRIVER,
    tool: tool.folder,
  };
  const argv =
    tool.language === "python"
      ? [runtime.program, "-B", "-c", tool.program]
      : [runtime.program, "--no-warnings", "--input-type=module", "-e", tool.program];
  const run = (mounts: readonly Mount[]): Promise<SandboxResult> =>
    sandbox.run(
      {
        argv,
        cwd: PROJECT,
        env: { ...ENVIRONMENT, PYTHONHASHSEED: "0", PYTHONIOENCODING: "utf-8", NODE_ENV: "test", TZ: "UTC" },
        mounts: [...mounts, ...runtime.mounts],
        stdin: new TextEncoder().encode(JSON.stringify(plan)),
        limits: { ...LIMITS, seconds: tool.seconds + AROUND },
      },
      signal,
    );
  const staged = await withStaged(context, context.before, signal, (old) =>
    withStaged(context, context.after, signal, async (fresh) => {
      const scratch = await context.stager.scratch();
      try {
        return await run([...old, ...fresh.map(moved), ...(await folderMounts(drive.folders, scratch.host))]);
      } finally {
        await scratch.dispose();
      }
    }),
  );
  signal.throwIfAborted();
  if (staged.kind !== "done") return staged.detail;
  if (staged.value.kind !== "done") return staged.value.detail;
  const result = staged.value.value;
  if (result.end === "refused") return `The sandbox refused: ${result.reason ?? "no reason given"}`;
  return linesOf(result, token);
}

/** The patched copy stands beside the other one. */
function moved(mount: Mount): Mount {
  const within = mount.inside === PROJECT || mount.inside.startsWith(`${PROJECT}/`);
  return within ? { ...mount, inside: FRESH + mount.inside.slice(PROJECT.length) } : mount;
}

function toFresh(plan: Plan): Plan {
  const at = (path: string): string =>
    path.startsWith(`${PROJECT}/`) || path === PROJECT ? FRESH + path.slice(PROJECT.length) : path;
  return { ...plan, file: at(plan.file), search: plan.search.map((folder) => at(posix.normalize(folder))) };
}

function linesOf(result: SandboxResult, token: string): ExploreLine[] {
  const lines = new TextDecoder().decode(result.stdout).split("\n");
  const said = lines.flatMap((line) => (line.startsWith(token) ? (parse(line.slice(token.length)) ?? []) : []));
  if (said.some(({ kind }) => kind !== "call")) return said;
  const heard = new TextDecoder().decode(result.stderr).trim().split("\n");
  const words = heard.findLast((line) => /^\w*(?:Error|Exception)\b/.test(line)) ?? heard.at(-1) ?? "";
  return [...said, { kind: "failed", message: `it ended early (${result.end}) ${words.slice(0, 200)}`.trim() }];
}

function parse(text: string): ExploreLine | undefined {
  try {
    const parsed = ExploreLine.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch (error) {
    // Cut off by a limit: no answer.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
