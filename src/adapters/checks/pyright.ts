import { posix } from "node:path";
import { defineCheck } from "#ports/check.ts";
import type { SandboxResult } from "#ports/sandbox.ts";
import { inconclusive } from "./kit/answers.ts";
import { compareDiagnostics } from "./kit/diagnostics.ts";
import { installedPackage, nearestFolder, PROJECT } from "./kit/staged-project.ts";

export default defineCheck({
  id: "pyright",
  level: "E1",
  title: "The project's pyright reports no new error",
  async run(context, signal) {
    const path = context.candidate.patch.files.find((file) => /\.pyi?$/i.test(file.path))?.path;
    if (path === undefined) return inconclusive("not-applicable", "The patch touches no Python file.");
    const folder = (await nearestFolder(context.before, path, ["pyrightconfig.json", "pyproject.toml", "package.json"])) ?? "";
    const checker = await installedPackage(context.before, folder, "pyright");
    if (checker === undefined) return inconclusive("not-applicable", "The project has no pyright of its own in node_modules.");
    if (context.sandbox === undefined) return inconclusive("no-sandbox", "No sandbox works here, so pyright was not run.");
    const args = [posix.join(checker.inside, "index.js"), "--outputjson"];
    return compareDiagnostics(context, { name: "pyright", args, cwd: posix.join(PROJECT, folder), parse: parsePyright }, signal);
  },
});

interface Report {
  readonly generalDiagnostics: readonly {
    readonly file?: string;
    readonly severity?: string;
    readonly message?: string;
    readonly rule?: string;
  }[];
}

/** Errors as `file: rule: message`; undefined when the output is no report. */
export function parsePyright({ code, stdout }: SandboxResult): readonly string[] | undefined {
  if (code !== 0 && code !== 1) return undefined;
  let report: Report;
  try {
    report = JSON.parse(new TextDecoder().decode(stdout)) as Report;
  } catch {
    return undefined;
  }
  if (!Array.isArray(report.generalDiagnostics)) return undefined;
  return report.generalDiagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ file = "", rule = "error", message = "" }) => `${file.replace(`${PROJECT}/`, "")}: ${rule}: ${message}`);
}
