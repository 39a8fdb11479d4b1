import type { Problem } from "#domain/completeness.ts";
import type { Workspace } from "#ports/workspace.ts";

/** What the server obeys in code, before anyone can ask it. */
const SILENCER = /\bNOSONAR\b|@SuppressWarnings\b/gu;

/** A problem for each file in which comments or annotations keep issues from the server: it tells neither them nor that there were any. Lines are 1-based. */
export async function silencedFiles(workspace: Workspace, paths: readonly string[], signal: AbortSignal): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const path of paths) {
    signal.throwIfAborted();
    const text = new TextDecoder("utf-8").decode(await workspace.read(path));
    const places = [...text.matchAll(SILENCER)].filter(([word]) => word === "NOSONAR" || path.endsWith(".java"));
    const [first] = places;
    if (first === undefined) continue;
    const line = text.slice(0, first.index).split("\n").length;
    const times = places.length === 1 ? "once" : `${places.length} times`;
    problems.push({
      path,
      code: "silenced",
      line,
      message: `${first[0]} stands here ${times}: what it hides SonarQube does not tell`,
    });
  }
  return problems;
}
