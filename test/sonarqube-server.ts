import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface Answer {
  readonly status?: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
}

/** Undefined where the server answers as it always does. */
export type Answers = (path: string, query: URLSearchParams) => Answer | undefined;

export interface PlayedServer {
  readonly url: string;
  /** Every request so far: path, query, and the authorization it came with. */
  readonly met: readonly { readonly path: string; readonly query: string; readonly authorization: string | undefined }[];
  close(): void;
}

/** A server on this machine that answers as the web API of SonarQube is documented; `first` may answer otherwise. */
export async function playSonarQube(project: PlayedProject, first: Answers = () => undefined): Promise<PlayedServer> {
  const met: { path: string; query: string; authorization: string | undefined }[] = [];
  const server: Server = createServer((request: IncomingMessage, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://server");
    const path = pathname.replace(/^\/api\//u, "");
    met.push({ path, query: searchParams.toString(), authorization: request.headers.authorization });
    const { status = 200, body, headers = {} } = first(path, searchParams) ?? documented(project, path, searchParams);
    response.writeHead(status, headers);
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    met,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

export interface PlayedProject {
  readonly key: string;
  readonly version?: string;
  readonly commit: string | undefined;
  readonly gate: unknown;
  readonly files: readonly string[];
  readonly issues: readonly Record<string, unknown>[];
  /** Closed by people without a repair. */
  readonly closed?: readonly Record<string, unknown>[];
  readonly hotspots: readonly Record<string, unknown>[];
  readonly rules: Readonly<Record<string, Record<string, unknown>>>;
}

function documented(project: PlayedProject, path: string, query: URLSearchParams): Answer {
  const { key } = project;
  const page = (list: string, all: readonly unknown[]) => {
    const [at, size] = [Number(query.get("p") ?? 1), Number(query.get("ps") ?? 100)];
    if (at * size > 10_000) return { status: 400, body: { errors: [{ msg: "Can return only the first 10000 results." }] } };
    return {
      body: { paging: { pageIndex: at, pageSize: size, total: all.length }, [list]: all.slice((at - 1) * size, at * size) },
    };
  };
  const named = (query.get("components") ?? query.get("componentKeys") ?? key).split(",");
  const wanted = query.get("resolved") === "false" ? project.issues : (project.closed ?? []);
  const issues = named.includes(key) ? wanted : wanted.filter((one) => named.includes(String(one["component"])));
  const files = query
    .get("files")
    ?.split(",")
    .map((file) => `${key}:${file}`);
  switch (path) {
    case "server/version":
      return { body: project.version ?? "10.7.0.96327" };
    case "ce/component":
      return { body: { queue: [], current: { id: "task-1", componentKey: key, status: "SUCCESS", analysisId: "analysis-1" } } };
    case "ce/task":
      return { body: { task: { id: query.get("id"), componentKey: key, status: "SUCCESS", analysisId: "analysis-1" } } };
    case "project_analyses/search":
      return {
        body: { analyses: [{ key: "analysis-1", ...(project.commit === undefined ? {} : { revision: project.commit }) }] },
      };
    case "qualitygates/project_status":
      return { body: { projectStatus: project.gate } };
    case "components/tree":
      return page(
        "components",
        project.files.map((file) => ({ key: `${key}:${file}`, path: file, qualifier: "FIL" })),
      );
    case "issues/search":
      return page("issues", issues);
    case "hotspots/search":
      return page(
        "hotspots",
        files === undefined ? project.hotspots : project.hotspots.filter((one) => files.includes(String(one["component"]))),
      );
    case "rules/show":
      return { body: { rule: project.rules[query.get("key") ?? ""] ?? {} } };
    default:
      return { status: 404, body: { errors: [{ msg: `Unknown url : /api/${path}` }] } };
  }
}
