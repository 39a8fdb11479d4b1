import { readFile } from "node:fs/promises";
import { z } from "zod";
import { githubPublisher } from "#adapters/publishers/github.ts";
import { pullOfCommit } from "#adapters/publishers/github-pull.ts";
import { AssayError } from "#domain/errors.ts";
import type { Publication, Published } from "#ports/publisher.ts";
import { readEnvironment } from "./env.ts";

export interface PublishRequest {
  /** `owner/name`; the build's own when absent. */
  readonly repository?: string;
  /** Number of the pull request; that of the build's event, else the open one whose head is `commit`, when absent. */
  readonly pull?: number;
  /** The commit that was analysed, 40 hex digits; that of the build's event when absent. */
  readonly commit?: string;
  readonly dryRun: boolean;
}

const Head = z.object({ number: z.int().positive(), head: z.object({ sha: z.string() }) });
/** What a build knows of the change, as GitHub's events `pull_request` and `workflow_run` say it. */
const Event = z.object({ pull_request: Head.optional(), workflow_run: z.object({ head_sha: z.string() }).optional() });

/**
 * Publishes to GitHub as the token in GITHUB_TOKEN or GH_TOKEN. The change is named by the request or by the build that runs this, never by what is
 * published. Rejects with AssayError `usage` when neither says it.
 */
export async function publishRun(
  what: Publication,
  request: PublishRequest,
  signal: AbortSignal,
  variables?: Readonly<Record<string, string | undefined>>,
): Promise<readonly Published[]> {
  const { key } = readEnvironment(variables);
  const token = key("GITHUB_TOKEN") ?? key("GH_TOKEN");
  const event = await buildEvent(key("GITHUB_EVENT_PATH"));
  const { owner, repository } = nameOf(request.repository ?? key("GITHUB_REPOSITORY"));
  const commit = request.commit ?? event.pull_request?.head.sha ?? event.workflow_run?.head_sha ?? "";
  const apiUrl = key("GITHUB_API_URL") ?? "https://api.github.com";
  if (request.dryRun)
    return githubPublisher({ apiUrl, owner, repository, number: 0, commit, token }).publish(what, request, signal);
  if (token === undefined)
    throw new AssayError("usage", "GITHUB_TOKEN is not set", {
      hint: "Give the job the permissions pull-requests: write and security-events: write, or look with --dry-run.",
    });
  if (!/^[0-9a-f]{40}$/u.test(commit))
    throw new AssayError("usage", "--commit must name the analysed commit by its 40 hex digits");
  const number =
    request.pull ?? event.pull_request?.number ?? (await pullOfCommit({ apiUrl, owner, repository, token, commit }, signal));
  return githubPublisher({ apiUrl, owner, repository, number, commit, token }).publish(what, request, signal);
}

async function buildEvent(path: string | undefined): Promise<z.infer<typeof Event>> {
  if (path === undefined) return {};
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new AssayError("usage", `GITHUB_EVENT_PATH names ${path}, which cannot be read`, { cause });
  });
  const event = Event.safeParse(parsed(text));
  if (!event.success) throw new AssayError("usage", `${path} is no event of a pull request; name it by --pull and --commit`);
  return event.data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Said by the schema, which takes no undefined.
    return undefined;
  }
}

function nameOf(name: string | undefined): { owner: string; repository: string } {
  const found = /^([\w.-]+)\/([\w.-]+)$/u.exec(name ?? "");
  if (found === null)
    throw new AssayError("usage", "--repository must be owner/name", { hint: "In a build, GITHUB_REPOSITORY says it." });
  return { owner: found[1] as string, repository: found[2] as string };
}
