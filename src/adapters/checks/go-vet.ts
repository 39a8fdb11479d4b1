import { posix } from "node:path";
import { languageOf } from "#analysis/languages/registry.ts";
import { defineCheck } from "#ports/check.ts";
import type { SandboxResult } from "#ports/sandbox.ts";
import { compiledPackages, GO_SETTINGS, goOf, MISSING } from "./go/toolchain.ts";
import { inconclusive } from "./kit/answers.ts";
import { compareDiagnostics } from "./kit/diagnostics.ts";
import { nearestFolder, PROJECT } from "./kit/staged-project.ts";

export default defineCheck({
  id: "go-vet",
  level: "E1",
  title: "go vet has nothing new to say about the packages of the patched files",
  async run(context, signal) {
    const files = context.candidate.patch.files.flatMap(({ path }) => (languageOf(path)?.id === "go" ? [path] : []));
    const [first] = files;
    if (first === undefined) return inconclusive("not-applicable", "The patch touches no Go file.");
    if (context.sandbox === undefined) return inconclusive("no-sandbox", "No sandbox works here, so go vet was not run.");
    const program = await goOf(context);
    if (program === undefined) return inconclusive("no-go", "No go below /usr was found, so nothing compiled the Go files.");
    const module = await nearestFolder(context.after, first, ["go.mod"]);
    for (const file of files)
      if ((await nearestFolder(context.after, file, ["go.mod"])) !== module)
        return inconclusive("not-applicable", "The patch touches Go files of several modules.");
    const cwd = posix.join(PROJECT, module ?? "");
    const packages = [...new Set(files.map((path) => posix.dirname(path)))];
    // Without a module there are no packages to name: the files of one folder are one.
    if (module === undefined && packages.length > 1)
      return inconclusive("not-applicable", "The patch touches several Go packages outside of any module.");
    const wanted =
      module === undefined
        ? files.map((path) => posix.join(PROJECT, path))
        : packages.map((folder) => `./${posix.relative(module, folder)}`);
    const checker = {
      name: "go vet",
      // vet compiles and runs nothing, so what it compiled serves the next call.
      runtime: { program, mounts: [await compiledPackages(context)] },
      env: { ...GO_SETTINGS, CGO_ENABLED: "0" },
      args: ["vet", ...wanted],
      cwd,
      parse: parseVet,
      stopsAt: (diagnostic: string) => diagnostic.startsWith("does not compile: "),
    };
    return compareDiagnostics(context, checker, signal);
  },
});

/** Findings as `file: message`, with what stops the compiler marked; undefined where packages are missing or the run makes no sense. */
export function parseVet({ code, stderr }: Pick<SandboxResult, "code" | "stderr">): readonly string[] | undefined {
  const text = new TextDecoder().decode(stderr);
  if (code === 0) return [];
  if (MISSING.test(text)) return undefined;
  const found = [...text.matchAll(/^(vet: )?(?:\.\/)?(\S+\.go):\d+(?::\d+)?: (.*)$/gm)].map(
    ([, stopped, file = "", message]) =>
      `${stopped === undefined ? "" : "does not compile: "}${file.replace(`${PROJECT}/`, "")}: ${message}`,
  );
  return found.length === 0 ? undefined : found;
}
