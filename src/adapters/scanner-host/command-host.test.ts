import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Sandbox, SandboxRequest, SandboxResult } from "#ports/sandbox.ts";
import { type CommandScanner, defineScanner } from "#ports/scanner.ts";
import type { Stager } from "#ports/stage.ts";
import type { Workspace } from "#ports/workspace.ts";
import { type CommandHostOptions, createCommandHost } from "./command-host.ts";

let root = "";
beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "assay-host-")));
  await writeFile(join(root, "tool"), "\x7fELF");
});
afterAll(() => rm(root, { recursive: true }));
beforeEach(async () => {
  await mkdir(join(root, "staged"), { recursive: true });
  requests.length = 0;
});

/** Reports each line that holds a word of its own: `path:line:word`, one a line. */
const scanner: CommandScanner = defineScanner({
  kind: "command",
  id: "words",
  title: "Words",
  languages: ["python"],
  homepage: "https://example.org",
  licence: "Apache-2.0",
  needsNetwork: false,
  install: "nothing to install",
  executable: "words",
  versionArgs: ["--version"],
  parseVersion: (output) => /^words (\S+)$/m.exec(output)?.[1],
  refuses: (version) => (version === "1.0" ? "1.0 is blind" : undefined),
  control: { python: { name: "control.py", text: "CONTROL\n", rule: "CONTROL" } },
  sentinel: { python: { statement: "SENTINEL", rule: "SENTINEL" } },
  command: ({ executable, staged, scratch }) => ({
    argv: [executable, staged],
    env: { LANG: "C" },
    settings: { "words.ini": scratch },
    okExits: [0],
    output: { file: "report" },
  }),
  parse(raw, { staged, text }) {
    const lines = new TextDecoder().decode(raw).split("\n").filter(Boolean);
    const findings = lines.map((entry) => {
      const [file = "", line = "", rule = ""] = entry.split(":");
      const path = file.slice(staged.length + 1);
      const startLine = Number(line);
      const end = text(path)?.split("\n")[startLine - 1]?.length ?? 0;
      return {
        rule,
        cwe: [],
        severity: "low" as const,
        confidence: 0.5,
        location: { path, startLine, startColumn: 1, endLine: startLine, endColumn: end + 1 },
        message: rule,
      };
    });
    return { findings, problems: [] };
  },
});

const requests: SandboxRequest[] = [];
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const ended = (result: Partial<SandboxResult>): SandboxResult => ({
  end: "exited",
  code: 0,
  stdout: bytes(""),
  stderr: bytes(""),
  seconds: 0.1,
  ...result,
});

/** A tool that obeys the words in the code it reads: CRASH, SKIP, TIMEOUT, LINK, SILENT, FAR. */
const sandbox: Sandbox = {
  id: "pretended",
  probe: async () => ({ usable: true, detail: "" }),
  async run(request) {
    requests.push(request);
    if (request.argv.includes("--version")) return ended({ stdout: bytes("words 2.0\n") });
    const [staged = "", scratch = ""] = request.mounts.slice(-2).map(({ host }) => host);
    const lines: string[] = [];
    const files = (await readdir(staged, { recursive: true, withFileTypes: true })).filter((file) => file.isFile());
    for (const file of files) {
      const text = await readFile(join(file.parentPath, file.name), "utf8");
      if (text.includes("CRASH")) return ended({ end: "killed", reason: "signal 11" });
      if (text.includes("TIMEOUT")) return ended({ end: "timed-out" });
      if (text.includes("LINK")) await symlink("/etc/passwd", join(scratch, "report"));
      if (text.includes("FAILS")) return ended({ code: 2, stderr: bytes("no such option\u001b[31m") });
      if (text.includes("SILENT")) return ended({});
      if (text.includes("SKIP")) continue;
      const path = `/assay/staged${join(file.parentPath, file.name).slice(staged.length)}`;
      for (const [index, line] of text.split("\n").entries()) {
        const word = /BAD|CONTROL|SENTINEL/.exec(line)?.[0];
        if (word !== undefined && !(word === "CONTROL" && text.includes("BLIND"))) lines.push(`${path}:${index + 1}:${word}`);
      }
      if (text.includes("FAR")) lines.push(`${path}:-3:BAD`, "/assay/staged/other.py:1:BAD");
    }
    if (!(await readdir(scratch)).includes("report")) await writeFile(join(scratch, "report"), lines.join("\n"));
    return ended({});
  },
};

const stager: Stager = {
  async stage({ workspace, only = [], append, extra = {} }) {
    const tree = await this.scratch();
    const texts = new Map(Object.entries(extra));
    for (const path of only) texts.set(path, new TextDecoder().decode(await workspace.read(path)) + (append?.(path) ?? ""));
    for (const [path, text] of texts) {
      await mkdir(dirname(join(tree.host, path)), { recursive: true });
      await writeFile(join(tree.host, path), text);
    }
    return tree;
  },
  async scratch() {
    const host = await mkdtemp(join(root, "staged", "x"));
    return { host, linked: [], dispose: () => rm(host, { recursive: true, force: true }) };
  },
};

async function scan(
  texts: Readonly<Record<string, string>>,
  options: Partial<CommandHostOptions> = {},
  signal = AbortSignal.timeout(30_000),
) {
  const workspace: Workspace = {
    root: join(root, "project"),
    list: async () => ({ files: [], skipped: [] }),
    read: async (path) => bytes(texts[path] ?? ""),
    has: async () => true,
    changed: async () => [],
  };
  const files = Object.entries(texts).map(([path, text]) => ({ path, language: "python", bytes: text.length }));
  const host = createCommandHost({ sandbox, stager, findExecutable: async () => join(root, "tool"), ...options })(scanner);
  const said = await host.scan({ files, workspace, progress: () => undefined }, signal);
  const found = said.findings.map(({ rule, location }) => `${location.path}:${location.startLine}:${rule}`);
  const problems = said.problems.map(({ path, code }) => `${path ?? "-"} ${code}`);
  return { host, found, problems, covered: said.covered, messages: said.problems.map(({ message }) => message) };
}

it("reports findings without its own traps, proves each file, leaves nothing behind", async () => {
  const { found, problems, covered, host } = await scan({ "a.py": "ok\nBAD\n", "assay-control/b.py": "BAD" });

  expect({ found, problems, covered }).toEqual({
    found: ["a.py:2:BAD", "assay-control/b.py:1:BAD"],
    problems: [],
    covered: ["a.py", "assay-control/b.py"],
  });
  expect(await host.version()).toBe("2.0");
  expect(await readdir(join(root, "staged"))).toEqual([]);
});

it("gives the tool its own environment, a read-only copy and its settings", async () => {
  await scan({ "a.py": "ok" });

  const request = requests.at(-1);
  expect(request?.env).toEqual({ PATH: "/usr/bin:/bin", HOME: "/tmp", LANG: "C" });
  expect(request?.mounts.map(({ inside, mode }) => [inside, mode])).toEqual([
    [join(root, "tool"), "read-only"],
    ["/assay/staged", "read-only"],
    ["/assay/scratch", "read-write"],
  ]);
  expect(request?.argv).toEqual([join(root, "tool"), "/assay/staged"]);
});

it("does not call a skipped file covered", async () => {
  const { problems, covered } = await scan({ "a.py": "ok", "b.py": "SKIP BAD" });

  expect({ problems, covered }).toEqual({ problems: ["b.py not-reported"], covered: ["a.py"] });
});

it.each([
  ["CRASH", "engine-crashed"],
  ["TIMEOUT", "timed-out"],
  ["FAILS", "engine-crashed"],
  ["LINK", "report-missing"],
])("finds the one file that breaks the tool: %s", async (word, code) => {
  const { found, problems, covered } = await scan({ "a.py": "BAD", "b.py": "BAD", "c.py": word, "d.py": "BAD", "e.py": "ok" });

  expect(found).toEqual(["a.py:1:BAD", "b.py:1:BAD", "d.py:1:BAD"]);
  expect({ problems, covered }).toEqual({ problems: [`c.py ${code}`], covered: ["a.py", "b.py", "d.py", "e.py"] });
});

it("shows no terminal codes of the tool", async () => {
  const { messages } = await scan({ "a.py": "FAILS" });

  expect(messages).toEqual(["exit code 2: no such option\\u{1b}[31m"]);
});

it("gives up after a bounded number of runs", async () => {
  const { problems } = await scan(Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`f${index}.py`, "CRASH"])));

  expect(problems).toHaveLength(200);
  expect(requests.length).toBeLessThan(40);
});

it("fails as a whole when the known-bad file is not reported", async () => {
  const control = { python: { name: "control.py", text: "BLIND CONTROL\n", rule: "CONTROL" } };
  const blind = createCommandHost({ sandbox, stager, findExecutable: async () => join(root, "tool") })({ ...scanner, control });
  const workspace = { root: join(root, "project"), read: async () => bytes("BAD") } as unknown as Workspace;
  const said = await blind.scan(
    { files: [{ path: "a.py", language: "python", bytes: 3 }], workspace, progress: () => undefined },
    AbortSignal.timeout(9000),
  );

  expect(said).toMatchObject({ findings: [], covered: [], problems: [{ path: "a.py", code: "control-missed" }] });
});

it("keeps no finding at a place that cannot be, and says so", async () => {
  const { found, problems } = await scan({ "a.py": "FAR\nBAD" });

  expect({ found, problems }).toEqual({ found: ["a.py:2:BAD"], problems: ["- report-unreadable", "a.py bad-location"] });
});

it.each([
  ["no sandbox", { sandbox: undefined }, "no-sandbox", "unknown"],
  ["no tool", { findExecutable: async (): Promise<undefined> => undefined }, "not-installed", undefined],
  [
    "a tool out of the code under analysis",
    { findExecutable: async (): Promise<string> => join(root, "project", "tool") },
    "executable-in-repository",
    "2.0",
  ],
] as const)("analyses nothing with %s", async (_, options, code, version) => {
  await mkdir(join(root, "project"), { recursive: true });
  await writeFile(join(root, "project", "tool"), "\x7fELF");

  const { found, problems, covered, host } = await scan({ "a.py": "BAD" }, options);

  expect({ found, problems, covered }).toEqual({ found: [], problems: [`a.py ${code}`], covered: [] });
  expect(await host.version()).toBe(version);
});

it("refuses a version that must not be trusted, before it sees any code", async () => {
  const old: Sandbox = { ...sandbox, run: async () => ended({ stdout: bytes("words 1.0") }) };

  const { problems, messages, host } = await scan({ "a.py": "BAD" }, { sandbox: old });

  expect({ problems, messages }).toEqual({ problems: ["a.py version-refused"], messages: ["1.0 is blind"] });
  expect(await host.inspect()).toMatchObject({ kind: "unusable", version: "1.0" });
});

it("does not start a tool that needs the network, and says what to do instead", async () => {
  const online = createCommandHost({ sandbox, stager, findExecutable: async () => join(root, "tool") })({
    ...scanner,
    needsNetwork: true,
  });
  const workspace = { root: join(root, "project"), read: async () => bytes("BAD") } as unknown as Workspace;
  const files = [{ path: "a.py", language: "python", bytes: 3 }];

  const said = await online.scan({ files, workspace, progress: () => undefined }, AbortSignal.timeout(9000));

  expect(said).toMatchObject({ findings: [], covered: [], problems: [{ path: "a.py", code: "needs-network" }] });
  expect(said.problems[0]?.message).toContain("--import words=FILE");
  expect(requests.every(({ argv }) => argv.includes("--version"))).toBe(true);
});

it("runs what comes first in a plan, and believes nothing when that fails", async () => {
  const plan = (first: string) => ({
    ...scanner,
    command: (request: Parameters<typeof scanner.command>[0]) => ({ ...scanner.command(request), before: [["words", first]] }),
  });
  const failing: Sandbox = {
    ...sandbox,
    run: (request, signal) =>
      request.argv.includes("fail") ? Promise.resolve(ended({ code: 3 })) : sandbox.run(request, signal),
  };
  const workspace = { root: join(root, "project"), read: async () => bytes("BAD") } as unknown as Workspace;
  const task = { files: [{ path: "a.py", language: "python", bytes: 3 }], workspace, progress: () => undefined };
  const host = createCommandHost({ sandbox: failing, stager, findExecutable: async () => join(root, "tool") });

  const failed = await host(plan("fail")).scan(task, AbortSignal.timeout(9000));
  const worked = await host(plan("make")).scan(task, AbortSignal.timeout(9000));

  expect(failed).toMatchObject({ findings: [], problems: [{ path: "a.py", code: "engine-crashed" }] });
  expect(worked.findings.map(({ rule }) => rule)).toEqual(["BAD"]);
});

it("stops when told to, and leaves nothing behind", async () => {
  const controller = new AbortController();
  const slow: Sandbox = {
    ...sandbox,
    run(request, signal) {
      if (!request.argv.includes("--version")) controller.abort(new Error("enough"));
      return sandbox.run(request, signal);
    },
  };

  await expect(scan({ "a.py": "BAD" }, { sandbox: slow }, controller.signal)).rejects.toThrow("enough");
  expect(await readdir(join(root, "staged"))).toEqual([]);
});
