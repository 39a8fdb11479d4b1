import type { Problem } from "#domain/completeness.ts";
import type { ServerProject } from "#ports/analysis-server.ts";
import { type Claim, cwesIn, type ToolReport } from "#adapters/scanner-host/formats/claim.ts";
import { dig, digList, digText, scalar } from "#adapters/scanner-host/formats/dig.ts";
import { sonarApiClaim } from "#adapters/scanner-host/formats/sonar-issues.ts";
import { ServerTrouble, type SonarClient } from "./client.ts";
import { allOfFiles, allPages } from "./pages.ts";
import { type FinishedAnalysis, scope } from "./task.ts";

const MOST_RULES = 400;

/** What an analysis found and which files it is about. Rejects with ServerTrouble. */
export async function sonarResults(client: SonarClient, project: ServerProject, analysis: FinishedAnalysis): Promise<ToolReport> {
  const { branch, pullRequest } = project;
  const tree = await allPages(
    client,
    "components/tree",
    { ...scope(project, "component"), qualifiers: "FIL,UTS", strategy: "leaves" },
    "components",
  );
  const files = new Map((tree ?? []).flatMap((one) => componentOf(one)));
  const problems: Problem[] = [...(await gateProblems(client, analysis))];
  if (tree === undefined)
    problems.push({ code: "report-cut", message: "the project has more files on the server than it lists: not all are known" });
  // The name from 10.2 on; Cloud, whose version stays at 8, knows the old one.
  const components = atLeast(client.version, 10, 2) ? "components" : "componentKeys";
  const issues = await allOfFiles(
    client,
    {
      path: "issues/search",
      whole: { ...scope(project, components), resolved: "false" },
      only: (some) => ({ [components]: some.join(","), branch, pullRequest, resolved: "false" }),
      list: "issues",
    },
    [...files.keys()],
  );
  const keys = new Map(Array.from(files, ([key, path]) => [path, key]));
  const hotspots = await allOfFiles(
    client,
    {
      path: "hotspots/search",
      whole: { ...scope(project, "project"), status: "TO_REVIEW" },
      only: (some) => ({ ...scope(project, "project"), status: "TO_REVIEW", files: some.join(",") }),
      list: "hotspots",
    },
    [...keys.keys()],
  );
  // What people closed on the server without a repair is told as suppressed.
  const closed = atLeast(client.version, 10, 4)
    ? { issueStatuses: "ACCEPTED,FALSE_POSITIVE" }
    : { resolutions: "FALSE-POSITIVE,WONTFIX" };
  const set = await allOfFiles(
    client,
    {
      path: "issues/search",
      whole: { ...scope(project, components), ...closed },
      only: (some) => ({ [components]: some.join(","), branch, pullRequest, ...closed }),
      list: "issues",
    },
    [...files.keys()],
  );
  const items = [...issues.items, ...hotspots.items, ...set.items];
  const foreign = items.find((item) => (dig(item, "project") ?? project.key) !== project.key);
  if (foreign !== undefined)
    throw new ServerTrouble(
      "report-unreadable",
      `the server answers about ${scalar(dig(foreign, "project"))}, not ${project.key}`,
    );
  const claims = items.flatMap((item) => sonarApiClaim(item) ?? []);
  const placeless = items.length - claims.length;
  if (placeless > 0) problems.push({ code: "no-place", message: `${placeless} issues name no file and were left out` });
  return {
    tool: "SonarQube",
    version: client.version,
    claims: await withWeaknesses(client, claims, problems),
    problems: [...problems, ...issues.problems, ...hotspots.problems, ...set.problems],
    covered: [...files.values()],
    roots: [],
  };
}

function atLeast(version: string, least: number, more: number): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > least || (major === least && minor >= more);
}

function componentOf(component: unknown): [string, string][] {
  const key = digText(component, "key");
  const path = digText(component, "path");
  return key === undefined || path === undefined ? [] : [[key, path]];
}

/** The server's own verdict is no finding in a file; anything but OK keeps the run from being complete. */
async function gateProblems(client: SonarClient, { id }: FinishedAnalysis): Promise<Problem[]> {
  const said = dig(await client.ask("qualitygates/project_status", { analysisId: id }), "projectStatus");
  const status = digText(said, "status");
  if (status === "OK") return [];
  if (status === "ERROR" || status === "WARN") {
    const failed = digList(said, "conditions")
      .filter((one) => dig(one, "status") !== "OK")
      .map((one) => `${scalar(dig(one, "metricKey"))} is ${scalar(dig(one, "actualValue"))}`);
    const why = failed.length === 0 ? "" : `: ${failed.join(", ").slice(0, 500)}`;
    return [{ code: "quality-gate-failed", message: `the quality gate of the server says ${status}${why}` }];
  }
  return [{ code: "quality-gate-unknown", message: "the server computed no quality gate for this analysis" }];
}

/** Issues do not say which weakness they are: their rules do, in a list or only in prose. */
async function withWeaknesses(client: SonarClient, claims: readonly Claim[], problems: Problem[]): Promise<Claim[]> {
  const rules = new Set(claims.filter(({ cwe }) => cwe.length === 0).map(({ rule }) => rule));
  const asked = [...rules].slice(0, MOST_RULES);
  if (asked.length < rules.size)
    problems.push({ code: "rules-unknown", message: `${rules.size - asked.length} rules were not asked for their weakness` });
  const known = new Map<string, readonly string[]>();
  for (const key of asked) known.set(key, weaknessesOf(dig(await client.ask("rules/show", { key }), "rule")));
  return claims.map((claim) => (claim.cwe.length > 0 ? claim : { ...claim, cwe: known.get(claim.rule) ?? [] }));
}

function weaknessesOf(rule: unknown): readonly string[] {
  const listed = cwesIn(digList(rule, "securityStandards"));
  if (listed.length > 0) return listed;
  const prose = [dig(rule, "htmlDesc"), ...digList(rule, "descriptionSections").map((one) => dig(one, "content"))];
  const named = prose.flatMap((text) =>
    typeof text === "string" ? [...text.matchAll(/\bCWE-\d{1,5}\b/gu)].map(([cwe]) => cwe) : [],
  );
  return cwesIn(named);
}
