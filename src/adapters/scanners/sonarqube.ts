import { readsKinds } from "#analysis/languages/file-kinds.ts";
import type { Problem } from "#domain/completeness.ts";
import type { ServerProject } from "#ports/analysis-server.ts";
import { defineScanner, type LibraryResult, type LibraryScanner, type ScanTask } from "#ports/scanner.ts";
import type { ScannerTools } from "#ports/scanner-tools.ts";

/** The one of this reader; the server tells its own with each answer. */
const READER = "web-api-1";

/** What a SonarQube server found in the same files. It analyses on its own; here its word is fetched, and held against the files that are here. */
export default function fromTools({ server }: ScannerTools): LibraryScanner {
  return defineScanner({
    id: "sonarqube",
    kind: "library",
    title: "SonarQube",
    languages: ["c", "cpp", "go", "java", "javascript", "python", "tsx", "typescript"],
    reads: readsKinds("dockerfile", "kotlin", "php", "ruby", "shell", "terraform"),
    about: ["Kotlin", "PHP", "Ruby", "shell", "Terraform", "Dockerfile"],
    byName: true,
    homepage: "https://docs.sonarsource.com/sonarqube-server/",
    licence: "LGPL-3.0 (Community Build); the server is reached, not shipped",
    needsNetwork: true,
    install:
      "Name your server and project in the user configuration: `sonarqube.url`, `sonarqube.project`; the token in SONAR_TOKEN.",
    absent: "no server is configured",
    version: async () => (server === undefined ? undefined : READER),
    async scan(task, signal) {
      signal.throwIfAborted();
      const paths = [...task.files.map(({ path }) => path), ...(task.others ?? [])];
      if (server === undefined)
        return nothing(paths.map((path) => ({ path, code: "not-configured", message: "no SonarQube server is configured" })));
      const { ServerTrouble } = await import("#adapters/scanner-host/sonarqube/client.ts");
      try {
        return await scanServer(task, await server(), paths, signal);
      } catch (error) {
        if (!(error instanceof ServerTrouble)) throw error;
        return nothing([error.problem]);
      }
    },
  });
}

function nothing(problems: readonly Problem[]): LibraryResult {
  return { findings: [], problems, covered: [] };
}

async function scanServer(
  { workspace }: ScanTask,
  server: ServerProject,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<LibraryResult> {
  const [{ openSonarClient }, { finishedAnalysis }, { sonarResults }, { silencedFiles }, { claimsIn }] = await Promise.all([
    import("#adapters/scanner-host/sonarqube/client.ts"),
    import("#adapters/scanner-host/sonarqube/task.ts"),
    import("#adapters/scanner-host/sonarqube/results.ts"),
    import("#adapters/scanner-host/sonarqube/silenced.ts"),
    import("#adapters/scanner-host/import-claims.ts"),
  ]);
  const sent = await server.analyse?.(workspace, paths, signal);
  if (sent !== undefined && "code" in sent) return nothing([sent]);
  const client = await openSonarClient(server, signal);
  const analysis = await finishedAnalysis(client, server, sent?.task, signal);
  const report = await sonarResults(client, server, analysis);
  const { commit } = analysis;
  // What we sent just now is what lies here; of anything else the commit must tell.
  const changed =
    sent !== undefined
      ? new Set()
      : commit === undefined
        ? undefined
        : await server.changedSince(commit, workspace, paths, signal);
  if (changed === undefined) {
    const message = `what the server analysed cannot be compared with the files here: its commit is ${commit ?? "not named"}`;
    return nothing([{ code: "commit-unknown", message }]);
  }
  const asked = new Set(paths.filter((path) => !changed.has(path)));
  const result = await claimsIn([report], { workspace, asked: (path) => asked.has(path) }, signal);
  const covered = new Set(result.covered);
  const message = "the file is not the one that the server analysed";
  const stale = paths.filter((path) => changed.has(path)).map((path): Problem => ({ path, code: "changed-since", message }));
  const unseen = [...asked]
    .filter((path) => !covered.has(path))
    .map((path): Problem => ({ path, code: "not-reported", message: "the server did not analyse it" }));
  const silenced = await silencedFiles(workspace, result.covered, signal);
  return { ...result, problems: [...result.problems, ...stale, ...unseen, ...silenced] };
}
