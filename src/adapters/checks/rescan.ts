import type { Problem } from "#domain/completeness.ts";
import type { Finding } from "#domain/finding.ts";
import type { ScanReport } from "#domain/report.ts";
import { type CheckContext, defineCheck } from "#ports/check.ts";
import { fail, inconclusive, pass } from "./kit/answers.ts";
import { matchFindings } from "./kit/match-findings.ts";
import { allFindings, editedTexts, findingName, isMilderAdvice } from "./kit/scan-scope.ts";

export default defineCheck({
  id: "rescan",
  level: "E2",
  title: "The finding is gone under every engine that raised it, and no engine reports anything new",
  async run(context, signal) {
    const { defect, beforeScan } = context;
    const after = await context.afterScan(signal);
    const witnesses = allFindings(beforeScan).filter((finding) => defect.witnesses.includes(finding.id));
    if (witnesses.length === 0)
      return inconclusive("witness-missing", "The scan of the unchanged code does not hold the defect's findings.");
    const scope = new Set([...after.files, ...context.candidate.patch.files.map((file) => file.path)]);
    const texts = await editedTexts(context, scope);
    const inScope = (finding: Finding): boolean => texts.has(finding.location.path);
    const { kept, fresh } = matchFindings(allFindings(beforeScan).filter(inScope), allFindings(after).filter(inScope), texts);

    const remaining = witnesses.find((finding) => kept.has(finding));
    if (remaining !== undefined)
      return fail("finding-remains", `Still reported: ${findingName(kept.get(remaining) ?? remaining)}.`);
    const worse = fresh.filter((finding) => !isMilderAdvice(finding, defect));
    if (worse.length > 0) return fail("new-finding", `Newly reported: ${worse.map(findingName).join("; ")}.`);
    const gap = incompleteness(context, after, witnesses);
    if (gap !== undefined) return inconclusive("scan-incomplete", gap);
    const engines = [...new Set(witnesses.map((finding) => finding.engine))].toSorted();
    const advice = fresh.length === 0 ? "" : ` Milder advice in its place: ${fresh.map(findingName).join("; ")}.`;
    return pass(
      "ok",
      `Gone under ${engines.join(", ")}; nothing new in ${scope.size} ${scope.size === 1 ? "file" : "files"}.${advice}`,
    );
  },
});

/** Why silence proves nothing: an engine that looked before did not look, or not as well, this time. */
function incompleteness(
  { beforeScan, candidate }: CheckContext,
  after: ScanReport,
  witnesses: readonly Finding[],
): string | undefined {
  for (const old of beforeScan.engines) {
    const fresh = after.engines.find((engine) => engine.id === old.id);
    const concerned = candidate.patch.files.some(({ path }) => old.covered.includes(path));
    if (fresh === undefined && !concerned) continue;
    if (fresh === undefined) return `${old.id} did not run again.`;
    const why = fresh.reasons[0]?.message ?? "no reason given";
    if (old.status === "complete" && fresh.status !== "complete")
      return `${old.id} was complete before and is ${fresh.status} now: ${why}.`;
    if (old.status !== "failed" && fresh.status === "failed") return `${old.id} failed: ${why}.`;
    const unseen = candidate.patch.files.find(({ path }) => old.covered.includes(path) && !fresh.covered.includes(path));
    if (unseen !== undefined) return `${old.id} no longer analysed ${unseen.path}.`;
    const left = fresh.reasons.find((reason) => isNewlyLeftOut(reason, old.reasons, candidate.patch.files));
    if (left !== undefined) return `${old.id} reads less of ${left.path} than before: ${left.message}.`;
  }
  const unknown = witnesses.find(({ engine }) => !after.engines.some(({ id }) => id === engine));
  return unknown === undefined ? undefined : `${unknown.engine} did not run again.`;
}

/** True for a file of the patch of which another part than before is beyond what an engine reads: what it says nothing of may have gone there. */
function isNewlyLeftOut(
  { path, code, message }: Problem,
  before: readonly Problem[],
  files: readonly { readonly path: string }[],
): boolean {
  if (code !== "beyond-subset" || !files.some((file) => file.path === path)) return false;
  const parts = (text: string): string => text.replaceAll(/line \d+/gu, "line");
  return !before.some((old) => old.path === path && old.code === code && parts(old.message) === parts(message));
}
