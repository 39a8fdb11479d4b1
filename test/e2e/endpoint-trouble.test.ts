import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { open } from "#app/open.ts";

const CODE = "def load(text):\n    return eval(text)\n";
const KEY = "sk-very-secret-key-of-the-user-0123456789";
const BLOCK = `<<<<<<< SEARCH\n    return eval(text)\n=======\n    return eval(text)  # ${KEY}\n>>>>>>> REPLACE\n`;

let base: string;
let servers: Server[];
let reached: string[];
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "assay-trouble-"));
  await mkdir(join(base, "code"));
  await writeFile(join(base, "code", "box.py"), CODE);
  servers = [];
  reached = [];
  // Nobody may be asked but the endpoint: a proxy named by the environment is there, and is left alone.
  const proxy = await serve("proxy", (_, response) => void response.writeHead(200).end("{}"));
  for (const name of ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"]) vi.stubEnv(name, proxy);
  vi.stubEnv("NODE_USE_ENV_PROXY", "1");
  vi.stubEnv("NO_PROXY", "");
  vi.stubEnv("TROUBLE_KEY", KEY);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  await rm(base, { recursive: true });
});

async function serve(name: string, answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer((request, response) => {
    reached.push(name);
    request.resume();
    request.on("end", () => answer(request, response));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function filesBelow(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return (await Promise.all(files.map((file) => readFile(file, "latin1")))).join("\n");
}

async function fix(url: string) {
  const configFile = join(base, "config.yaml");
  const cassette = `{ file: ${join(base, "answers.json")}, mode: record }`;
  await writeFile(configFile, `model: { url: ${url}/v1, name: m, keyVariable: TROUBLE_KEY, cassette: ${cassette} }\n`);
  const told: unknown[] = [];
  const [project, state] = [join(base, "code"), join(base, "state")];
  const assay = await open({
    cwd: project,
    near: project,
    stateFolder: state,
    configFile,
    engines: ["assay"],
    unsafeNoSandbox: false,
  });
  const outcome = await assay.fix(
    { target: { paths: [join(project, "box.py")] }, apply: true, approve: true, only: [], by: ["model"] },
    (event) => void told.push(event),
    new AbortController().signal,
  );
  await assay.close();
  const everything = [
    JSON.stringify(outcome),
    JSON.stringify(told),
    await filesBelow(state),
    await readFile(join(base, "answers.json"), "utf8"),
  ];
  return { outcome, everything: everything.join("\n"), text: await readFile(join(project, "box.py"), "utf8") };
}

const json = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void => {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
};
const said = (content: string) => ({
  id: "1",
  object: "chat.completion",
  created: 1,
  model: "m",
  choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content } }],
});
const echo = (request: IncomingMessage): string => `your key is ${request.headers.authorization}`;

test.each<[string, RegExp, (request: IncomingMessage, response: ServerResponse) => void]>([
  [
    "is busy for ever",
    /HTTP 429/,
    (request, response) => json(response, 429, { error: { message: echo(request) } }, { "retry-after-ms": "1" }),
  ],
  [
    "is broken",
    /HTTP 500/,
    (request, response) => json(response, 500, { error: { message: echo(request) } }, { "retry-after-ms": "1" }),
  ],
  [
    "answers with a page",
    /could not be read|no answer|HTTP 200/,
    (request, response) => void response.writeHead(200, { "content-type": "text/html" }).end(`<html>${echo(request)}</html>`),
  ],
  [
    "redirects to another host",
    /refused/,
    (_, response) => void response.writeHead(302, { location: "http://127.0.0.2:9/v1" }).end(),
  ],
  [
    "answers with a tool call",
    /no edit block|could not be read/,
    (_, response) =>
      json(response, 200, {
        ...said(""),
        choices: [
          {
            index: 0,
            finish_reason: "tool_calls",
            message: {
              role: "assistant",
              content: null,
              tool_calls: [{ id: "1", type: "function", function: { name: "write_file", arguments: "{}" } }],
            },
          },
        ],
      }),
  ],
  ["refuses", /no edit block/, (_, response) => json(response, 200, said("I am sorry, I cannot help with that."))],
  [
    "rambles",
    /characters|no edit block/,
    (_, response) => json(response, 200, said("As a language model I think ".repeat(5000))),
  ],
  ["gives half an answer", /no edit block/, (_, response) => json(response, 200, said(BLOCK.slice(0, 60)))],
  ["echoes the key inside an edit", /^$/, (_, response) => json(response, 200, said(BLOCK))],
])("where the endpoint %s nothing is applied, the reason is told, and the key stands nowhere", async (_, reason, answer) => {
  const url = await serve("endpoint", answer);

  const { outcome, everything, text } = await fix(url);

  expect(outcome.repairs.map(({ status }) => status)).toEqual(["unfixed"]);
  const declined = outcome.repairs[0]?.declined ?? [];
  expect(declined.length === 0 ? "" : JSON.stringify(declined)).toMatch(reason);
  expect(text).toBe(CODE);
  expect(everything).not.toContain(KEY);
  expect(reached).not.toContain("proxy");
  const asked = reached.length;
  expect(asked).toBeGreaterThan(0);
  expect(asked).toBeLessThanOrEqual(18);
});
