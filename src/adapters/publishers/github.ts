import type { Octokit } from "@octokit/core";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { digestJson } from "#lib/digest.ts";
import type { LineComment, Publication, Published, Publisher } from "#ports/publisher.ts";
import { asked, githubClient, ownComments, type PullAddress, shownLines } from "./github-pull.ts";

export interface GitHubTarget extends PullAddress {
  /** The commit that was analysed, 40 hex digits. */
  readonly commit: string;
  /** Undefined in a dry run without one. */
  readonly token: string | undefined;
}

const CARD = "<!-- assay:card -->";
/** GitHub takes a log of this many bytes when it is packed. */
const LARGEST_LOG = 10 << 20;
const packed = promisify(gzip);

interface Session {
  readonly client: Octokit;
  readonly target: GitHubTarget;
  readonly signal: AbortSignal;
}

/** Comments on a pull request: one card, updated in place, comments with suggestions at lines of the change, and the SARIF log for code scanning. */
export function githubPublisher(target: GitHubTarget): Publisher {
  return {
    id: "github",
    async publish(what, { dryRun }, signal) {
      if (dryRun) return intended(what);
      if (target.token === undefined) throw new Error("a publisher without a token only runs dry");
      const session = { client: githubClient(target.apiUrl, target.token), target, signal };
      const own = await ownComments(session.client, target, signal);
      const done: Published[] = [];
      // The log first: it is what stays when a comment is refused.
      if (what.sarif !== undefined) done.push(await uploadLog(session, what.sarif));
      if (what.comments.length > 0) done.push(...(await comment(session, what.comments, own.threads)));
      if (what.card !== undefined) done.push(await putCard(session, marked(what.card), own.conversation));
      return done;
    },
  };
}

/** What would be done, as far as it can be known without asking. */
function intended({ card, comments, sarif }: Publication): Published[] {
  return [
    ...(sarif === undefined ? [] : [{ kind: "sarif", action: "create", detail: `${sarif.length} characters` } as const]),
    ...comments.map((one) => ({ kind: "comment", action: "create", detail: placeOf(one) }) as const),
    ...(card === undefined ? [] : [{ kind: "card", action: "create", detail: `${card.length} characters` } as const]),
  ];
}

/** Reports write the marker themselves; other Markdown gets it. */
function marked(card: string): string {
  return card.startsWith(CARD) ? card : `${CARD}\n${card}`;
}

async function putCard(
  { client, target, signal }: Session,
  body: string,
  own: readonly { readonly id: number; readonly body: string }[],
): Promise<Published> {
  const { owner, repository: repo, number } = target;
  const old = own.find((one) => one.body.startsWith(CARD));
  if (old === undefined) {
    const { data } = await asked("take the comment", () =>
      client.request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
        owner,
        repo,
        issue_number: number,
        body,
        request: { signal },
      }),
    );
    return { kind: "card", action: "create", detail: data.html_url };
  }
  if (old.body.trimEnd() === body.trimEnd()) return { kind: "card", action: "keep", detail: `comment ${old.id}` };
  const { data } = await asked("change the comment", () =>
    client.request("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", {
      owner,
      repo,
      comment_id: old.id,
      body,
      request: { signal },
    }),
  );
  return { kind: "card", action: "update", detail: data.html_url };
}

async function comment(
  { client, target, signal }: Session,
  comments: readonly LineComment[],
  threads: readonly { readonly body: string }[],
): Promise<Published[]> {
  const { owner, repository: repo, number, commit } = target;
  const shown = await shownLines(client, target, signal);
  const known = new Set(threads.flatMap(({ body }) => /<!-- assay:comment ([0-9a-f]{16}) -->/u.exec(body)?.[1] ?? []));
  const done: Published[] = [];
  const fresh: { path: string; line: number; side: "RIGHT"; body: string; start_line?: number; start_side?: "RIGHT" }[] = [];
  for (const one of comments) {
    const { path, startLine, endLine } = one;
    const mark = digestJson(one).slice("sha256:".length, "sha256:".length + 16);
    const lines = shown.get(path);
    const outside = lines === undefined || !lines.has(startLine) || !lines.has(endLine);
    if (known.has(mark)) done.push({ kind: "comment", action: "keep", detail: placeOf(one) });
    else if (outside) done.push({ kind: "comment", action: "skip", detail: `${placeOf(one)} is not shown in the change` });
    else {
      const from = startLine < endLine ? ({ start_line: startLine, start_side: "RIGHT" } as const) : {};
      fresh.push({ path, line: endLine, side: "RIGHT", ...from, body: `<!-- assay:comment ${mark} -->\n${withSuggestion(one)}` });
      done.push({ kind: "comment", action: "create", detail: placeOf(one) });
    }
  }
  if (fresh.length > 0)
    await asked("take the comments", () =>
      client.request("POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews", {
        owner,
        repo,
        pull_number: number,
        commit_id: commit,
        event: "COMMENT",
        comments: fresh,
        request: { signal },
      }),
    );
  return done;
}

function withSuggestion({ body, replacement }: LineComment): string {
  if (replacement === undefined) return body;
  const longest = Math.max(2, ...Array.from(replacement.matchAll(/`+/gu), ([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${body}\n\n${fence}suggestion\n${replacement}\n${fence}`;
}

async function uploadLog({ client, target, signal }: Session, sarif: string): Promise<Published> {
  const { owner, repository: repo, number, commit } = target;
  const bytes = await packed(sarif);
  if (bytes.length > LARGEST_LOG)
    return { kind: "sarif", action: "skip", detail: `${bytes.length} bytes when packed; GitHub takes ${LARGEST_LOG}` };
  const { data } = await asked("take the SARIF log", () =>
    client.request("POST /repos/{owner}/{repo}/code-scanning/sarifs", {
      owner,
      repo,
      commit_sha: commit,
      ref: `refs/pull/${number}/head`,
      sarif: bytes.toString("base64"),
      tool_name: "assay",
      request: { signal },
    }),
  );
  return { kind: "sarif", action: "create", detail: data.url ?? data.id ?? "taken" };
}

function placeOf({ path, startLine }: LineComment): string {
  return `${path}:${startLine}`;
}
