import { open, realpath, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Problem } from "#domain/completeness.ts";
import { DEFAULT_LIMITS, type Sandbox } from "#ports/sandbox.ts";
import type { Stager } from "#ports/stage.ts";
import type { Workspace } from "#ports/workspace.ts";
import { failureOf } from "#adapters/scanner-host/run-report.ts";
import { planTool } from "#adapters/scanner-host/tool-mounts.ts";

export interface ScannerRun {
  readonly sandbox: Sandbox | undefined;
  readonly stager: Stager;
  readonly workspace: Workspace;
  /** Files to be analysed: no other comes into the copy, so that no settings of the project do. */
  readonly files: readonly string[];
  /** Absolute path; undefined where it is not on this machine. */
  readonly executable: string | undefined;
  readonly findExecutable: (name: string) => Promise<string | undefined>;
  readonly url: string;
  readonly key: string;
  readonly branch?: string | undefined;
  readonly pullRequest?: string | undefined;
  readonly token?: string | undefined;
  readonly seconds: number;
}

/** Only there in the folder of an installed scanner that starts by a shell script. */
const SETTINGS_OF_INSTALL = "conf/sonar-scanner.properties";
const TASK_BYTES = 64 << 10;

/**
 * Runs SonarScanner over a copy of the files, with settings of ours and none of the repository's, and gives the id of the task that the server made of it. It needs the
 * network, so that only a run without walls can start it. Removes what it made.
 */
export async function runSonarScanner(run: ScannerRun, signal: AbortSignal): Promise<{ readonly task: string } | Problem> {
  const { executable, sandbox } = run;
  if (executable === undefined) return { code: "not-installed", message: "sonar-scanner is not on this machine" };
  if (sandbox === undefined || sandbox.id !== "none") {
    const message = "sonar-scanner asks the network, and tools run without one: run it yourself and leave `sonarqube.scan` out";
    return { code: "needs-network", message };
  }
  const launcher = (await lies(executable)) ? { launcher: { up: 1, holds: SETTINGS_OF_INSTALL } } : {};
  const tool = await planTool(executable, run.findExecutable, launcher.launcher);
  if (tool.kind === "unusable") return { code: "executable-unusable", message: `${executable}: ${tool.reason}` };
  const copy = await run.stager.stage({ workspace: run.workspace, only: run.files }, signal);
  try {
    const scratch = await run.stager.scratch();
    try {
      const settings = join(scratch.host, "assay.properties");
      await writeFile(settings, settingsOf(run), { flag: "wx", mode: 0o600 });
      const work = join(scratch.host, "work");
      const ran = await sandbox.run(
        {
          argv: [
            ...tool.argv,
            `-Dproject.settings=${settings}`,
            `-Dsonar.projectBaseDir=${copy.host}`,
            `-Dsonar.working.directory=${work}`,
          ],
          cwd: scratch.host,
          env: {
            ...tool.env,
            SONAR_USER_HOME: join(scratch.host, "home"),
            ...(run.token === undefined ? {} : { SONAR_TOKEN: run.token }),
          },
          mounts: [
            ...tool.mounts,
            { host: copy.host, inside: copy.host, mode: "read-only" },
            { host: scratch.host, inside: scratch.host, mode: "read-write" },
          ],
          limits: { ...DEFAULT_LIMITS, seconds: run.seconds },
        },
        signal,
      );
      signal.throwIfAborted();
      const failure = failureOf(ran, [0]);
      if (failure !== undefined) return { code: failure.code, message: masked(failure.message, run.token) };
      return await taskIn(join(work, "report-task.txt"));
    } finally {
      await scratch.dispose();
    }
  } finally {
    await copy.dispose();
  }
}

async function lies(executable: string): Promise<boolean> {
  const home = dirname(dirname(await realpath(executable)));
  const there = await realpath(join(home, SETTINGS_OF_INSTALL)).catch(() => undefined);
  return there !== undefined;
}

/** Java properties: everything but plain characters is written as its code unit. */
function settingsOf({ key, url, branch, pullRequest }: ScannerRun): string {
  const properties: readonly (readonly [string, string | undefined])[] = [
    ["sonar.projectKey", key],
    ["sonar.host.url", url],
    ["sonar.sources", "."],
    ["sonar.sourceEncoding", "UTF-8"],
    ["sonar.scm.disabled", "true"],
    ["sonar.branch.name", branch],
    ["sonar.pullrequest.key", pullRequest],
  ];
  return properties.map(([name, value]) => (value === undefined ? "" : `${name}=${escaped(value)}\n`)).join("");
}

function escaped(value: string): string {
  return value.replaceAll(/[^\w./:@-]/gu, (character) =>
    Array.from({ length: character.length }, (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`).join(""),
  );
}

async function taskIn(path: string): Promise<{ readonly task: string } | Problem> {
  const missing: Problem = { code: "analysis-missing", message: "sonar-scanner ended well and names no background task" };
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return missing;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(TASK_BYTES), 0, TASK_BYTES, 0);
    const task = /^ceTaskId=([\w-]{1,64})\r?$/mu.exec(buffer.subarray(0, bytesRead).toString("utf8"))?.[1];
    return task === undefined ? missing : { task };
  } finally {
    await file.close();
  }
}

function masked(text: string, token: string | undefined): string {
  return token === undefined ? text : text.replaceAll(token, "***");
}
