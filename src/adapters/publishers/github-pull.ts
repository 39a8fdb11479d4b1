import { Octokit } from "@octokit/core";
import { z } from "zod";
import { AssayError } from "#domain/errors.ts";
import { commentableLines } from "./commentable-lines.ts";

export interface PullAddress {
  /** Base of the interface, `https://api.github.com` or a server's own. */
  readonly apiUrl: string;
  readonly owner: string;
  readonly repository: string;
  readonly number: number;
}

/** A comment of ours that is already there. */
interface Own {
  readonly id: number;
  readonly body: string;
}

const OWN_COMMENTS = `query($owner: String!, $name: String!, $number: Int!, $comments: String, $threads: String) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      comments(first: 100, after: $comments) { pageInfo { hasNextPage endCursor } nodes { databaseId viewerDidAuthor body } }
      reviewThreads(first: 100, after: $threads) {
        pageInfo { hasNextPage endCursor }
        nodes { comments(first: 1) { nodes { databaseId viewerDidAuthor body } } }
      }
    }
  }
}`;

const Page = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });
const Comment = z.object({ databaseId: z.int(), viewerDidAuthor: z.boolean(), body: z.string() });
const Answer = z.object({
  repository: z.object({
    pullRequest: z.object({
      comments: z.object({ pageInfo: Page, nodes: z.array(Comment) }),
      reviewThreads: z.object({ pageInfo: Page, nodes: z.array(z.object({ comments: z.object({ nodes: z.array(Comment) }) })) }),
    }),
  }),
});

/** Pages that are read of one list: what lies beyond is not ours to find. */
const MOST_PAGES = 20;

/** GitHub lists 3,000 changed files at most. */
const FILES_A_PAGE = 100;
const MOST_FILE_PAGES = 30;

/** `token` goes to `apiUrl` only; a redirect to another host would lose it, as fetch demands. */
export function githubClient(apiUrl: string, token: string): Octokit {
  return new Octokit({ auth: token, baseUrl: apiUrl, userAgent: "assay" });
}

/** Runs one call; what the other side refuses becomes an AssayError that names the status and never the token. */
export async function asked<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof Error) || cause.name === "AbortError") throw cause;
    const status = "status" in cause && typeof cause.status === "number" && cause.status > 0 ? ` (${cause.status})` : "";
    throw new AssayError("publish-failed", `GitHub does not ${what}${status}: ${cause.message}`);
  }
}

/** Comments that the token's owner wrote, those of the conversation and the first of each thread at a line. */
export async function ownComments(
  client: Octokit,
  { owner, repository, number }: PullAddress,
  signal: AbortSignal,
): Promise<{ conversation: Own[]; threads: Own[] }> {
  const [conversation, threads]: [Own[], Own[]] = [[], []];
  let [comments, threadsAfter]: [string | null, string | null] = [null, null];
  for (let page = 0; page < MOST_PAGES; page++) {
    const variables = { owner, name: repository, number, comments, threads: threadsAfter, request: { signal } };
    const answer = Answer.parse(await asked("list the comments", () => client.graphql(OWN_COMMENTS, variables)));
    const pull = answer.repository.pullRequest;
    conversation.push(...own(pull.comments.nodes));
    threads.push(...own(pull.reviewThreads.nodes.flatMap((thread) => thread.comments.nodes)));
    if (!pull.comments.pageInfo.hasNextPage && !pull.reviewThreads.pageInfo.hasNextPage) break;
    comments = pull.comments.pageInfo.endCursor;
    threadsAfter = pull.reviewThreads.pageInfo.endCursor;
  }
  // A list that ended is asked for its empty rest again, so nothing comes twice but by a list that changes meanwhile.
  return { conversation: distinct(conversation), threads: distinct(threads) };
}

function own(nodes: readonly z.infer<typeof Comment>[]): Own[] {
  return nodes.filter((node) => node.viewerDidAuthor).map(({ databaseId, body }) => ({ id: databaseId, body }));
}

function distinct(list: readonly Own[]): Own[] {
  return [...new Map(list.map((one) => [one.id, one])).values()];
}

/** By path the lines that a comment may stand at. Files without a text diff have none. */
export async function shownLines(
  client: Octokit,
  { owner, repository, number }: PullAddress,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ReadonlySet<number>>> {
  const lines = new Map<string, ReadonlySet<number>>();
  for (let page = 1; page <= MOST_FILE_PAGES; page++) {
    const { data } = await asked("list the changed files", () =>
      client.request("GET /repos/{owner}/{repo}/pulls/{pull_number}/files", {
        owner,
        repo: repository,
        pull_number: number,
        per_page: FILES_A_PAGE,
        page,
        request: { signal },
      }),
    );
    for (const { filename, patch } of data) lines.set(filename, commentableLines(patch ?? ""));
    if (data.length < FILES_A_PAGE) break;
  }
  return lines;
}

/** The open pull request whose head is `commit`; how a build finds it that was started by another one. Rejects with `publish-failed` when there is none. */
export async function pullOfCommit(
  { apiUrl, owner, repository, token, commit }: Omit<PullAddress, "number"> & { readonly token: string; readonly commit: string },
  signal: AbortSignal,
): Promise<number> {
  const { data } = await asked("list the pull requests of the commit", () =>
    githubClient(apiUrl, token).request("GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls", {
      owner,
      repo: repository,
      commit_sha: commit,
      request: { signal },
    }),
  );
  const pull = data.find((one) => one.state === "open" && one.head.sha === commit);
  if (pull === undefined) throw new AssayError("publish-failed", `${commit} is the head of no open pull request`);
  return pull.number;
}
