import { posix } from "node:path";
import type { CheckContext } from "#ports/check.ts";
import { defineCheck } from "#ports/check.ts";
import { nodeRuntime } from "./kit/runtimes.ts";
import { checkSyntax } from "./kit/syntax-check.ts";

/**
 * Compiles each state as `node --check` would, several files in one process: as a module or as the body of a CommonJS function, by
 * ending, then by the nearest package.json, else whichever fits.
 */
const PROGRAM = `
const vm = require("node:vm");
const kinds = JSON.parse(process.argv[1]);
const asModule = (text, path) => new vm.SourceTextModule(text, { identifier: path });
const asScript = (text, path) => vm.compileFunction(text, ["exports", "require", "module", "__filename", "__dirname"], { filename: path });
const attempts = { module: [asModule], commonjs: [asScript], either: [asScript, asModule] };
function said(encoded, path) {
  const text = Buffer.from(encoded, "base64").toString("utf8").replace(/^\\ufeff/, "").replace(/^#!/, "//");
  let first = null;
  for (const attempt of attempts[kinds[path]]) {
    try { attempt(text, path); return null; } catch (error) {
      const line = /:(\\d+)\\n/.exec(error.stack ?? "")?.[1] ?? "?";
      first ??= "line " + line + ": " + error.message;
    }
  }
  return first;
}
let input = "";
process.stdin.on("data", (chunk) => (input += chunk)).on("end", () => {
  process.stdout.write(JSON.stringify(JSON.parse(input).map(({ path, before, after }) => ({ path, before: said(before, path), after: said(after, path) }))));
});
`;

export default defineCheck({
  id: "javascript-syntax",
  level: "E1",
  title: "Node compiles the patched JavaScript files",
  async run(context, signal) {
    const kinds: Record<string, string> = {};
    for (const { path } of context.candidate.patch.files) kinds[path] = await moduleKind(context, path);
    return checkSyntax(
      context,
      {
        applies: (path) => /\.[mc]?js$/i.test(path),
        subject: "JavaScript files",
        runtime: async () => nodeRuntime(),
        missing: "no-node",
        args: ["--no-warnings", "--experimental-vm-modules", "-e", PROGRAM, JSON.stringify(kinds)],
        passes: "ok",
        praise: "Node compiles the patched files.",
      },
      signal,
    );
  },
});

async function moduleKind({ before }: CheckContext, path: string): Promise<"module" | "commonjs" | "either"> {
  if (/\.mjs$/i.test(path)) return "module";
  if (/\.cjs$/i.test(path)) return "commonjs";
  for (let folder = posix.dirname(path); ; folder = posix.dirname(folder)) {
    const manifest = posix.join(folder, "package.json");
    if (await before.has(manifest)) {
      const type = /"type"\s*:\s*"(module|commonjs)"/.exec(new TextDecoder().decode(await before.read(manifest)))?.[1];
      return type === "module" || type === "commonjs" ? type : "either";
    }
    if (folder === ".") return "either";
  }
}
