import type { CommandPlan, CommandRequest, CommandScanner } from "#ports/scanner.ts";
import { versionAtLeast } from "./claim-parser.ts";
import { gccReportOptions } from "./formats/gcc-sarif.ts";

type Common<Own extends keyof CommandScanner> = Omit<
  CommandScanner,
  Own | "id" | "title" | "homepage" | "sentinel" | "markers" | "command" | "parse"
>;

/** Of every engine that is gcc, whatever it looks for. */
export const GCC = {
  kind: "command",
  languages: ["c"],
  byName: true,
  licence: "GPL-3.0-or-later",
  needsNetwork: false,
  executable: "gcc",
  versionArgs: ["--version"],
  parseVersion: (output) => /^\S*gcc(?:-\d+)? .* (\d+\.\d+\.\d+)$/mu.exec(output)?.[1],
  control: {},
} as const satisfies Common<"install" | "refuses">;

/** Each file is compiled by itself, headers too; nothing is linked or run. Paths are absolute, so none is an option. */
export function gccPlan({ executable, version, staged, files }: CommandRequest, options: readonly string[]): CommandPlan {
  const sources = files.map(({ path }) => `${staged}/${path}`);
  return {
    argv: [
      executable,
      ...options,
      ...gccReportOptions(version),
      "-Wformat",
      "-Wformat-security",
      "-S",
      ...includes(staged),
      "-x",
      "c",
      ...sources,
    ],
    env: { LANG: "C.UTF-8" },
    settings: {},
    okExits: [0, 1],
    output: "stderr",
  };
}

/** Of every engine that is clang, whatever it looks for. */
export const CLANG = {
  kind: "command",
  languages: ["c", "cpp"],
  byName: true,
  licence: "Apache-2.0 WITH LLVM-exception",
  needsNetwork: false,
  install: "apt-get install clang (14 or newer)",
  executable: "clang",
  versionArgs: ["--version"],
  parseVersion: (output) => /clang version (\d+\.\d+\.\d+)/u.exec(output)?.[1],
  refuses: (version) => (versionAtLeast(version, [14, 0]) ? undefined : `clang ${version} is too old; 14 or newer is needed`),
  control: {},
} as const satisfies Common<never>;

/** Name of the file that {@link clangPlan} puts behind all others. */
export const CLANG_END = "assay-end.c";

/**
 * Words of the code's own choice stay out of the report, which is lines of text. Paths are absolute, so none is an option.
 *
 * @param end text of a file of ours that comes last: what it holds must end the report
 */
export function clangPlan(
  { executable, staged, scratch, files }: CommandRequest,
  options: readonly string[],
  end: string,
): CommandPlan {
  const sources = files.flatMap(({ path, language }) => ["-x", language === "cpp" ? "c++" : "c", `${staged}/${path}`]);
  const words = ["-fno-caret-diagnostics", "-fno-color-diagnostics", "-ferror-limit=0"];
  return {
    argv: [executable, ...options, ...words, ...includes(staged), ...sources, "-x", "c", `${scratch}/${CLANG_END}`],
    env: { LANG: "C.UTF-8" },
    settings: { [CLANG_END]: `${end}\n` },
    okExits: [0, 1],
    output: "stderr",
  };
}

function includes(staged: string): string[] {
  return ["-I", staged, "-I", `${staged}/include`];
}
