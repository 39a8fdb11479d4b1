import { claimParser } from "#adapters/scanner-host/claim-parser.ts";
import { CLANG, CLANG_END, clangPlan } from "#adapters/scanner-host/compiler-engines.ts";
import { IGNORED, PUT_TOGETHER, weighWarning } from "#adapters/scanner-host/compiler-warnings.ts";
import { readClangText } from "#adapters/scanner-host/formats/clang-text.ts";
import { tellingSilenced } from "#adapters/scanner-host/silencers.ts";
import { defineScanner } from "#ports/scanner.ts";

const SENTINEL = {
  statement: "int assay_sentinel_FILE(int assay_cell) { return assay_cell / 0; }",
  rule: "-Wdivision-by-zero",
};

const OPTIONS = [
  "-fsyntax-only",
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
];

export default defineScanner({
  ...CLANG,
  id: "clang-warnings",
  title: "Warnings of clang",
  homepage: "https://clang.llvm.org/docs/DiagnosticsReference.html",
  sentinel: { c: SENTINEL, cpp: SENTINEL },
  markers: [IGNORED],
  command: (request) => clangPlan(request, OPTIONS, "int assay_end(int assay_cell) { return assay_cell / 0; }"),
  parse: tellingSilenced(
    claimParser((raw) => readClangText(raw, CLANG_END), weighWarning),
    PUT_TOGETHER,
    "this file switches warnings off in a way that clang cannot be told to ignore",
  ),
});
