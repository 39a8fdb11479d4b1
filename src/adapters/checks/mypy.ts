import { posix } from "node:path";
import { type CheckContext, defineCheck } from "#ports/check.ts";
import { DEFAULT_LIMITS, type SandboxResult } from "#ports/sandbox.ts";
import type { Workspace } from "#ports/workspace.ts";
import { inconclusive } from "./kit/answers.ts";
import { compareDiagnostics } from "./kit/diagnostics.ts";
import { ENVIRONMENT, type Runtime } from "./kit/runtimes.ts";
import { nearestFolder, PROJECT, withStaged } from "./kit/staged-project.ts";
import { projectPython } from "./tests/project-python.ts";

/** Where mypy looks for its settings, and by what a file says that it holds them. */
const SETTINGS: readonly (readonly [file: string, marks: RegExp])[] = [
  ["mypy.ini", /./s],
  [".mypy.ini", /./s],
  ["pyproject.toml", /^\s*\[tool\.mypy\]/m],
  ["setup.cfg", /^\s*\[mypy\]/m],
];

export default defineCheck({
  id: "mypy",
  level: "E1",
  title: "The project's mypy reports no new error",
  async run(context, signal) {
    const path = context.candidate.patch.files.find((file) => /\.pyi?$/i.test(file.path))?.path;
    if (path === undefined) return inconclusive("not-applicable", "The patch touches no Python file.");
    const settings = await configured(context.before, path);
    if (settings === undefined) return inconclusive("not-applicable", "The project has no settings for mypy.");
    if (context.sandbox === undefined) return inconclusive("no-sandbox", "No sandbox works here, so mypy was not run.");
    const python = await projectPython(context.before, settings.folder, context.findExecutable);
    if (python === undefined || !(await hasMypy(context, python, signal)))
      return inconclusive("no-checker", "The project has settings for mypy, but its Python has no mypy.");
    const args = [
      "-m",
      "mypy",
      "--no-incremental",
      "--cache-dir=/dev/null",
      "--no-color-output",
      "--no-error-summary",
      "--no-pretty",
    ];
    const targets = settings.namesFiles ? [] : ["."];
    const cwd = posix.join(PROJECT, settings.folder);
    const checker = {
      name: "mypy",
      runtime: python,
      args: [...args, "--show-error-codes", "--hide-error-context", ...targets],
      cwd,
    };
    return compareDiagnostics(context, { ...checker, parse: parseMypy }, signal);
  },
});

interface Settings {
  /** Repository-relative. */
  readonly folder: string;
  /** Whether they say which files to check. */
  readonly namesFiles: boolean;
}

/** The nearest settings at or above a file. */
async function configured(workspace: Workspace, path: string): Promise<Settings | undefined> {
  for (const [file, marks] of SETTINGS) {
    const folder = await nearestFolder(workspace, path, [file]);
    if (folder === undefined) continue;
    const text = new TextDecoder().decode(await workspace.read(posix.join(folder, file)));
    if (marks.test(text)) return { folder, namesFiles: /^\s*(?:files|packages|modules)\s*=/m.test(text) };
  }
  return undefined;
}

async function hasMypy(context: CheckContext, python: Runtime, signal: AbortSignal): Promise<boolean> {
  const { sandbox, before } = context;
  if (sandbox === undefined) return false;
  return context.once(`mypy of ${python.program}`, async () => {
    const probe = await withStaged(context, before, signal, (mounts) =>
      sandbox.run(
        {
          argv: [python.program, "-c", "import mypy"],
          cwd: "/tmp",
          env: ENVIRONMENT,
          mounts: [...mounts, ...python.mounts],
          limits: DEFAULT_LIMITS,
        },
        signal,
      ),
    );
    return probe.kind === "done" && probe.value.end === "exited" && probe.value.code === 0;
  });
}

/** Errors as `file: message  [code]`; undefined when mypy did not get to the code. */
export function parseMypy({ code, stdout }: SandboxResult): readonly string[] | undefined {
  if (code === 0) return [];
  const text = new TextDecoder().decode(stdout);
  const found = [...text.matchAll(/^(.+?):\d+(?::\d+)?: error: (.*)$/gm)].map(([, file, message]) => `${file}: ${message}`);
  return code === 1 && found.length > 0 ? found : undefined;
}
