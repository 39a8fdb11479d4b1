import type { Repair } from "#domain/report.ts";
import type { Log, Result, Run } from "sarif";
import { type CheckView, indexView } from "#faces/reports/view.ts";
import { lineHashes } from "./fingerprint.ts";
import { sarifFixes } from "./fixes.ts";
import { invocation } from "./invocation.ts";
import { bounded, LIMITS } from "./limits.ts";
import { ROOT } from "./place.ts";
import { defectResult, type LineHash, suppressedResult } from "./result.ts";
import { type RuleUse, sarifRules, weaknessTaxonomy } from "./rules.ts";

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** Beyond so many results nobody reads the text, and indentation would more than double it. */
const INDENTED = 2000;

export function sarifText(view: CheckView, repairs: readonly Repair[]): string {
  const indent = view.defects.length + view.report.suppressed.length > INDENTED ? undefined : 2;
  return `${JSON.stringify(sarifLog(view, repairs), undefined, indent)}\n`;
}

/** SARIF 2.1.0 within GitHub's limits: a result a defect, worst first; then suppressed findings. */
export function sarifLog(view: CheckView, repairs: readonly Repair[]): Log {
  const defects = view.defects.slice(0, LIMITS.resultsPerRun);
  const suppressed = view.report.suppressed.slice(0, LIMITS.resultsPerRun - defects.length);
  const leftOut = view.defects.length + view.report.suppressed.length - defects.length - suppressed.length;
  const index = indexView(view);
  const uses: RuleUse[] = [
    ...defects.map((defect) => ({
      id: defect.rule,
      title: defect.title,
      severity: defect.severity,
      probability: defect.probability,
      cwes: [
        ...new Set([
          ...(defect.cwe === undefined ? [] : [defect.cwe]),
          ...index.witnesses(defect).flatMap((finding) => finding.cwe),
        ]),
      ],
    })),
    ...suppressed.map(({ finding }) => ({
      id: finding.rule,
      title: finding.rule,
      severity: finding.severity,
      probability: finding.confidence,
      cwes: finding.cwe,
    })),
  ];
  const rules = sarifRules(uses, view.explanations);
  const ruleIndex = new Map(rules.map((rule, at) => [rule.id, at]));
  const indexOf = (rule: string) => ruleIndex.get(rule.toWellFormed()) ?? -1;
  const hash = lineHasher(view.sources);
  const fixes = new Map(repairs.map((repair) => [repair.defect as string, sarifFixes(repair, view)]));
  const results: Result[] = [
    ...defects.map((defect) => defectResult(defect, indexOf(defect.rule), fixes.get(defect.id) ?? [], index, hash)),
    ...suppressed.map((item) => suppressedResult(item, indexOf(item.finding.rule), hash)),
  ];
  const run: Run = {
    tool: {
      driver: { name: "assay", version: view.version, rules, supportedTaxonomies: [{ name: "CWE", index: 0 }] },
      extensions: view.report.engines.slice(0, LIMITS.extensionsPerRun).map((engine) => ({
        name: bounded(engine.id, LIMITS.ruleName, "engine"),
        version: bounded(engine.version, LIMITS.ruleName, "unknown"),
      })),
    },
    invocations: [invocation(view, leftOut)],
    columnKind: "utf16CodeUnits",
    originalUriBaseIds: { [ROOT]: { description: { text: "The root of the repository." } } },
    taxonomies: [weaknessTaxonomy(uses)],
    results,
  };
  return { $schema: SCHEMA, version: "2.1.0", runs: [run] };
}

/** Each file is hashed once, when its first result is written. */
function lineHasher(sources: ReadonlyMap<string, string>): LineHash {
  const known = new Map<string, (line: number) => string | undefined>();
  return (path, line) => {
    const text = sources.get(path);
    if (text === undefined) return undefined;
    let hashOf = known.get(path);
    if (hashOf === undefined) {
      hashOf = lineHashes(text);
      known.set(path, hashOf);
    }
    return hashOf(line);
  };
}
