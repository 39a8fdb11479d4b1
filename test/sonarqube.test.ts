import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createGit } from "#adapters/git/git.ts";
import fromTools from "#adapters/scanners/sonarqube.ts";
import { createDirectoryStager } from "#adapters/stagers/directory.ts";
import { createDiskWorkspace } from "#adapters/workspaces/disk.ts";
import { Config } from "#app/config.ts";
import { readEnvironment } from "#app/env.ts";
import { serverProject } from "#app/server-project.ts";
import { runSonarScanner, type ScannerRun } from "#adapters/scanner-host/sonarqube/run-scanner.ts";
import type { Sandbox, SandboxRequest } from "#ports/sandbox.ts";
import type { LibraryResult } from "#ports/scanner.ts";
import { type Answers, type PlayedProject, type PlayedServer, playSonarQube } from "./sonarqube-server.ts";

const KEY = "acme:shop";
const SQL = 'def find(db, name):\n    return db.execute("SELECT 1 WHERE n = \'" + name + "\'")\n';
const TOKEN = "squ_0123456789";
const signal = AbortSignal.timeout(60_000);

const open: PlayedServer[] = [];
const folders: string[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true });
});

let shared: { root: string; commit: string };
beforeAll(() => {
  const root = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "assay-sonar-")));
  fs.writeFileSync(join(root, "db.py"), SQL);
  fs.writeFileSync(join(root, "web.js"), "eval(location.hash);\n");
  execFileSync("git", ["init", "--quiet", "--initial-branch=main"], { cwd: root });
  shared = { root, commit: commitAll(root) };
});
afterAll(() => fs.rmSync(shared.root, { recursive: true }));

function commitAll(root: string): string {
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", ...args], { cwd: root, encoding: "utf8" });
  git("add", "--all");
  git("commit", "--quiet", "--message=all");
  return git("rev-parse", "HEAD").trim();
}

/** A repository with two files of one commit, to be changed. */
function copied(): string {
  const root = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "assay-sonar-")));
  folders.push(root);
  fs.cpSync(shared.root, root, { recursive: true });
  return root;
}

function settingsOf(settings: Record<string, unknown>): NonNullable<Config["sonarqube"]> {
  const { sonarqube } = Config.parse({ sonarqube: { project: KEY, ...settings } });
  if (sonarqube === undefined) throw new Error("no settings");
  return sonarqube;
}

function issue(at: number, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    key: `issue-${at}`,
    rule: "python:S3649",
    project: KEY,
    component: `${KEY}:db.py`,
    textRange: { startLine: 2, endLine: 2, startOffset: 11, endOffset: 50 },
    message: "Change this code to not construct SQL queries directly from user-controlled data.",
    impacts: [{ softwareQuality: "SECURITY", severity: "HIGH" }],
    issueStatus: "OPEN",
    tags: ["cwe"],
    ...more,
  };
}

function project(commit: string | undefined, more: Partial<PlayedProject> = {}): PlayedProject {
  return {
    key: KEY,
    commit,
    gate: { status: "OK", conditions: [] },
    files: ["db.py", "web.js"],
    issues: [issue(1)],
    hotspots: [
      {
        key: "hotspot-1",
        ruleKey: "javascript:S1523",
        project: KEY,
        component: `${KEY}:web.js`,
        line: 1,
        vulnerabilityProbability: "MEDIUM",
        status: "TO_REVIEW",
        message: "Make sure that this dynamic execution of code is safe.",
      },
    ],
    rules: {
      "python:S3649": { key: "python:S3649", securityStandards: ["cwe:89", "owaspTop10:a1"] },
      "javascript:S1523": { key: "javascript:S1523", descriptionSections: [{ key: "resources", content: "See <a>CWE-95</a>." }] },
    },
    ...more,
  };
}

interface Played {
  readonly played?: Partial<PlayedProject>;
  readonly answers?: Answers;
  readonly settings?: Record<string, unknown>;
  readonly change?: (root: string) => void;
  /** Of `web.js`, in a commit that the server analysed. */
  readonly committed?: string;
}

/** What the engine says of the repository, and what the server was asked. */
async function scan({
  played = {},
  answers,
  settings = {},
  change,
  committed,
}: Played = {}): Promise<{ said: LibraryResult; server: PlayedServer }> {
  const root = change === undefined && committed === undefined ? shared.root : copied();
  change?.(root);
  if (committed !== undefined) fs.writeFileSync(join(root, "web.js"), committed);
  const commit = committed === undefined ? shared.commit : commitAll(root);
  const server = await playSonarQube(project(commit, played), answers);
  open.push(server);
  const git = createGit({ executable: (await readEnvironment().findExecutable("git", root)) ?? "", root });
  const made = await serverProject(settingsOf({ url: server.url, waitSeconds: 0, ...settings }), {
    executable: undefined,
    key: () => TOKEN,
    git: async () => git,
    sandbox: async () => ({ sandbox: undefined, probes: [] }) as never,
    stager: createDirectoryStager(),
    findExecutable: async () => undefined,
  });
  const workspace = createDiskWorkspace({ root, exclude: [], maxFileBytes: 1 << 20 });
  const engine = fromTools({ loadGrammar: async () => new Uint8Array(), teamRules: [], server: async () => made });
  const { files } = await workspace.list({ paths: [] }, signal);
  return { said: await engine.scan({ files, workspace, progress: () => undefined }, signal), server };
}

const codes = ({ problems }: LibraryResult): string[] => [...new Set(problems.map(({ code }) => code))].toSorted();

test("issues and hotspots become findings with the weakness that their rules name, and both files are covered", async () => {
  const { said, server } = await scan();

  expect(said.problems).toEqual([]);
  expect(said.covered.toSorted()).toEqual(["db.py", "web.js"]);
  expect(said.findings).toMatchObject([
    {
      rule: "python:S3649",
      cwe: ["CWE-89"],
      severity: "high",
      location: { path: "db.py", startLine: 2, startColumn: 12, endColumn: 51 },
    },
    { rule: "javascript:S1523", cwe: ["CWE-95"], severity: "medium", location: { path: "web.js", startLine: 1 } },
  ]);
  expect(server.met.slice(1).every(({ authorization }) => authorization === `Bearer ${TOKEN}`)).toBe(true);
  expect(server.met.some(({ query }) => query.includes(TOKEN))).toBe(false);
});

test("a server before version 10, and Cloud, are asked in their words", async () => {
  const { said, server } = await scan({ played: { version: "9.9.4.87374" } });

  expect(said.problems).toEqual([]);
  expect(server.met.at(-1)?.authorization).toBe(`Basic ${Buffer.from(`${TOKEN}:`).toString("base64")}`);
  expect(server.met.find(({ path }) => path === "issues/search")?.query).toContain("componentKeys=");
});

test("every page is read, and more than the server gives of one question is asked file by file", async () => {
  const many = Array.from({ length: 1203 }, (_, at) => issue(at));
  const paged = await scan({ played: { issues: many } });
  const flood = Array.from({ length: 10_001 }, (_, at) =>
    issue(at, at % 2 === 0 ? {} : { component: `${KEY}:web.js`, line: 1, textRange: undefined }),
  );
  const split = await scan({ played: { issues: flood } });
  const single = await scan({ played: { issues: Array.from({ length: 10_001 }, (_, at) => issue(at)) } });

  expect(paged.said.findings).toHaveLength(1204);
  expect(paged.server.met.filter(({ path, query }) => path === "issues/search" && query.includes("resolved=false"))).toHaveLength(
    3,
  );
  expect(split.said).toMatchObject({ findings: { length: 10_002 }, problems: [] });
  expect(codes(single.said)).toEqual(["report-cut"]);
}, 60_000);

test("what people closed on the server is told as suppressed, in the words of each version", async () => {
  const closed = [issue(2, { issueStatus: "ACCEPTED", textRange: { startLine: 1, endLine: 1, startOffset: 0, endOffset: 3 } })];
  const now = await scan({ played: { closed } });
  const before = await scan({ played: { closed, version: "9.9.4.87374" } });

  for (const { said } of [now, before]) {
    expect(said.problems).toEqual([]);
    expect(said.findings).toHaveLength(2);
    expect(said.suppressed).toMatchObject([
      { reason: "resolved as ACCEPTED in SonarQube", finding: { location: { startLine: 1 } } },
    ]);
  }
  expect(now.server.met.some(({ query }) => query.includes("issueStatuses=ACCEPTED%2CFALSE_POSITIVE"))).toBe(true);
  expect(before.server.met.some(({ query }) => query.includes("resolutions=FALSE-POSITIVE%2CWONTFIX"))).toBe(true);
});

describe("is never complete", () => {
  test.each<[string, Played, string[]]>([
    [
      "where the quality gate failed",
      { played: { gate: { status: "ERROR", conditions: [{ status: "ERROR", metricKey: "new_violations", actualValue: "3" }] } } },
      ["quality-gate-failed"],
    ],
    ["where there is no quality gate", { played: { gate: { status: "NONE" } } }, ["quality-gate-unknown"]],
    ["where a file is not on the server", { played: { files: ["db.py"], hotspots: [] } }, ["not-reported"]],
    ["where a comment hides issues from the server", { committed: "eval(location.hash); // NOSONAR\n" }, ["silenced"]],
    ["where a file changed since", { change: (root) => fs.appendFileSync(join(root, "db.py"), "# more\n") }, ["changed-since"]],
    ["where a file is new", { change: (root) => fs.writeFileSync(join(root, "new.py"), "x = 1\n") }, ["changed-since"]],
  ])("%s", async (_, how, expected) => {
    const { said } = await scan(how);

    expect(codes(said)).toEqual(expected);
  });
});

const only =
  (path: string, status: number, body: unknown, headers: Record<string, string> = {}): Answers =>
  (asked) =>
    asked === path ? { status, body, headers } : undefined;

describe("proves and claims nothing", () => {
  test.each<[string, Played, string]>([
    [
      "where the background task failed",
      { answers: only("ce/component", 200, { queue: [], current: { status: "FAILED", errorMessage: "Out of memory" } }) },
      "analysis-failed",
    ],
    [
      "where it was cancelled",
      { answers: only("ce/component", 200, { queue: [], current: { status: "CANCELED" } }) },
      "analysis-failed",
    ],
    ["where it still waits", { answers: only("ce/component", 200, { queue: [{ status: "PENDING" }] }) }, "timed-out"],
    [
      "where there was never one",
      {
        answers: (path) =>
          path === "ce/component"
            ? { body: { queue: [] } }
            : path === "project_analyses/search"
              ? { body: { analyses: [] } }
              : undefined,
      },
      "analysis-missing",
    ],
    ["where the commit is unknown here", { played: { commit: "1".repeat(40) } }, "commit-unknown"],
    ["where no commit is named", { played: { commit: undefined } }, "commit-unknown"],
    ["where the token is refused", { answers: only("ce/component", 401, "") }, "server-refused"],
    [
      "where the project is unknown",
      { answers: only("ce/component", 404, { errors: [{ msg: "Component key 'acme:shop' not found" }] }) },
      "server-refused",
    ],
    ["where the server breaks", { answers: only("issues/search", 500, "<html>") }, "server-error"],
    [
      "where it redirects",
      { answers: only("issues/search", 302, "", { location: "http://127.0.0.1:1/" }) },
      "server-unreachable",
    ],
    ["where it is no SonarQube", { answers: only("server/version", 200, "<html>") }, "report-unreadable"],
    ["where the answer is no JSON", { answers: only("issues/search", 200, "requires login") }, "report-unreadable"],
    [
      "where a key stands twice",
      { answers: only("issues/search", 200, '{"paging":{"total":0},"issues":[],"issues":[]}') },
      "report-unreadable",
    ],
    ["where a page is no page", { answers: only("issues/search", 200, { issues: [] }) }, "report-unreadable"],
    ["where pages end early", { answers: only("issues/search", 200, { paging: { total: 7 }, issues: [] }) }, "report-cut"],
    [
      "where it speaks of another project",
      { played: { issues: [issue(1, { project: "other", component: "other:db.py" })] } },
      "report-unreadable",
    ],
    ["where a scan was asked for and the sandbox has no network", { settings: { scan: true } }, "not-installed"],
  ])("%s", async (_, how, code) => {
    const { said } = await scan(how);

    expect({ ...said, problems: codes(said) }).toMatchObject({ findings: [], covered: [], problems: [code] });
    expect(JSON.stringify(said)).not.toContain(TOKEN);
  });
});

test("a server that is busy is asked again", async () => {
  let busy = 2;
  const { said } = await scan({
    answers: (path) =>
      path === "issues/search" && busy > 0 && busy-- > 0 ? { status: 429, body: "", headers: { "retry-after": "0" } } : undefined,
  });

  expect(said.problems).toEqual([]);
  expect(busy).toBe(0);
});

test("a token is not sent in the clear to a public name", async () => {
  const needs = { key: () => TOKEN, git: async () => undefined } as unknown as Parameters<typeof serverProject>[1];

  await expect(serverProject(settingsOf({ url: "http://sonar.example.org" }), needs)).rejects.toMatchObject({
    code: "config-invalid",
  });
});

describe("sonar-scanner", () => {
  /** A machine on which it ends so, after it left this in its folder. */
  const machine = (
    report: string | undefined,
    seen: (request: SandboxRequest) => void = () => undefined,
    id = "none",
  ): Sandbox => ({
    id,
    probe: async () => ({ usable: true, detail: "" }),
    async run(request) {
      seen(request);
      const work = request.argv.find((word) => word.startsWith("-Dsonar.working.directory="))?.split("=")[1] ?? "";
      fs.mkdirSync(work);
      if (report !== undefined) fs.writeFileSync(join(work, "report-task.txt"), report);
      return { end: "exited", code: 0, stdout: new Uint8Array(), stderr: new Uint8Array(), seconds: 1 };
    },
  });

  function run(sandbox: Sandbox): ScannerRun {
    const root = copied();
    fs.writeFileSync(join(root, "sonar-project.properties"), "sonar.exclusions=**/*\n");
    fs.writeFileSync(join(root, "tool"), "\x7fELF");
    const workspace = createDiskWorkspace({ root, exclude: [], maxFileBytes: 1 << 20 });
    const common = { url: "https://sonar.example.org", key: KEY, branch: "größe=1", token: TOKEN, seconds: 60 };
    const tool = { executable: join(root, "tool"), findExecutable: async () => undefined };
    return { ...common, ...tool, sandbox, stager: createDirectoryStager(), workspace, files: ["db.py"] };
  }

  test("gets our settings, only the files asked for, and its token from the environment", async () => {
    const seen: { files: string[]; settings: string; request: SandboxRequest }[] = [];
    const sandbox = machine("serverUrl=http://evil.example\nceTaskId=AY-task_1\n", (request) => {
      const value = (name: string) => request.argv.find((word) => word.startsWith(`-D${name}=`))?.slice(name.length + 3) ?? "";
      seen.push({
        files: fs.readdirSync(value("sonar.projectBaseDir")),
        settings: fs.readFileSync(value("project.settings"), "utf8"),
        request,
      });
    });

    expect(await runSonarScanner(run(sandbox), signal)).toEqual({ task: "AY-task_1" });
    expect(seen[0]?.files).toEqual(["db.py"]);
    expect(seen[0]?.settings).toContain("sonar.projectKey=acme:shop\nsonar.host.url=https://sonar.example.org\n");
    expect(seen[0]?.settings).toContain("sonar.branch.name=gr\\u00f6\\u00dfe\\u003d1\n");
    expect(seen[0]?.request.env["SONAR_TOKEN"]).toBe(TOKEN);
    expect(seen[0]?.request.argv.join(" ")).not.toContain(TOKEN);
  });

  test.each([
    ["leaves no report", machine(undefined), "analysis-missing"],
    ["names no task", machine("ceTaskId=../../etc\n"), "analysis-missing"],
    ["would run behind walls", machine("", undefined, "bubblewrap"), "needs-network"],
  ])("that %s is no analysis", async (_, sandbox, code) => {
    expect(await runSonarScanner(run(sandbox), signal)).toMatchObject({ code });
  });
});
