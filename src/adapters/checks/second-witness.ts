import { cweFamily } from "#domain/cwe.ts";
import type { Defect } from "#domain/defect.ts";
import type { Finding } from "#domain/finding.ts";
import type { ScanReport } from "#domain/report.ts";
import { digest } from "#lib/digest.ts";
import { engineFamily } from "#ports/engine-family.ts";
import { type CheckContext, defineCheck } from "#ports/check.ts";
import { fail, inconclusive, pass } from "./kit/answers.ts";
import { matchFindings } from "./kit/match-findings.ts";
import { allFindings, editedTexts, findingName, isMilderAdvice } from "./kit/scan-scope.ts";

export default defineCheck({
  id: "second-witness",
  level: "E3",
  title: "A second engine that saw the defect on the unchanged code no longer sees it, nor anything new",
  async run(context, signal) {
    const { defect, beforeScan } = context;
    if (defect.cwe === undefined)
      return inconclusive("no-second-witness", "The weakness has no number that engines could agree on.");
    const paths = [...new Set([...context.candidate.patch.files.map(({ path }) => path), defect.location.path])].toSorted();
    const spare = await spareReports(context, paths, signal);
    const before = [...allFindings(beforeScan), ...spare.before].filter(({ location }) => paths.includes(location.path));
    const seen = before.filter((finding) => defect.witnesses.includes(finding.id) || isSameDefect(finding, defect));
    const first = seen.find((finding) => defect.witnesses.includes(finding.id))?.engine;
    const seconds = [...new Set(seen.map(({ engine }) => engine))].filter((engine) => isIndependent(engine, first)).toSorted();
    if (first === undefined || seconds.length === 0)
      return inconclusive(
        "no-second-witness",
        `No engine independent of ${first ?? "the first"} saw this weakness at this place.`,
      );

    const report = await context.afterScan(signal);
    const after = [...allFindings(report), ...spare.after].filter(({ location }) => paths.includes(location.path));
    const ofSeconds = ({ engine }: Finding): boolean => seconds.includes(engine);
    const texts = await editedTexts(context, new Set(paths));
    const { kept, fresh } = matchFindings(before.filter(ofSeconds), after.filter(ofSeconds), texts);
    const still = seen.find((finding) => ofSeconds(finding) && kept.has(finding));
    if (still !== undefined) return fail("finding-remains", `Still reported: ${findingName(kept.get(still) ?? still)}.`);
    const worse = fresh.filter((finding) => !isMilderAdvice(finding, defect));
    if (worse.length > 0) return fail("new-finding", `Newly reported: ${worse.map(findingName).join("; ")}.`);
    const blind = seconds.find((engine) => !looked([report, spare.report], engine, defect.location.path));
    if (blind !== undefined)
      return inconclusive("scan-incomplete", `${blind} did not look at the patched ${defect.location.path}.`);
    return pass(
      "ok",
      `${seconds.join(", ")} saw it too, independently of ${first}, and no longer ${seconds.length === 1 ? "does" : "do"}.`,
    );
  },
});

interface Spare {
  readonly before: readonly Finding[];
  readonly after: readonly Finding[];
  readonly report: ScanReport | undefined;
}

/** What engines say that took no part in the run. */
async function spareReports(context: CheckContext, paths: readonly string[], signal: AbortSignal): Promise<Spare> {
  const { secondScan, before, after, once } = context;
  if (secondScan === undefined) return { before: [], after: [], report: undefined };
  const texts = await Promise.all(paths.map(async (path) => digest(await before.read(path))));
  const old = await once(`second scan ${texts.join(" ")}`, () => secondScan(before, paths, signal));
  if (!allFindings(old).some((finding) => isSameDefect(finding, context.defect)))
    return { before: [], after: [], report: undefined };
  const report = await secondScan(after, paths, signal);
  return { before: allFindings(old), after: allFindings(report), report };
}

function isIndependent(engine: string, first: string | undefined): boolean {
  return first === undefined || engineFamily(engine) !== engineFamily(first);
}

/** The same family of weakness on the same lines, and more than advice. */
function isSameDefect(finding: Finding, defect: Defect): boolean {
  const { path, startLine, endLine } = defect.location;
  return (
    finding.location.path === path &&
    finding.location.startLine <= endLine &&
    finding.location.endLine >= startLine &&
    cweFamily(finding.cwe) === cweFamily([defect.cwe ?? ""]) &&
    !isMilderAdvice(finding, defect)
  );
}

function looked(reports: readonly (ScanReport | undefined)[], engine: string, path: string): boolean {
  return reports.some((report) => report?.engines.some(({ id, covered }) => id === engine && covered.includes(path)) === true);
}
