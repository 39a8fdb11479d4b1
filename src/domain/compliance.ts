import type { EngineRun } from "./completeness.ts";
import type { Defect } from "./defect.ts";
import type { Finding } from "./finding.ts";
import type { Suppressed } from "./report.ts";
import { type CatalogueRule, rulesFor, type Standard, type StandardRule } from "./standard.ts";

/**
 * `violated`: something was found. `deviated`: all that was found is suppressed. `incomplete`: rules look for it and not every file was
 * wholly analysed. `checked`: rules looked at every file and found nothing, which proves no more than that. `not-checkable`: nobody looked.
 */
export type ComplianceStatus = "violated" | "deviated" | "incomplete" | "checked" | "not-checkable";

export interface RuleCompliance extends Pick<StandardRule, "id" | "about" | "narrower"> {
  readonly status: ComplianceStatus;
  /** `path:line` of each defect, in the order of the report. */
  readonly places: readonly string[];
  /** Findings that a marker or a file hides. */
  readonly suppressed: number;
  /** Families of languages in which rules look for it, each with how many; and engines that took part, as 1. */
  readonly looked: Readonly<Record<string, number>>;
  /** Families of this scan in which no rule looks for it; empty where none does at all. */
  readonly unlooked: readonly string[];
  /** Files of families in which rules look for it that were not wholly analysed. */
  readonly incomplete: number;
  /** Why nobody looked; present exactly where `status` is `not-checkable`. */
  readonly reason?: { readonly code: "no-rule" | "no-files" | "engine-absent"; readonly words: string };
}

export interface Compliance extends Pick<Standard, "id" | "title" | "edition" | "source"> {
  /** Only defects on changed lines were judged. */
  readonly changeOnly: boolean;
  /** In the order of the standard. */
  readonly rules: readonly RuleCompliance[];
}

export interface ComplianceFacts {
  readonly catalogue: readonly CatalogueRule[];
  /** Files of the scan by family of language, and how many of them the embedded analyser did not wholly analyse. */
  readonly files: ReadonlyMap<string, { readonly all: number; readonly incomplete: number }>;
  readonly familyOf: (path: string) => string | undefined;
  readonly engines: readonly EngineRun[];
  readonly defects: readonly Defect[];
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
  readonly changeOnly: boolean;
}

/** The engine whose rules the catalogue lists. */
const EMBEDDED = "assay";

/** What a scan says about every rule of a standard. Nothing that was not looked at counts as kept. */
export function complianceWith(standard: Standard, facts: ComplianceFacts): Compliance {
  const { id, title, edition, source } = standard;
  const findings = new Map<string, Finding>(facts.findings.map((finding) => [finding.id, finding]));
  const rules = standard.rules.map((rule): RuleCompliance => {
    const breaks = breaking(standard, rule, facts);
    const places = facts.defects
      .filter(({ witnesses }) => witnesses.some((witness) => breaks(findings.get(witness))))
      .map(({ location }) => `${location.path}:${location.startLine}`);
    const suppressed = facts.suppressed.filter(({ finding }) => breaks(finding)).length;
    return { ...looking(standard, rule, facts, places, suppressed), places, suppressed };
  });
  return { id, title, edition, source, changeOnly: facts.changeOnly, rules };
}

/** Whether a finding breaks a rule of the standard. */
function breaking({ languages }: Standard, rule: StandardRule, { familyOf }: ComplianceFacts) {
  const cwes = new Set<string>(rule.cwes);
  return (finding: Finding | undefined): boolean => {
    if (finding === undefined) return false;
    if (languages !== undefined && !languages.includes(familyOf(finding.location.path) ?? "")) return false;
    const ours = finding.engine === EMBEDDED && rule.rules.includes(finding.rule);
    return ours || rule.engines.includes(finding.engine) || finding.cwe.some((cwe) => cwes.has(cwe));
  };
}

function looking(
  { languages }: Standard,
  rule: StandardRule,
  { catalogue, files, engines }: ComplianceFacts,
  places: readonly string[],
  suppressed: number,
): Omit<RuleCompliance, "places" | "suppressed"> {
  const { id, about, narrower, unchecked } = rule;
  const families = [...files.keys()].filter((family) => languages?.includes(family) ?? true).toSorted();
  const here = engines.some((engine) => engine.id === EMBEDDED);
  const counts = families.map((family) => [family, here ? rulesFor(rule, catalogue, family).length : 0] as const);
  const others = engines.filter(
    (engine) => rule.engines.includes(engine.id) && engine.covered.length + engine.reasons.length > 0,
  );
  const looked = Object.fromEntries([
    ...counts.filter(([, count]) => count > 0),
    ...others.map((engine) => [engine.id, 1] as const),
  ]);
  const any = Object.keys(looked).length > 0;
  const unlooked = any ? counts.filter(([, count]) => count === 0).map(([family]) => family) : [];
  const behind = others.reduce((sum, { status, reasons }) => sum + (status === "complete" ? 0 : Math.max(1, reasons.length)), 0);
  const incomplete = counts.reduce((sum, [family, n]) => sum + (n > 0 ? (files.get(family)?.incomplete ?? 0) : 0), behind);
  const common = { id, about, looked, unlooked, incomplete, ...(narrower === undefined ? {} : { narrower }) };
  if (places.length > 0) return { ...common, status: "violated" };
  if (suppressed > 0) return { ...common, status: "deviated" };
  if (any) return { ...common, status: incomplete > 0 ? "incomplete" : "checked" };
  const nowhere = languages !== undefined && families.length === 0;
  const absent = !here && families.some((family) => rulesFor(rule, catalogue, family).length > 0);
  const reason =
    unchecked !== undefined
      ? ({ code: "no-rule", words: unchecked } as const)
      : nowhere || files.size === 0
        ? ({ code: "no-files", words: "no file of its language here" } as const)
        : absent
          ? ({ code: "engine-absent", words: "the engine whose rules look for it takes no part" } as const)
          : ({ code: "no-rule", words: "no rule of assay looks for it in these languages" } as const);
  return { ...common, status: "not-checkable", reason };
}
