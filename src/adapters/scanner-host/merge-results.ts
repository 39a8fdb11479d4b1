import { compareText } from "#lib/compare.ts";
import type { LibraryResult } from "#ports/scanner.ts";
import type { SourceFile } from "#ports/workspace.ts";
import { inPlaceOrder } from "./each-file.ts";

/** Files of which a tool said nothing because another one does not parse: some stop at the first such file. */
export function hiddenByOthers({ problems }: LibraryResult, files: readonly SourceFile[]): SourceFile[] {
  const broken = new Set(problems.filter(({ code }) => code === "syntax-error").map(({ path }) => path));
  if (broken.size === 0) return [];
  const unproved = new Set(problems.filter(({ code }) => code === "not-reported").map(({ path }) => path));
  return files.filter(({ path }) => unproved.has(path) && !broken.has(path));
}

/** What was said of all other files. */
export function without(result: LibraryResult, files: readonly SourceFile[]): LibraryResult {
  if (files.length === 0) return result;
  const paths = new Set(files.map(({ path }) => path));
  return {
    ...result,
    findings: result.findings.filter(({ location }) => !paths.has(location.path)),
    suppressed: (result.suppressed ?? []).filter(({ finding }) => !paths.has(finding.location.path)),
    problems: result.problems.filter(({ path }) => path === undefined || !paths.has(path)),
  };
}

/** In one order, whichever batch came first. */
export function merge(results: readonly LibraryResult[]): LibraryResult {
  const problems = results
    .flatMap((result) => result.problems)
    .map((problem) => [JSON.stringify([problem.path ?? "", problem]), problem] as const);
  return {
    findings: inPlaceOrder(
      results.flatMap((result) => result.findings),
      (finding) => finding,
    ),
    problems: [...new Map(problems.toSorted(([a], [b]) => compareText(a, b))).values()],
    covered: results.flatMap((result) => result.covered).toSorted(compareText),
    suppressed: inPlaceOrder(
      results.flatMap((result) => result.suppressed ?? []),
      ({ finding }) => finding,
    ),
    raw: results.flatMap((result) => result.raw ?? []).toSorted(compareText),
  };
}
