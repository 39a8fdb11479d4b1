import type { Severity } from "#domain/severity.ts";
import { type Claim, type ClaimedPlace, cwesIn, severityOfScore, severityOfWord, words } from "./claim.ts";
import { dig, digList, digText, scalar } from "./dig.ts";
import { type SarifPlace, type SarifResult, taxon, weaknessProperties } from "./sarif-result.ts";

/** Rules by component and index, and by component and id; the component of the driver is -1. */
export function ruleTable(tool: unknown): ReadonlyMap<string, unknown> {
  const table = new Map<string, unknown>();
  const components = [dig(tool, "driver"), ...digList(tool, "extensions")];
  for (const [at, component] of components.entries())
    for (const [index, rule] of digList(component, "rules").entries()) {
      table.set(`${at - 1}#${index}`, rule);
      const id = digText(rule, "id");
      if (id !== undefined && !table.has(id)) table.set(id, rule);
    }
  return table;
}

const SURE: Readonly<Record<string, number>> = { "very-high": 0.9, high: 0.7, medium: 0.5, low: 0.3 };

/** A result with its rule, as a claim; `result.place` is there. */
export function toClaim(
  result: SarifResult,
  rules: ReadonlyMap<string, unknown>,
  placed: (place: SarifPlace) => ClaimedPlace,
): Claim {
  const byIndex = result.ruleIndex === undefined ? undefined : rules.get(`${result.extension ?? -1}#${result.ruleIndex}`);
  const id = result.ruleId ?? digText(byIndex, "id") ?? "unnamed";
  const rule = byIndex ?? rules.get(id) ?? rules.get(id.slice(0, id.lastIndexOf("/")));
  const relations = digList(rule, "relationships").map((one) => taxon(dig(one, "target")));
  const told = cwesIn([...result.cwe, ...relations, ...weaknessProperties(dig(rule, "properties"))]);
  const title = digText(rule, "shortDescription", "text");
  const sureness = scalar(result.sureness ?? dig(rule, "properties", "precision")).toLowerCase();
  const cwe = told.length > 0 ? told : cwesIn([id, dig(rule, "name"), `cwe-${weaknessPage(rule)}`]);
  return {
    rule: words(id, "unnamed"),
    cwe,
    severity: severityOf(result, rule, cwe.length > 0 || digList(rule, "properties", "tags").includes("security")),
    confidence: SURE[sureness] ?? 0.5,
    ...(title === undefined ? {} : { title: words(title.slice(0, 120), id) }),
    message: messageOf(result, rule),
    place: placed(result.place as SarifPlace),
    hidden: result.hidden,
    ...(result.trace.length === 0 ? {} : { trace: result.trace.map(({ place, note }) => ({ place: placed(place), note })) }),
  };
}

function weaknessPage(rule: unknown): string {
  return /cwe\.mitre\.org\/data\/definitions\/(\d+)/u.exec(digText(rule, "helpUri") ?? "")?.[1] ?? "";
}

/** An error of a rule that says nothing of security, such as of style, is not what gates are for. */
const LOWERED: Readonly<Record<Severity, Severity>> = {
  critical: "medium",
  high: "medium",
  medium: "low",
  low: "info",
  info: "info",
};

function severityOf(result: SarifResult, rule: unknown, aboutSecurity: boolean): Severity {
  const score = Number.parseFloat(scalar(result.score ?? dig(rule, "properties", "security-severity")));
  if (Number.isFinite(score)) return severityOfScore(score);
  if (result.kind !== undefined && ["informational", "open", "review"].includes(result.kind)) return "info";
  const told = severityOfWord(result.level ?? digText(rule, "defaultConfiguration", "level") ?? "warning") ?? "medium";
  return aboutSecurity ? told : LOWERED[told];
}

function messageOf({ message, ruleId }: SarifResult, rule: unknown): string {
  const pattern =
    typeof message === "string" ? message : digText(rule, "messageStrings", digText(message, "id") ?? "default", "text");
  const filled = pattern?.replaceAll(/\{(\d+)\}/gu, (whole, at: string) => digText(message, "arguments", Number(at)) ?? whole);
  // Links in messages: `[words](1)` points at a related place.
  const plain = filled?.replaceAll(/\[([^\][]*)\]\(\d+\)/gu, "$1");
  return words(plain, digText(rule, "shortDescription", "text") ?? ruleId ?? "no message");
}
