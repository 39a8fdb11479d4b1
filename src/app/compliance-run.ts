import { languageById, languageOf } from "#analysis/languages/registry.ts";
import { parseRules } from "#analysis/match/rule-file.ts";
import { type Compliance, type ComplianceFacts, complianceWith } from "#domain/compliance.ts";
import type { Defect } from "#domain/defect.ts";
import type { ScanReport } from "#domain/report.ts";
import type { StandardId } from "#domain/standard.ts";
import { loadStandard } from "#standards/load.ts";
import type { SourceFile } from "#ports/workspace.ts";
import type { Project } from "./project.ts";
import { ruleCatalogue } from "./rule-catalogue.ts";
import { teamRules } from "./team-rules.ts";

/** What a scan says about standards, in the order asked; one that is asked for twice is told once. */
export async function complianceRun(
  { root, judges }: Pick<Project, "root" | "judges">,
  standards: readonly StandardId[],
  listed: readonly SourceFile[],
  report: ScanReport,
  defects: readonly Defect[],
  changeOnly: boolean,
): Promise<Compliance[]> {
  const languages = new Map<string, string>(listed.map(({ path, language }) => [path, language]));
  const familyOf = (path: string): string | undefined => (languageById(languages.get(path) ?? "") ?? languageOf(path))?.family;
  const own = (judges?.rules ?? teamRules(root)).flatMap(({ path, text }) => parseRules(text, path).rules);
  const { engines, findings, suppressed } = report;
  const facts: ComplianceFacts = {
    catalogue: await ruleCatalogue(own),
    files: filesByFamily(report, familyOf),
    familyOf,
    engines: engines.filter(({ imported }) => imported === undefined),
    defects,
    findings,
    suppressed,
    changeOnly,
  };
  const known = await Promise.all([...new Set(standards)].map(loadStandard));
  return known.map((standard) => complianceWith(standard, facts));
}

/** Files by family; incomplete are those that the embedded analyser had a problem with or did not cover, and those that nobody read. */
function filesByFamily(
  { engines, problems, files }: ScanReport,
  familyOf: ComplianceFacts["familyOf"],
): ComplianceFacts["files"] {
  const embedded = engines.find(({ id }) => id === "assay");
  const covered = new Set<string>(embedded?.covered);
  const troubled = new Set<string>([...(embedded?.reasons ?? []), ...problems].flatMap(({ path }) => path ?? []));
  const all = new Set<string>([...files, ...covered, ...troubled]);
  // Trouble without a path may hide any file.
  const unknown = embedded?.status === "failed" || embedded?.reasons.some(({ path }) => path === undefined) === true;
  const counts = new Map<string, { all: number; incomplete: number }>();
  for (const path of all) {
    const family = familyOf(path);
    if (family === undefined) continue;
    const count = counts.get(family) ?? { all: 0, incomplete: 0 };
    count.all++;
    if (unknown || troubled.has(path) || !covered.has(path)) count.incomplete++;
    counts.set(family, count);
  }
  return counts;
}
