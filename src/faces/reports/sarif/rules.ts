import type { Cwe } from "#domain/cwe.ts";
import type { Severity } from "#domain/severity.ts";
import { severityRank } from "#domain/severity.ts";
import { compareText } from "#lib/compare.ts";
import type { ReportingDescriptor, ToolComponent } from "sarif";
import type { Explanation } from "#app/api.ts";
import { bounded, LIMITS } from "./limits.ts";

/** What is reported under one rule id. */
export interface RuleUse {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly probability: number;
  readonly cwes: readonly Cwe[];
}

const SCORE: Readonly<Record<Severity, string | undefined>> = {
  critical: "9.5",
  high: "8.0",
  medium: "5.5",
  low: "2.0",
  info: undefined,
};

export function levelOf(severity: Severity): "error" | "warning" | "note" {
  if (severity === "critical" || severity === "high") return "error";
  return severity === "medium" ? "warning" : "note";
}

/** One descriptor a rule id, sorted; its severity and precision are the highest that are reported under it. */
export function sarifRules(uses: readonly RuleUse[], explanations: ReadonlyMap<string, Explanation>): ReportingDescriptor[] {
  const merged = new Map<string, RuleUse>();
  for (const use of uses) {
    const known = merged.get(use.id);
    merged.set(use.id, known === undefined ? use : merge(known, use));
  }
  const rules = [...merged.values()].toSorted((a, b) => compareText(a.id, b.id));
  const taxa = weaknesses(rules);
  return rules.map((rule) => descriptor(rule, explanations.get(rule.id), taxa));
}

function merge(a: RuleUse, b: RuleUse): RuleUse {
  return {
    ...a,
    severity: severityRank(b.severity) > severityRank(a.severity) ? b.severity : a.severity,
    probability: Math.max(a.probability, b.probability),
    cwes: [...new Set([...a.cwes, ...b.cwes])],
  };
}

function descriptor(rule: RuleUse, explanation: Explanation | undefined, taxa: readonly Cwe[]): ReportingDescriptor {
  const title = explanation?.title ?? rule.title;
  const body = explanation?.body ?? `${rule.title}. Reported by rule ${rule.id}.`;
  const score = SCORE[rule.severity];
  const tags = rule.cwes.map((cwe) => `external/cwe/cwe-${cwe.slice(4).padStart(3, "0")}`);
  return {
    id: rule.id.toWellFormed(),
    ...ruleName(rule.id),
    shortDescription: { text: bounded(title, LIMITS.description, rule.id) },
    fullDescription: { text: bounded(firstParagraph(body), LIMITS.description, title) },
    help: { text: bounded(body, LIMITS.text, title), markdown: bounded(body, LIMITS.text, title) },
    defaultConfiguration: { level: levelOf(rule.severity) },
    relationships: rule.cwes.map((cwe) => ({
      target: { id: cwe, index: taxa.indexOf(cwe), toolComponent: { name: "CWE", index: 0 } },
      kinds: ["superset"],
    })),
    properties: {
      tags: ["security", ...tags].slice(0, LIMITS.tagsPerRule),
      precision: precisionOf(rule.probability),
      ...(score === undefined ? {} : { "security-severity": score }),
    },
  };
}

/** A rule's id as one word in PascalCase; SARIF wants no name where it would be the id again. */
function ruleName(id: string): { name?: string } {
  const name = id
    .replaceAll(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9]?)/g, (_, letter: string) => letter.toUpperCase())
    .slice(0, LIMITS.ruleName);
  return name === "" || name === id ? {} : { name };
}

function firstParagraph(markdown: string): string {
  return markdown.split(/\n\s*\n/).find((part) => !part.startsWith("#")) ?? markdown;
}

function precisionOf(probability: number): "very-high" | "high" | "medium" | "low" {
  if (probability >= 0.9) return "very-high";
  if (probability >= 0.7) return "high";
  return probability >= 0.4 ? "medium" : "low";
}

function weaknesses(rules: readonly RuleUse[]): Cwe[] {
  const all = new Set(rules.flatMap((rule) => rule.cwes));
  return [...all].toSorted((a, b) => Number(a.slice(4)) - Number(b.slice(4)));
}

/** MITRE's list, as far as these rules name it. */
export function weaknessTaxonomy(uses: readonly RuleUse[]): ToolComponent {
  return {
    name: "CWE",
    organization: "MITRE",
    shortDescription: { text: "Common Weakness Enumeration" },
    taxa: weaknesses(uses).map((cwe) => ({ id: cwe, helpUri: `https://cwe.mitre.org/data/definitions/${cwe.slice(4)}.html` })),
  };
}
