import { posix } from "node:path";
import { type CheckAnswer, type CheckContext, defineCheck } from "#ports/check.ts";
import type { SandboxResult } from "#ports/sandbox.ts";
import { inconclusive } from "./kit/answers.ts";
import { compareDiagnostics } from "./kit/diagnostics.ts";
import { nodeRuntime } from "./kit/runtimes.ts";
import { installedPackage, nearestFolder, PROJECT } from "./kit/staged-project.ts";
import { checkSyntax } from "./kit/syntax-check.ts";

const TYPESCRIPT = /\.[mc]?tsx?$/i;

/** Takes the types out of each state of each file, which parses it; runs nothing. */
const STRIP = `
const { stripTypeScriptTypes } = require("node:module");
function said(encoded) {
  try { stripTypeScriptTypes(Buffer.from(encoded, "base64").toString("utf8"), { mode: "transform" }); return null; }
  catch (error) { return String(error.message).split("\\n")[0]; }
}
let input = "";
process.stdin.on("data", (chunk) => (input += chunk)).on("end", () => {
  process.stdout.write(JSON.stringify(JSON.parse(input).map(({ path, before, after }) => ({ path, before: said(before), after: said(after) }))));
});
`;

export default defineCheck({
  id: "typescript",
  level: "E1",
  title: "The project's TypeScript compiler reports no new diagnostic",
  async run(context, signal) {
    const path = context.candidate.patch.files.find((file) => TYPESCRIPT.test(file.path))?.path;
    if (path === undefined) return inconclusive("not-applicable", "The patch touches no TypeScript file.");
    if (context.sandbox === undefined) return inconclusive("no-sandbox", "No sandbox works here, so no compiler was run.");
    const folder = await nearestFolder(context.before, path, ["tsconfig.json"]);
    const compiler = folder === undefined ? undefined : await installedPackage(context.before, folder, "typescript");
    if (folder === undefined || compiler === undefined) return syntaxOnly(context, signal);
    const cwd = posix.join(PROJECT, folder);
    const args = [
      posix.join(compiler.inside, "bin/tsc"),
      "--noEmit",
      "--incremental",
      "false",
      "--composite",
      "false",
      "--pretty",
      "false",
      "-p",
      cwd,
    ];
    return compareDiagnostics(context, { name: "tsc", args, cwd, parse: parseTsc }, signal);
  },
});

/** Diagnostics as `file: error TS1234: message`; undefined when the compiler did not get to the code. */
export function parseTsc({ code, stdout }: SandboxResult): readonly string[] | undefined {
  const text = new TextDecoder().decode(stdout);
  const found = [...text.matchAll(/^(.+?)\(\d+,\d+\): (error TS\d+: .*)$/gm)].map(([, file, message]) => `${file}: ${message}`);
  if (code === 0) return [];
  return found.length > 0 && (code === 1 || code === 2) ? found : undefined;
}

function syntaxOnly(context: CheckContext, signal: AbortSignal): Promise<CheckAnswer> {
  return checkSyntax(
    context,
    {
      applies: (path) => /\.[mc]?ts$/i.test(path),
      subject: "TypeScript file that can be read without the project's own compiler",
      runtime: async () => nodeRuntime(),
      missing: "no-node",
      args: ["--no-warnings", "-e", STRIP],
      passes: "syntax-only",
      praise: "Syntax only: the project has no TypeScript compiler of its own, so its types were not checked.",
    },
    signal,
  );
}
