import type { Severity } from "#domain/severity.ts";
import { type Claim, type ClaimedPlace, cwesIn, severityOfScore, severityOfWord, words } from "./claim.ts";
import { dig, digList, digText, scalar } from "./dig.ts";
import { type SarifPlace, type SarifResult, taxon, weaknessProperties } from "./sarif-result.ts";

/** What a rule says of each of its results. */
interface RuleFacts {
  readonly rule: unknown;
  /** What may hold weakness numbers. */
  readonly weaknesses: readonly unknown[];
  readonly cwe: readonly string[];
  readonly title: string | undefined;
  readonly shortDescription: string | undefined;
  readonly sureness: unknown;
  readonly score: unknown;
  readonly level: string | undefined;
  readonly isTaggedSecurity: boolean;
}

const SURE: Readonly<Record<string, number>> = { "very-high": 0.9, high: 0.7, medium: 0.5, low: 0.3 };

/** Makes claims of results of a run, whose `place` is there; what the rules of its tool say is looked up once. */
export function claimMaker(tool: unknown, placed: (place: SarifPlace) => ClaimedPlace): (result: SarifResult) => Claim {
  const rules = ruleTable(tool);
  const noRule = ruleFacts(undefined);
  return (result) => {
    const byIndex = result.ruleIndex === undefined ? undefined : rules.get(`${result.extension ?? -1}#${result.ruleIndex}`);
    const id = result.ruleId ?? digText(byIndex?.rule, "id") ?? "unnamed";
    const facts = byIndex ?? rules.get(id) ?? rules.get(id.slice(0, id.lastIndexOf("/"))) ?? noRule;
    return toClaim(result, id, facts, placed);
  };
}

/** Rules by component and index, and by component and id; the component of the driver is -1. */
function ruleTable(tool: unknown): ReadonlyMap<string, RuleFacts> {
  const table = new Map<string, RuleFacts>();
  const components = [dig(tool, "driver"), ...digList(tool, "extensions")];
  for (const [at, component] of components.entries())
    for (const [index, rule] of digList(component, "rules").entries()) {
      const facts = ruleFacts(rule);
      table.set(`${at - 1}#${index}`, facts);
      const id = digText(rule, "id");
      if (id !== undefined && !table.has(id)) table.set(id, facts);
    }
  return table;
}

function ruleFacts(rule: unknown): RuleFacts {
  const properties = dig(rule, "properties");
  const relations = digList(rule, "relationships").map((one) => taxon(dig(one, "target")));
  const weaknesses = [...relations, ...weaknessProperties(properties)];
  const shortDescription = digText(rule, "shortDescription", "text");
  return {
    rule,
    weaknesses,
    cwe: cwesIn(weaknesses),
    title: shortDescription?.slice(0, 120),
    shortDescription,
    sureness: dig(properties, "precision"),
    score: dig(properties, "security-severity"),
    level: digText(rule, "defaultConfiguration", "level"),
    isTaggedSecurity: digList(properties, "tags").includes("security"),
  };
}

function toClaim(result: SarifResult, id: string, facts: RuleFacts, placed: (place: SarifPlace) => ClaimedPlace): Claim {
  const told = result.cwe.length === 0 ? facts.cwe : cwesIn([...result.cwe, ...facts.weaknesses]);
  const cwe = told.length > 0 ? told : cwesIn([id, dig(facts.rule, "name"), `cwe-${weaknessPage(facts.rule)}`]);
  return {
    rule: words(id, "unnamed"),
    cwe,
    severity: severityOf(result, facts, cwe.length > 0 || facts.isTaggedSecurity),
    confidence: SURE[scalar(result.sureness ?? facts.sureness).toLowerCase()] ?? 0.5,
    ...(facts.title === undefined ? {} : { title: words(facts.title, id) }),
    message: messageOf(result, facts),
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

function severityOf(result: SarifResult, rule: RuleFacts, aboutSecurity: boolean): Severity {
  const score = Number.parseFloat(scalar(result.score ?? rule.score));
  if (Number.isFinite(score)) return severityOfScore(score);
  if (result.kind !== undefined && ["informational", "open", "review"].includes(result.kind)) return "info";
  const told = severityOfWord(result.level ?? rule.level ?? "warning") ?? "medium";
  return aboutSecurity ? told : LOWERED[told];
}

function messageOf({ message, ruleId }: SarifResult, { rule, shortDescription }: RuleFacts): string {
  const pattern =
    typeof message === "string" ? message : digText(rule, "messageStrings", digText(message, "id") ?? "default", "text");
  const filled = pattern?.includes("{")
    ? pattern.replaceAll(/\{(\d+)\}/gu, (whole, at: string) => digText(message, "arguments", Number(at)) ?? whole)
    : pattern;
  // Links in messages: `[words](1)` points at a related place.
  const plain = filled?.includes("](") ? filled.replaceAll(/\[([^\][]*)\]\(\d+\)/gu, "$1") : filled;
  return words(plain, shortDescription ?? ruleId ?? "no message");
}
