import { cwesIn } from "./formats/claim.ts";
import type { Severity } from "#domain/severity.ts";
import type { Marker } from "#ports/scanner-traps.ts";

type Worth = readonly [cwe: string, severity: Severity, confidence: number];

/** Checkers of clang's static analyzer: weakness, severity, confidence. Those that are not here are about style. */
const CHECKERS: Readonly<Record<string, Worth>> = {
  "core.CallAndMessage": ["CWE-457", "medium", 0.5],
  "core.DivideZero": ["CWE-369", "medium", 0.5],
  "core.NonNullParamChecker": ["CWE-476", "medium", 0.5],
  "core.NullDereference": ["CWE-476", "medium", 0.5],
  "core.StackAddressEscape": ["CWE-562", "medium", 0.6],
  "core.UndefinedBinaryOperatorResult": ["CWE-457", "medium", 0.5],
  "core.VLASize": ["CWE-789", "medium", 0.5],
  "core.uninitialized.ArraySubscript": ["CWE-457", "medium", 0.5],
  "core.uninitialized.Assign": ["CWE-457", "medium", 0.5],
  "core.uninitialized.Branch": ["CWE-457", "medium", 0.5],
  "core.uninitialized.UndefReturn": ["CWE-457", "medium", 0.5],
  "cplusplus.NewDelete": ["CWE-416", "high", 0.6],
  "cplusplus.NewDeleteLeaks": ["CWE-401", "low", 0.5],
  "security.ArrayBound": ["CWE-787", "high", 0.5],
  "security.FloatLoopCounter": ["CWE-1339", "low", 0.4],
  "security.MmapWriteExec": ["CWE-119", "medium", 0.6],
  "security.cert.env.InvalidPtr": ["CWE-416", "medium", 0.5],
  "security.cert.pos.34c": ["CWE-686", "medium", 0.5],
  "security.insecureAPI.UncheckedReturn": ["CWE-252", "medium", 0.6],
  "security.insecureAPI.getpw": ["CWE-676", "medium", 0.6],
  "security.insecureAPI.gets": ["CWE-242", "high", 0.9],
  "security.insecureAPI.mkstemp": ["CWE-377", "medium", 0.6],
  "security.insecureAPI.mktemp": ["CWE-377", "medium", 0.7],
  "security.insecureAPI.rand": ["CWE-338", "low", 0.3],
  "security.insecureAPI.strcpy": ["CWE-676", "medium", 0.3],
  "security.insecureAPI.vfork": ["CWE-676", "low", 0.5],
  "unix.API": ["CWE-628", "low", 0.5],
  "unix.Malloc": ["CWE-416", "high", 0.6],
  "unix.MallocSizeof": ["CWE-131", "medium", 0.5],
  "unix.MismatchedDeallocator": ["CWE-762", "medium", 0.6],
  "unix.Stream": ["CWE-775", "low", 0.4],
  "unix.cstring.BadSizeArg": ["CWE-131", "medium", 0.5],
  "unix.cstring.NullArg": ["CWE-476", "medium", 0.5],
  "valist.Uninitialized": ["CWE-457", "medium", 0.5],
};

/** Attributes by which code tells the analyzer to look away: one silences it, the other ends every path through a function. */
export const CLANG_ATTRIBUTES: Marker = {
  words:
    /(?<=\[\[\s*)(?:clang|gsl)(?=\s*::\s*suppress\b)|(?<=\b__attribute(?:__)?\s*\(\s*\([^()]*)\b(?:__)?suppress(?:__)?\b|\b(?:__)?analyzer_noreturn(?:__)?\b/gu,
  hides: "line-and-next",
};

/** What a message of the analyzer is worth, or undefined where it is about style. */
export function clangWorth(
  checker: string,
  message: string,
): { cwe: string[]; severity: Severity; confidence: number } | undefined {
  const row = Object.hasOwn(CHECKERS, checker) ? CHECKERS[checker] : undefined;
  if (row === undefined) return undefined;
  const [cwe, severity, confidence] = memory(checker, message) ?? row;
  const told = cwesIn([message]);
  return { cwe: told.length > 0 ? told : [cwe], severity, confidence };
}

/** One checker tells leaks, double frees and uses after free, and only its words tell which. */
function memory(checker: string, message: string): Worth | undefined {
  if (checker !== "unix.Malloc" && checker !== "cplusplus.NewDelete") return undefined;
  if (/\bleak/iu.test(message)) return ["CWE-401", "low", 0.5];
  if (/free released|delete released/iu.test(message)) return ["CWE-415", "high", 0.6];
  if (/not (?:allocated|the start)|offset by/iu.test(message)) return ["CWE-590", "high", 0.6];
  return undefined;
}

/** For C and C++: what the analyzer must report at the end of every file. */
export const CLANG_SENTINEL = "char assay_sentinel_FILE(void) { char *assay_cell = 0; return *assay_cell; }";
