import { claimParser, versionAtLeast } from "#adapters/scanner-host/claim-parser.ts";
import { IGNORED, PUT_TOGETHER, weighWarning } from "#adapters/scanner-host/compiler-warnings.ts";
import { readClangText } from "#adapters/scanner-host/formats/clang-text.ts";
import { tellingSilenced } from "#adapters/scanner-host/silencers.ts";
import { defineScanner } from "#ports/scanner.ts";

const SENTINEL = {
  statement: "int assay_sentinel_FILE(int assay_cell) { return assay_cell / 0; }",
  rule: "-Wdivision-by-zero",
};
const END = "assay-end.c";

export default defineScanner({
  kind: "command",
  id: "clang-warnings",
  title: "Warnings of clang",
  languages: ["c", "cpp"],
  byName: true,
  homepage: "https://clang.llvm.org/docs/DiagnosticsReference.html",
  licence: "Apache-2.0 WITH LLVM-exception",
  needsNetwork: false,
  install: "apt-get install clang (14 or newer)",
  executable: "clang",
  versionArgs: ["--version"],
  parseVersion: (output) => /clang version (\d+\.\d+\.\d+)/u.exec(output)?.[1],
  refuses: (version) => (versionAtLeast(version, [14, 0]) ? undefined : `clang ${version} is too old; 14 or newer is needed`),
  control: {},
  sentinel: { c: SENTINEL, cpp: SENTINEL },
  markers: [IGNORED],
  // Words of the code's own choice stay out of the report, which is lines of text. A file of ours comes last: what it holds must end the report.
  command: ({ executable, staged, scratch, files }) => ({
    argv: [
      executable,
      "-fsyntax-only",
      "-fno-caret-diagnostics",
      "-fno-color-diagnostics",
      "-ferror-limit=0",
      "-Wall",
      "-Wextra",
      "-Wformat-security",
      "-Wimplicit-fallthrough",
      "-Wtautological-unsigned-zero-compare",
      "-Warray-bounds-pointer-arithmetic",
      "-Wno-deprecated-declarations",
      "-Wno-attribute-warning",
      "-Wno-user-defined-warnings",
      "-Wno-#warnings",
      "-Wno-#pragma-messages",
      "-Wno-error=implicit-function-declaration",
      "-Wno-error=implicit-int",
      "-Wno-error=int-conversion",
      "-I",
      staged,
      "-I",
      `${staged}/include`,
      ...files.flatMap(({ path, language }) => ["-x", language === "cpp" ? "c++" : "c", `${staged}/${path}`]),
      "-x",
      "c",
      `${scratch}/${END}`,
    ],
    env: { LANG: "C.UTF-8" },
    settings: { [END]: "int assay_end(int assay_cell) { return assay_cell / 0; }\n" },
    okExits: [0, 1],
    output: "stderr",
  }),
  parse: tellingSilenced(
    claimParser((raw) => readClangText(raw, END), weighWarning),
    PUT_TOGETHER,
    "this file switches warnings off in a way that clang cannot be told to ignore",
  ),
});
