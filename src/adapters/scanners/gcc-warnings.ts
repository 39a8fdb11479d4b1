import { claimParser, versionAtLeast } from "#adapters/scanner-host/claim-parser.ts";
import { GCC, gccPlan } from "#adapters/scanner-host/compiler-engines.ts";
import { IGNORED, PUT_TOGETHER, weighWarning } from "#adapters/scanner-host/compiler-warnings.ts";
import { readGcc } from "#adapters/scanner-host/formats/gcc-sarif.ts";
import { tellingSilenced } from "#adapters/scanner-host/silencers.ts";
import { defineScanner } from "#ports/scanner.ts";

const SENTINEL = {
  statement: "int assay_sentinel_FILE(int assay_cell) { return assay_cell / 0; }",
  rule: "-Wdiv-by-zero",
};

const OPTIONS = [
  "-O2",
  "-U_FORTIFY_SOURCE",
  "-Wall",
  "-Wextra",
  "-Wnull-dereference",
  "-Wshift-overflow=2",
  "-Wno-error=implicit-function-declaration",
  "-Wno-error=implicit-int",
  "-Wno-error=int-conversion",
  "-Wno-error=incompatible-pointer-types",
];

export default defineScanner({
  ...GCC,
  id: "gcc-warnings",
  title: "Warnings of gcc",
  homepage: "https://gcc.gnu.org/onlinedocs/gcc/Warning-Options.html",
  install: "apt-get install gcc (10 or newer)",
  refuses: (version) => (versionAtLeast(version, [10, 0]) ? undefined : `gcc ${version} is too old; 10 or newer is needed`),
  sentinel: { c: SENTINEL },
  markers: [IGNORED],
  // Many warnings come from the optimizer only.
  command: (request) => gccPlan(request, OPTIONS),
  parse: tellingSilenced(
    claimParser(readGcc, weighWarning),
    PUT_TOGETHER,
    "this file switches warnings off in a way that gcc cannot be told to ignore",
  ),
});
