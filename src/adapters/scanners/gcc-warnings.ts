import { claimParser, versionAtLeast } from "#adapters/scanner-host/claim-parser.ts";
import { IGNORED, PUT_TOGETHER, weighWarning } from "#adapters/scanner-host/compiler-warnings.ts";
import { gccReportOptions, readGcc } from "#adapters/scanner-host/formats/gcc-sarif.ts";
import { tellingSilenced } from "#adapters/scanner-host/silencers.ts";
import { defineScanner } from "#ports/scanner.ts";

const SENTINEL = {
  statement: "int assay_sentinel_FILE(int assay_cell) { return assay_cell / 0; }",
  rule: "-Wdiv-by-zero",
};

export default defineScanner({
  kind: "command",
  id: "gcc-warnings",
  title: "Warnings of gcc",
  languages: ["c"],
  byName: true,
  homepage: "https://gcc.gnu.org/onlinedocs/gcc/Warning-Options.html",
  licence: "GPL-3.0-or-later",
  needsNetwork: false,
  install: "apt-get install gcc (10 or newer)",
  executable: "gcc",
  versionArgs: ["--version"],
  parseVersion: (output) => /^\S*gcc(?:-\d+)? .* (\d+\.\d+\.\d+)$/mu.exec(output)?.[1],
  refuses: (version) => (versionAtLeast(version, [10, 0]) ? undefined : `gcc ${version} is too old; 10 or newer is needed`),
  control: {},
  sentinel: { c: SENTINEL },
  markers: [IGNORED],
  // Many warnings come from the optimizer only. Each file is compiled by itself, headers too; nothing is linked or run. Paths are absolute, so none is an option.
  command: ({ executable, version, staged, files }) => ({
    argv: [
      executable,
      "-O2",
      "-U_FORTIFY_SOURCE",
      ...gccReportOptions(version),
      "-Wall",
      "-Wextra",
      "-Wformat",
      "-Wformat-security",
      "-Wnull-dereference",
      "-Wshift-overflow=2",
      "-Wno-error=implicit-function-declaration",
      "-Wno-error=implicit-int",
      "-Wno-error=int-conversion",
      "-Wno-error=incompatible-pointer-types",
      "-S",
      "-I",
      staged,
      "-I",
      `${staged}/include`,
      "-x",
      "c",
      ...files.map(({ path }) => `${staged}/${path}`),
    ],
    env: { LANG: "C.UTF-8" },
    settings: {},
    okExits: [0, 1],
    output: "stderr",
  }),
  parse: tellingSilenced(
    claimParser(readGcc, weighWarning),
    PUT_TOGETHER,
    "this file switches warnings off in a way that gcc cannot be told to ignore",
  ),
});
