import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { publishRun } from "#app/publish-run.ts";
import type { Publication } from "#ports/publisher.ts";
import { ReviewDocument, reviewComments } from "#faces/reports/markdown/review-comments.ts";

const COMMIT = "a".repeat(40);
const none = new AbortController().signal;
const PATCH = "@@ -1,3 +1,3 @@\n import x\n-bad(1)\n+bad(2)\n end()";

interface Stored {
  readonly databaseId: number;
  readonly viewerDidAuthor: boolean;
  body: string;
}

/** As much of GitHub as is used: one pull request that keeps what it is given. */
class Pull {
  readonly comments: Stored[] = [];
  readonly threads: Stored[] = [];
  readonly logs: Record<string, string>[] = [];
  readonly tokens = new Set<string | undefined>();
  refuse: RegExp | undefined;
  #next = 1;

  answer(method: string, path: string, body: Record<string, unknown>): unknown {
    if (path === "/graphql") {
      const pageInfo = { hasNextPage: false, endCursor: null };
      const reviewThreads = { pageInfo, nodes: this.threads.map((one) => ({ comments: { nodes: [one] } })) };
      return { data: { repository: { pullRequest: { comments: { pageInfo, nodes: this.comments }, reviewThreads } } } };
    }
    if (path.startsWith("/repos/o/r/pulls/7/files")) return [{ filename: "a.py", patch: PATCH }];
    if (path === `/repos/o/r/commits/${COMMIT}/pulls`) return [{ number: 7, state: "open", head: { sha: COMMIT } }];
    if (path === "/repos/o/r/issues/7/comments") return this.keep(this.comments, body["body"] as string);
    if (method === "PATCH") return this.change(Number(path.split("/").at(-1)), body["body"] as string);
    if (path === "/repos/o/r/pulls/7/reviews") {
      for (const one of body["comments"] as { body: string }[]) this.keep(this.threads, JSON.stringify(one));
      return {};
    }
    if (path === "/repos/o/r/code-scanning/sarifs") return { id: String(this.logs.push(body as Record<string, string>)) };
    return undefined;
  }

  private keep(list: Stored[], body: string): unknown {
    const databaseId = this.#next++;
    list.push({ databaseId, viewerDidAuthor: true, body });
    return { id: databaseId, html_url: `https://example.org/${databaseId}` };
  }

  private change(id: number, body: string): unknown {
    const found = this.comments.find((one) => one.databaseId === id);
    if (found !== undefined) found.body = body;
    return { id, html_url: `https://example.org/${id}` };
  }
}

let pull: Pull;
let server: Server;
let folder: string;
let variables: Record<string, string>;

beforeEach(async () => {
  pull = new Pull();
  server = createServer((request, response) => {
    let text = "";
    request.on("data", (part: Buffer) => (text += part.toString()));
    request.on("end", () => {
      const { method = "", url = "" } = request;
      pull.tokens.add(request.headers.authorization);
      const refused = pull.refuse?.test(`${method} ${url}`);
      const answer = refused
        ? { message: "Resource not accessible" }
        : pull.answer(method, url, text === "" ? {} : JSON.parse(text));
      response.writeHead(refused ? 403 : answer === undefined ? 404 : 200, { "content-type": "application/json" });
      response.end(JSON.stringify(answer ?? { message: `no ${method} ${url}` }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  folder = await mkdtemp(join(tmpdir(), "assay-publish-"));
  await writeFile(join(folder, "event.json"), JSON.stringify({ pull_request: { number: 7, head: { sha: COMMIT } } }));
  variables = {
    GITHUB_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    GITHUB_TOKEN: "secret-token",
    GITHUB_REPOSITORY: "o/r",
    GITHUB_EVENT_PATH: join(folder, "event.json"),
  };
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

const at = { path: "a.py", startLine: 2, endLine: 2, severity: "high" } as const;
const WHAT: Publication = {
  card: "## assay: 1 defect\n",
  comments: [
    { ...at, body: "Bad.", replacement: "good(2)" },
    { ...at, startLine: 40, endLine: 41, body: "Elsewhere." },
  ],
  sarif: '{"version":"2.1.0"}',
};

describe("what a run found, on a pull request", () => {
  test("comes as one card, comments at the change's lines and a log", async () => {
    const done = await publishRun(WHAT, { dryRun: false }, none, variables);

    expect(done.map(({ kind, action }) => `${kind} ${action}`)).toEqual([
      "sarif create",
      "comment create",
      "comment skip",
      "card create",
    ]);
    expect(pull.comments.map(({ body }) => body)).toEqual(["<!-- assay:card -->\n## assay: 1 defect\n"]);
    expect(pull.threads).toHaveLength(1);
    expect(JSON.parse(pull.threads[0]?.body ?? "")).toMatchObject({ path: "a.py", line: 2, side: "RIGHT" });
    expect(pull.threads[0]?.body).toContain(String.raw`\`\`\`suggestion\ngood(2)\n`.replaceAll("\\`", "`"));
    expect(pull.logs[0]).toMatchObject({ commit_sha: COMMIT, ref: "refs/pull/7/head" });
    expect(gunzipSync(Buffer.from(pull.logs[0]?.["sarif"] ?? "", "base64")).toString()).toBe(WHAT.sarif);
    expect([...pull.tokens]).toEqual(["token secret-token"]);
  });

  test("said again, leaves one card and no comment twice", async () => {
    const { sarif: _, ...quiet } = WHAT;
    await publishRun(quiet, { dryRun: false }, none, variables);
    // GitHub keeps the bodies; the double kept whole comments to look at.
    for (const thread of pull.threads) thread.body = (JSON.parse(thread.body) as { body: string }).body;

    const same = await publishRun(quiet, { dryRun: false }, none, variables);
    const changed = await publishRun({ ...quiet, card: "## assay: no defects\n" }, { dryRun: false }, none, variables);

    expect(same.map(({ action }) => action)).toEqual(["keep", "skip", "keep"]);
    expect(changed.map(({ action }) => action)).toEqual(["keep", "skip", "update"]);
    expect(pull.comments.map(({ body }) => body)).toEqual(["<!-- assay:card -->\n## assay: no defects\n"]);
    expect(pull.threads).toHaveLength(1);
  });

  test("never changes a comment that someone else wrote in the card's form", async () => {
    pull.comments.push({ databaseId: 99, viewerDidAuthor: false, body: "<!-- assay:card -->\nall is well" });

    await publishRun({ card: "mine", comments: [] }, { dryRun: false }, none, variables);

    expect(pull.comments.map(({ body }) => body)).toEqual(["<!-- assay:card -->\nall is well", "<!-- assay:card -->\nmine"]);
  });

  test("a card that brings its mark along has it once", async () => {
    await publishRun({ card: "<!-- assay:card -->\nmine", comments: [] }, { dryRun: false }, none, variables);

    expect(pull.comments.map(({ body }) => body)).toEqual(["<!-- assay:card -->\nmine"]);
  });

  test("a build that another one started finds the pull request by its commit", async () => {
    await writeFile(join(folder, "event.json"), JSON.stringify({ workflow_run: { head_sha: COMMIT } }));

    await publishRun({ card: "mine", comments: [] }, { dryRun: false }, none, variables);

    expect(pull.comments).toHaveLength(1);
  });

  test("a dry run needs no token and asks nothing", async () => {
    const { GITHUB_TOKEN: _, ...without } = variables;

    const done = await publishRun(WHAT, { dryRun: true }, none, without);

    expect(done).toHaveLength(4);
    expect(pull.tokens.size).toBe(0);
  });

  test("what GitHub refuses is an error that names the call and not the token", async () => {
    pull.refuse = /issues\/7\/comments/;

    const failed = publishRun({ card: "mine", comments: [] }, { dryRun: false }, none, variables);

    await expect(failed).rejects.toMatchObject({ code: "publish-failed", message: expect.stringContaining("(403)") as string });
    await expect(failed).rejects.not.toMatchObject({ message: expect.stringContaining("secret-token") as string });
  });

  test.each([
    ["GITHUB_TOKEN", "GITHUB_TOKEN is not set"],
    ["GITHUB_REPOSITORY", "owner/name"],
    ["GITHUB_EVENT_PATH", "--commit"],
  ])("without %s it says what to give", async (name, said) => {
    const { [name]: _, ...without } = variables;

    await expect(publishRun(WHAT, { dryRun: false }, none, without)).rejects.toMatchObject({
      code: "usage",
      message: expect.stringContaining(said) as string,
    });
  });
});

describe("comments of a review", () => {
  const comment = {
    rule: "py-eval",
    cwe: "CWE-95",
    severity: "high",
    title: "Eval of @admin's `input`",
    message: "<img src=x> see [here](http://evil.example)",
    location: { path: "a.py", startLine: 3, endLine: 3, endColumn: 9 },
  } as const;
  const suggest = (diff: string) =>
    reviewComments(
      ReviewDocument.parse({ comments: [{ ...comment, suggestion: { title: "T", rationale: "R", level: "E5", diff } }] }),
    )[0];

  test("a repair of one stretch is a suggestion for its lines", () => {
    const found = suggest("--- a/a.py\n+++ b/a.py\n@@ -2,4 +2,5 @@\n one\n-eval(x)\n+y = parse(x)\n+y\n two\n three\n");

    expect(found).toMatchObject({ startLine: 3, endLine: 3, replacement: "y = parse(x)\ny" });
  });

  test("a repair of two stretches is shown as a diff", () => {
    const found = suggest("--- a/a.py\n+++ b/a.py\n@@ -1,1 +1,2 @@\n+import ast\n x\n@@ -9,1 +10,1 @@\n-eval(x)\n+parse(x)\n");

    expect(found?.replacement).toBeUndefined();
    expect(found?.body).toContain("```diff");
    expect(found).toMatchObject({ startLine: 3, endLine: 3 });
  });

  test("a diff of another file is no suggestion for this one", () => {
    expect(suggest("--- a/b.py\n+++ b/b.py\n@@ -1,1 +1,1 @@\n-a\n+b\n")?.replacement).toBeUndefined();
  });

  test("nothing of the code becomes markup, a link or a mention", () => {
    const [found] = reviewComments(ReviewDocument.parse({ comments: [comment] }));

    expect(found?.body).not.toMatch(/<img|\]\(http:\/\/evil|@admin/u);
  });

  test("what is no review is refused", () => {
    expect(ReviewDocument.safeParse({ comments: [{ ...comment, severity: "approved" }] }).success).toBe(false);
  });
});
