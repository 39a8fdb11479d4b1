import { setTimeout as pause } from "node:timers/promises";
import type { ServerProject } from "#ports/analysis-server.ts";
import { dig, digList, digText } from "#adapters/scanner-host/formats/dig.ts";
import { words } from "#adapters/scanner-host/formats/claim.ts";
import { ServerTrouble, type SonarClient } from "./client.ts";

/** What the server keeps of an analysis that it finished. */
export interface FinishedAnalysis {
  readonly id: string;
  /** The commit that was analysed, where the scanner told one. */
  readonly commit: string | undefined;
}

/** Ids of tasks and analyses; everything else is no id, and is not asked about. */
const ID = /^[\w-]{1,64}$/u;

/**
 * Waits for a background task, or for the last one of the project where none is named, and gives its analysis. Rejects with ServerTrouble: `analysis-missing` where there
 * is none, `analysis-failed`, `timed-out`.
 */
export async function finishedAnalysis(
  client: SonarClient,
  project: ServerProject,
  task: string | undefined,
  signal: AbortSignal,
): Promise<FinishedAnalysis> {
  if (task !== undefined && !ID.test(task)) throw new ServerTrouble("analysis-missing", "the id of the background task is none");
  for (let waited = 0; ; waited += project.pauseMs) {
    const found = task === undefined ? await lastTask(client, project) : await taskOf(client, project, task);
    const status = digText(found, "status");
    if (status === "SUCCESS") return analysisOf(client, project, digText(found, "analysisId"));
    if (status !== "PENDING" && status !== "IN_PROGRESS") {
      const why = words(dig(found, "errorMessage"), "it does not say why");
      throw new ServerTrouble("analysis-failed", `the analysis on the server ended with ${words(status, "no status")}: ${why}`);
    }
    if (waited >= project.patienceMs)
      throw new ServerTrouble("timed-out", `the analysis on the server is not done after ${Math.round(waited / 1000)} s`);
    await pause(project.pauseMs, undefined, { signal });
  }
}

async function taskOf(client: SonarClient, project: ServerProject, id: string): Promise<unknown> {
  const found = dig(await client.ask("ce/task", { id }), "task");
  if (found === undefined) throw new ServerTrouble("analysis-missing", `the server knows no background task ${id}`);
  if (digText(found, "componentKey") !== project.key)
    throw new ServerTrouble("analysis-missing", `the background task ${id} is not one of ${project.key}`);
  return found;
}

/** One that waits comes before the last that ended: it is what was asked for last. */
async function lastTask(client: SonarClient, project: ServerProject): Promise<unknown> {
  const said = await client.ask("ce/component", { component: project.key });
  const ours = (task: unknown): boolean =>
    (project.branch === undefined || dig(task, "branch") === project.branch) &&
    (project.pullRequest === undefined || dig(task, "pullRequest") === project.pullRequest);
  const found = [...digList(said, "queue"), dig(said, "current")].find((task) => task !== undefined && ours(task));
  // The last task of all may be another branch's: then the analyses themselves tell, as long as none of ours waits.
  if (found !== undefined) return found;
  const [analysis] = digList(await client.ask("project_analyses/search", { ...scope(project, "project"), ps: "1" }), "analyses");
  const id = digText(analysis, "key");
  if (id === undefined) throw new ServerTrouble("analysis-missing", `the server has no analysis of ${project.key}`);
  return { status: "SUCCESS", analysisId: id };
}

async function analysisOf(client: SonarClient, project: ServerProject, id: string | undefined): Promise<FinishedAnalysis> {
  if (id === undefined || !ID.test(id)) throw new ServerTrouble("analysis-missing", "the background task made no analysis");
  const said = await client.ask("project_analyses/search", { ...scope(project, "project"), ps: "100" });
  const found = digList(said, "analyses").find((one) => dig(one, "key") === id);
  const commit = digText(found, "revision");
  return { id, commit: commit !== undefined && /^[0-9a-f]{40,64}$/u.test(commit) ? commit : undefined };
}

/** Query for one project, and the branch or pull request of it that is meant. */
export function scope(
  { key, branch, pullRequest }: ServerProject,
  parameter: "project" | "component" | "components" | "componentKeys" | "projectKey",
): Record<string, string | undefined> {
  return { [parameter]: key, branch, pullRequest };
}
