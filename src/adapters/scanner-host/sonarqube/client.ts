import { setTimeout as pause } from "node:timers/promises";
import type { Problem } from "#domain/completeness.ts";
import type { ServerProject } from "#ports/analysis-server.ts";
import { dig, digList } from "#adapters/scanner-host/formats/dig.ts";
import { strictJson } from "#adapters/scanner-host/formats/json-report.ts";
import { words } from "#adapters/scanner-host/formats/claim.ts";

/** Why the server's word cannot be had; `problem` is what the scan says of it. */
export class ServerTrouble extends Error {
  override readonly name = "ServerTrouble";
  readonly problem: Problem;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.problem = { code, message };
  }
}

export interface SonarClient {
  /** Version of the server, as far as it tells one. */
  readonly version: string;
  /** The answer of `api/<path>`. Rejects with ServerTrouble. */
  ask(path: string, query: Readonly<Record<string, string | undefined>>): Promise<unknown>;
}

const ANSWER_MS = 60_000;
const MOST_TRIES = 4;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Client of SonarQube's web API, of Server and Cloud. The token goes into a header and nowhere else. A server that is busy is asked again, a few times. Rejects with
 * ServerTrouble: `server-unreachable`, `server-refused`, `server-error`, `report-unreadable`.
 */
export async function openSonarClient(project: ServerProject, signal: AbortSignal): Promise<SonarClient> {
  const first = new TextDecoder().decode(await get(project, "server/version", {}, {}, signal));
  const version = /^\d{1,4}(?:\.\d{1,6}){1,3}$/u.exec(first.trim())?.[0];
  if (version === undefined) throw new ServerTrouble("report-unreadable", `${project.url} is no SonarQube: it tells no version`);
  const headers = authorization(project.token, version);
  return {
    version,
    async ask(path, query) {
      const said = strictJson(await get(project, path, query, headers, signal));
      if (typeof said === "string") throw new ServerTrouble("report-unreadable", `api/${path} answers no JSON: ${said}`);
      return said.value;
    },
  };
}

/** From version 10 on, and on Cloud, whose version stays behind, a token is a bearer's; before it stood in place of a user. */
function authorization(token: string | undefined, version: string): Record<string, string> {
  if (token === undefined) return {};
  const old = /^[4-79]\./u.test(version);
  return { authorization: old ? `Basic ${Buffer.from(`${token}:`).toString("base64")}` : `Bearer ${token}` };
}

async function get(
  { url, fetch }: ServerProject,
  path: string,
  query: Readonly<Record<string, string | undefined>>,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const target = new URL(`${url}/api/${path}`);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) target.searchParams.set(name, value);
  for (let tries = 1; ; tries++) {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]);
    let response: Response;
    let body: Uint8Array;
    try {
      response = await fetch(target, { headers: { accept: "application/json", ...headers }, signal: limit });
      body = new Uint8Array(await response.arrayBuffer());
    } catch (cause) {
      signal.throwIfAborted();
      const why = cause instanceof Error ? reasonOf(cause) : String(cause);
      throw new ServerTrouble("server-unreachable", `api/${path} of ${target.host} gives no answer: ${why}`, { cause });
    }
    if (response.ok) return body;
    const busy = response.status === 429 || response.status === 502 || response.status === 503;
    if (!busy || tries === MOST_TRIES) throw refusal(path, response.status, body);
    await pause(pauseMs(response.headers.get("retry-after"), tries), undefined, { signal });
  }
}

function reasonOf(cause: Error): string {
  return cause.cause instanceof Error ? `${cause.message} (${cause.cause.message})` : cause.message;
}

function pauseMs(retryAfter: string | null, tries: number): number {
  const told = /^\d{1,4}$/u.test(retryAfter ?? "") ? Number(retryAfter) * 1000 : 500 * 2 ** tries;
  return Math.min(told, LONGEST_PAUSE_MS);
}

function refusal(path: string, status: number, body: Uint8Array): ServerTrouble {
  const said = strictJson(body);
  const reasons = typeof said === "string" ? [] : digList(said.value, "errors").map((one) => words(dig(one, "msg"), ""));
  const why = reasons.filter((reason) => reason !== "").join("; ");
  const refused = status === 401 || status === 403 || status === 404;
  return new ServerTrouble(
    refused ? "server-refused" : "server-error",
    `api/${path} answers ${status}${why === "" ? "" : `: ${why.slice(0, 300)}`}`,
  );
}
