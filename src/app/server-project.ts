import { createHash } from "node:crypto";
import { commitEntries } from "#adapters/git/entries.ts";
import type { Git } from "#adapters/git/git.ts";
import type { SandboxChoice } from "#adapters/sandboxes/select.ts";
import { AssayError } from "#domain/errors.ts";
import type { ServerProject } from "#ports/analysis-server.ts";
import type { Stager } from "#ports/stage.ts";
import type { Workspace } from "#ports/workspace.ts";
import type { Config } from "./config.ts";

export interface ServerNeeds {
  /** Of sonar-scanner, from user configuration. */
  readonly executable: string | undefined;
  readonly key: (variable: string) => string | undefined;
  readonly git: () => Promise<Git | undefined>;
  readonly sandbox: () => Promise<SandboxChoice>;
  readonly stager: Stager;
  readonly findExecutable: (name: string) => Promise<string | undefined>;
}

/** Largest answer of the server that is read, in bytes: a page of 500 issues has a few. */
const LONGEST_ANSWER = 32 << 20;
const PAUSE_MS = 2000;

/** The SonarQube project of the user's settings. Rejects with AssayError `config-invalid` where the token would travel in the clear. */
export async function serverProject(sonarqube: NonNullable<Config["sonarqube"]>, needs: ServerNeeds): Promise<ServerProject> {
  const { project: key, branch, pullRequest, allowPrivateAddress } = sonarqube;
  const url = sonarqube.url.replace(/\/+$/u, "");
  const token = needs.key(sonarqube.tokenVariable);
  const [{ guardedFetch }, { namesOwnNetwork }] = await Promise.all([
    import("#adapters/models/guarded-fetch.ts"),
    import("#adapters/models/allowed-address.ts"),
  ]);
  const { protocol, hostname } = new URL(url);
  if (protocol === "http:" && token !== undefined && !allowPrivateAddress && !namesOwnNetwork(hostname))
    throw new AssayError("config-invalid", "sonarqube.url: the token would be sent in the clear; use https");
  let sent: Promise<unknown> | undefined;
  return {
    url,
    key,
    branch,
    pullRequest,
    token,
    fetch: guardedFetch({ url, allowPrivate: allowPrivateAddress, longest: LONGEST_ANSWER }),
    patienceMs: sonarqube.waitSeconds * 1000,
    pauseMs: PAUSE_MS,
    changedSince: async (commit, workspace, paths, signal) => {
      const git = await needs.git();
      return git === undefined ? undefined : changedSince(git, commit, workspace, paths, signal);
    },
    ...(sonarqube.scan && {
      async analyse(workspace, files, signal) {
        // The states of a repair are not the project's: the server keeps what it gets.
        if (sent !== undefined) return { code: "sent-before", message: "the server gets the files of one scan only" };
        const { runSonarScanner } = await import("#adapters/scanner-host/sonarqube/run-scanner.ts");
        const { sandbox } = await needs.sandbox();
        const { stager, findExecutable } = needs;
        const executable = needs.executable ?? (await findExecutable("sonar-scanner"));
        const run = { url, key, branch, pullRequest, token, seconds: sonarqube.waitSeconds };
        const running = runSonarScanner({ ...run, sandbox, stager, workspace, files, executable, findExecutable }, signal);
        sent = running;
        return running;
      },
    }),
  };
}

/** Files that are not byte for byte those of a commit; undefined where git does not have it. */
async function changedSince(
  git: Git,
  commit: string,
  workspace: Workspace,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlySet<string> | undefined> {
  const there = await git.run(["cat-file", "-t", commit], { signal, okExits: [1, 128] });
  if (Buffer.from(there).toString("latin1").trim() !== "commit") return undefined;
  const { entries } = await commitEntries(git, commit, signal);
  const changed = new Set<string>();
  for (const path of paths) {
    signal.throwIfAborted();
    const was = entries.get(path);
    const bytes = was === undefined ? undefined : await workspace.read(path).catch(() => undefined);
    if (was === undefined || bytes === undefined || blobId(bytes, was.id) !== was.id) changed.add(path);
  }
  return changed;
}

/** Id that git gives a file's content, by the hash that the repository uses. */
function blobId(bytes: Uint8Array, like: string): string {
  const hash = createHash(like.length === 64 ? "sha256" : "sha1");
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}
