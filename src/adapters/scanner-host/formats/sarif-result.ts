import type { ClaimedPlace } from "./claim.ts";
import { dig, digList, digText, digWhole } from "./dig.ts";

/** A result of SARIF 2.1.0 without what nobody asks for: reports have hundreds of thousands. */
export interface SarifResult {
  readonly ruleId: string | undefined;
  readonly ruleIndex: number | undefined;
  /** Index of the extension that defines the rule; undefined for the driver. */
  readonly extension: number | undefined;
  readonly level: string | undefined;
  readonly kind: string | undefined;
  readonly message: unknown;
  readonly place: SarifPlace | undefined;
  readonly hidden: string | undefined;
  readonly absent: boolean;
  readonly cwe: readonly unknown[];
  readonly score: unknown;
  readonly sureness: unknown;
  readonly trace: readonly { readonly place: SarifPlace; readonly note: string }[];
}

/** `path` may be empty where only `index` names the file. */
export interface SarifPlace extends Omit<ClaimedPlace, "unit"> {
  readonly base: string | undefined;
  readonly index: number | undefined;
}

const MOST_STEPS = 100;

const NONE: readonly never[] = [];

/** Holds nothing but what JSON can say. */
export function sarifResult(value: unknown): SarifResult {
  const ruleId = digText(value, "ruleId") ?? digText(value, "rule", "id");
  const steps = digList(value, "codeFlows", 0, "threadFlows", 0, "locations").slice(0, MOST_STEPS);
  const weaknesses = [...digList(value, "taxa").map(taxon), ...weaknessProperties(dig(value, "properties"))].filter(
    (one) => one !== undefined,
  );
  return {
    ruleId,
    ruleIndex: digWhole(value, "ruleIndex") ?? digWhole(value, "rule", "index"),
    extension: digWhole(value, "rule", "toolComponent", "index"),
    level: wordOf(value, "level"),
    kind: wordOf(value, "kind"),
    message: slim(dig(value, "message")),
    place: sarifPlace(dig(value, "locations", 0)),
    hidden: hiddenBy(digList(value, "suppressions")),
    absent: dig(value, "baselineState") === "absent",
    cwe: weaknesses.length === 0 ? NONE : weaknesses,
    score: dig(value, "properties", "security-severity"),
    sureness: dig(value, "properties", "precision") ?? dig(value, "properties", "issue_confidence"),
    trace:
      steps.length === 0
        ? NONE
        : steps.flatMap((step) => {
            const place = sarifPlace(dig(step, "location"));
            const note = digText(step, "location", "message", "text")?.slice(0, 200) ?? "";
            return place === undefined ? [] : [{ place, note }];
          }),
  };
}

/** The number that a reference to a taxonomy of weaknesses stands for. */
export function taxon(reference: unknown): unknown {
  const id = dig(reference, "id");
  const inWeaknesses = /^cwe\b/iu.test(digText(reference, "toolComponent", "name") ?? "");
  return inWeaknesses && typeof id === "string" && /^\d+$/u.test(id) ? Number(id) : id;
}

/** What tools put into property bags: `tags`, and `cwe` as text, number or list of either. */
export function weaknessProperties(properties: unknown): readonly unknown[] {
  if (properties === undefined) return NONE;
  const direct = [dig(properties, "cwe"), dig(properties, "CWE"), dig(properties, "issue_cwe")].flat();
  const numbers = direct.map((one) => (typeof one === "string" && /^\d+$/u.test(one) ? Number(one) : one));
  return [...digList(properties, "tags"), ...numbers];
}

function sarifPlace(location: unknown): SarifPlace | undefined {
  const physical = dig(location, "physicalLocation");
  const file = dig(physical, "artifactLocation");
  const path = digText(file, "uri");
  const index = digWhole(file, "index");
  if (path === undefined && index === undefined) return undefined;
  const base = digText(file, "uriBaseId");
  const region = dig(physical, "region");
  return {
    path: path ?? "",
    base,
    index,
    startLine: digWhole(region, "startLine"),
    startColumn: digWhole(region, "startColumn"),
    endLine: digWhole(region, "endLine"),
    endColumn: digWhole(region, "endColumn"),
  };
}

/** A result is hidden when it has suppressions and none of them is under review or refused (§3.27.23). */
function hiddenBy(suppressions: readonly unknown[]): string | undefined {
  const [first] = suppressions;
  if (first === undefined) return undefined;
  const open = suppressions.some((one) => ["underReview", "rejected"].includes(digText(one, "status") ?? ""));
  return open
    ? undefined
    : (digText(first, "justification")?.slice(0, 200) ?? `suppressed ${digText(first, "kind") ?? ""}`.trim());
}

function wordOf(value: unknown, key: string): string | undefined {
  const word = digText(value, key);
  return word === undefined ? undefined : (WORDS.find((one) => one === word) ?? word.slice(0, 40));
}

const WORDS = ["error", "warning", "note", "none", "fail", "pass", "open", "review", "informational", "notApplicable"];

/** The text itself, or the id and the arguments of one of the rule's. */
function slim(message: unknown): unknown {
  const text = digText(message, "text");
  if (text !== undefined) return text.slice(0, 2000);
  return { id: dig(message, "id"), arguments: digList(message, "arguments").slice(0, 20) };
}
