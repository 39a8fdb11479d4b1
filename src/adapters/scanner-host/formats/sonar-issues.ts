import type { Severity } from "#domain/severity.ts";
import { type Claim, cwesIn, severityOfWord, type ToolReport, words } from "./claim.ts";
import { dig, digList, digText, digWhole, scalar } from "./dig.ts";
import type { ReportReader } from "./report-reader.ts";

/**
 * Reads SonarQube's generic issues, with rules of their own (10.3 and newer) and in the form before, and what its web API answers
 * (`api/issues/search`, `api/hotspots/search`). An issue without an impact on security is told, never above low.
 */
export function sonarReader(): ReportReader {
  const issues: unknown[] = [];
  const rules = new Map<string, unknown>();
  let listed = false;
  let total: number | undefined;
  return {
    paths: ["$.paging", "$.total", "$.rules.*", "$.issues.*", "$.hotspots.*"],
    onOpen(path, kind) {
      if (path.length === 1 && (path[0] === "issues" || path[0] === "hotspots") && kind === "array") listed = true;
    },
    onPiece(path, value) {
      if (path[0] === "paging") total = digWhole(value, "total");
      else if (path[0] === "total") total ??= digWhole(value);
      else if (path[0] === "rules") rules.set(digText(value, "id") ?? digText(value, "key") ?? "", value);
      else if (path[0] === "issues" || path[0] === "hotspots") issues.push(value);
    },
    finish() {
      if (!listed) return "the report holds no list of issues";
      const problems =
        total === undefined || total <= issues.length
          ? []
          : [{ code: "report-cut", message: `a page with ${issues.length} of ${total} issues: the others are not here` }];
      const byTool = new Map<string, Claim[]>();
      let placeless = 0;
      for (const issue of issues) {
        const rule = rules.get(digText(issue, "ruleId") ?? "");
        const claim = dig(issue, "component") === undefined ? generic(issue, rule) : sonarApiClaim(issue);
        const tool = words(dig(rule, "engineId") ?? dig(issue, "engineId") ?? dig(issue, "externalRuleEngine"), "SonarQube");
        if (claim === undefined) placeless++;
        const claims = byTool.get(tool) ?? [];
        byTool.set(tool, claims);
        if (claim !== undefined) claims.push(claim);
      }
      if (byTool.size === 0) byTool.set(words(dig([...rules.values()][0], "engineId"), "SonarQube"), []);
      if (placeless > 0) problems.push({ code: "no-place", message: `${placeless} issues name no file and were left out` });
      return [...byTool].map(
        ([tool, claims], at): ToolReport => ({ tool, version: "", claims, problems: at === 0 ? problems : [], roots: [] }),
      );
    },
  };
}

function generic(issue: unknown, rule: unknown): Claim | undefined {
  const place = dig(issue, "primaryLocation");
  const path = digText(place, "filePath");
  if (path === undefined) return undefined;
  const range = dig(place, "textRange");
  const title = digText(rule, "name");
  return {
    rule: words(dig(issue, "ruleId"), "unnamed"),
    cwe: cwesIn([dig(issue, "ruleId"), title, dig(rule, "description"), ...digList(rule, "tags")]),
    severity: severityOf(issue, rule),
    confidence: 0.5,
    ...(title === undefined ? {} : { title: words(title.slice(0, 120), "unnamed") }),
    message: words(dig(place, "message"), "no message"),
    place: {
      path,
      startLine: digWhole(range, "startLine"),
      startColumn: plusOne(digWhole(range, "startColumn")),
      endLine: digWhole(range, "endLine"),
      endColumn: plusOne(digWhole(range, "endColumn")),
      unit: "utf16",
    },
  };
}

/** One issue or hotspot of the web API; undefined for one of no file. Components are `project:path`, of a branch or module too; the path stands after the last colon. */
export function sonarApiClaim(issue: unknown): Claim | undefined {
  const path = /:([^:]+)$/u.exec(digText(issue, "component") ?? "")?.[1];
  if (path === undefined) return undefined;
  const range = dig(issue, "textRange");
  const status = scalar(dig(issue, "resolution") ?? dig(issue, "issueStatus"));
  const closed = ["FALSE-POSITIVE", "FALSE_POSITIVE", "WONTFIX", "ACCEPTED", "SAFE", "FIXED"].includes(status);
  return {
    rule: words(dig(issue, "rule") ?? dig(issue, "ruleKey"), "unnamed"),
    cwe: cwesIn(digList(issue, "tags")),
    severity: severityOf(issue, undefined),
    confidence: dig(issue, "vulnerabilityProbability") === undefined ? 0.5 : 0.3,
    message: words(dig(issue, "message"), "no message"),
    place: {
      path,
      startLine: digWhole(range, "startLine") ?? digWhole(issue, "line"),
      startColumn: plusOne(digWhole(range, "startOffset")),
      endLine: digWhole(range, "endLine"),
      endColumn: plusOne(digWhole(range, "endOffset")),
      unit: "utf16",
    },
    hidden: closed ? `resolved as ${status} in SonarQube` : undefined,
  };
}

function severityOf(issue: unknown, rule: unknown): Severity {
  const hotspot = digText(issue, "vulnerabilityProbability");
  if (hotspot !== undefined) return severityOfWord(hotspot) ?? "low";
  const impacts = [...digList(issue, "impacts"), ...digList(rule, "impacts")];
  const security = impacts.find((one) => dig(one, "softwareQuality") === "SECURITY");
  if (security !== undefined) return severityOfWord(dig(security, "severity")) ?? "medium";
  if (dig(issue, "type") === "VULNERABILITY") return severityOfWord(dig(issue, "severity")) ?? "medium";
  return severityOfWord(dig(issue, "severity") ?? dig(impacts[0], "severity")) === "info" ? "info" : "low";
}

function plusOne(column: number | undefined): number | undefined {
  return column === undefined ? undefined : column + 1;
}
