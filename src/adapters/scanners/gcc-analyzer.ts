import { claimParser, versionAtLeast } from "#adapters/scanner-host/claim-parser.ts";
import { GCC, gccPlan } from "#adapters/scanner-host/compiler-engines.ts";
import { IGNORED, PUT_TOGETHER } from "#adapters/scanner-host/compiler-warnings.ts";
import { readGcc } from "#adapters/scanner-host/formats/gcc-sarif.ts";
import { tellingSilenced } from "#adapters/scanner-host/silencers.ts";
import type { Severity } from "#domain/severity.ts";
import { defineScanner } from "#ports/scanner.ts";

/** Weakness, where gcc names none, severity and confidence by option. Warnings that are not here are about style. */
const RULES: Readonly<Record<string, readonly [cwe: string, severity: Severity, confidence: number]>> = {
  "-Wanalyzer-double-free": ["CWE-415", "high", 0.6],
  "-Wanalyzer-use-after-free": ["CWE-416", "high", 0.6],
  "-Wanalyzer-free-of-non-heap": ["CWE-590", "high", 0.6],
  "-Wanalyzer-out-of-bounds": ["CWE-787", "high", 0.6],
  "-Wanalyzer-write-to-const": ["CWE-758", "medium", 0.5],
  "-Wanalyzer-use-of-uninitialized-value": ["CWE-457", "medium", 0.4],
  "-Wanalyzer-null-dereference": ["CWE-476", "medium", 0.4],
  "-Wanalyzer-possible-null-dereference": ["CWE-690", "low", 0.4],
  "-Wanalyzer-possible-null-argument": ["CWE-690", "low", 0.4],
  "-Wanalyzer-null-argument": ["CWE-476", "medium", 0.4],
  "-Wanalyzer-malloc-leak": ["CWE-401", "low", 0.4],
  "-Wanalyzer-file-leak": ["CWE-775", "low", 0.4],
  "-Wanalyzer-fd-leak": ["CWE-775", "low", 0.4],
  "-Wanalyzer-double-fclose": ["CWE-1341", "medium", 0.5],
  "-Wanalyzer-tainted-array-index": ["CWE-129", "high", 0.5],
  "-Wanalyzer-tainted-size": ["CWE-129", "high", 0.5],
  "-Wanalyzer-tainted-allocation-size": ["CWE-789", "medium", 0.5],
  "-Wanalyzer-unsafe-call-within-signal-handler": ["CWE-479", "medium", 0.6],
  "-Wanalyzer-exposure-through-uninit-copy": ["CWE-200", "medium", 0.5],
  "-Wformat-security": ["CWE-134", "high", 0.7],
  "-Wstringop-overflow": ["CWE-787", "high", 0.6],
  "-Wstringop-overflow=": ["CWE-787", "high", 0.6],
  "-Warray-bounds": ["CWE-125", "high", 0.6],
  "-Wfree-nonheap-object": ["CWE-590", "high", 0.6],
  "-Wuse-after-free": ["CWE-416", "high", 0.6],
  "-Wreturn-local-addr": ["CWE-562", "medium", 0.7],
};

const SENTINEL = {
  statement: "void assay_sentinel_FILE(void *assay_cell) { __builtin_free(assay_cell); __builtin_free(assay_cell); }",
  rule: "-Wanalyzer-double-free",
};

const read = claimParser(readGcc, (claim) => {
  const row = RULES[claim.rule];
  if (row === undefined) return undefined;
  return { ...claim, cwe: claim.cwe.length > 0 ? claim.cwe : [row[0]], severity: row[1], confidence: row[2] };
});

export default defineScanner({
  ...GCC,
  id: "gcc-analyzer",
  title: "gcc -fanalyzer",
  homepage: "https://gcc.gnu.org/onlinedocs/gcc/Static-Analyzer-Options.html",
  install: "apt-get install gcc (12 or newer)",
  refuses: (version) =>
    versionAtLeast(version, [12, 0]) ? undefined : `gcc ${version} finds little with -fanalyzer; 12 or newer is needed`,
  sentinel: { c: SENTINEL },
  markers: [IGNORED],
  command: (request) => gccPlan(request, ["-fanalyzer"]),
  parse: tellingSilenced(read, PUT_TOGETHER, "this file switches warnings off in a way that gcc cannot be told to ignore"),
});
