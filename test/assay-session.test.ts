import { expect, test } from "vitest";
import { createAnalyser } from "#adapters/scanner-host/analyser.ts";
import { openSession, type Session } from "#adapters/scanner-host/session.ts";
import { createMemoryWorkspace } from "#adapters/workspaces/memory.ts";
import type { LibraryResult } from "#ports/scanner.ts";
import { allBuiltinRules } from "#rules/builtin.ts";
import { loadGrammar } from "./match/match-code.ts";

const analyser = await createAnalyser({ loadGrammar, rules: await allBuiltinRules(), teamRules: [] });
const signal = new AbortController().signal;
const APP = `const express = require("express");\nconst { run } = require("./run.js");\nconst app = express();\napp.get("/", (req, res) => run(req.query.tool));\napp.listen(1);\n`;
const SAFE = "exports.run = (tool) => tool;\n";
const UNSAFE = `const { exec } = require("child_process");\nexports.run = (tool) => exec("tool " + tool);\n`;

async function sessionOf(texts: Readonly<Record<string, string>>): Promise<Session> {
  const files = Object.entries(texts).map(([path, text]) => ({ path, language: "javascript", bytes: text.length }));
  let reads = 0;
  const workspace = createMemoryWorkspace({ root: "/project", files: texts });
  const counted = {
    ...workspace,
    read(path: string) {
      if (++reads > files.length) throw new Error("a file was read again");
      return workspace.read(path);
    },
  };
  return openSession(
    { analyser, teamIds: new Set(), threatModel: undefined },
    { files, workspace: counted, progress: () => undefined },
    signal,
  );
}

function check(session: Session, path: string, text: string): Promise<LibraryResult> {
  return session.check(path, text, signal);
}

test("a changed file is judged with those that import it, and nothing is read again", async () => {
  const session = await sessionOf({ "app.js": APP, "run.js": SAFE });

  const unsafe = await check(session, "run.js", UNSAFE);
  const safe = await check(session, "run.js", SAFE);

  const flows = unsafe.findings.filter(({ rule }) => rule === "command-injection");
  expect(flows.map(({ location, trace }) => [location.path, trace?.[0]?.location.path])).toEqual([["run.js", "app.js"]]);
  expect(safe.findings).toEqual([]);
});

test("a changed caller is judged by what it calls", async () => {
  const session = await sessionOf({ "app.js": `require("./run.js").run("fixed");\n`, "run.js": UNSAFE });

  const { findings } = await check(session, "app.js", APP);

  expect(findings.filter(({ rule }) => rule === "command-injection")).toHaveLength(1);
  expect((await check(session, "app.js", `require("./run.js").run("fixed");\n`)).findings).toEqual([]);
});

test("flows of a file that takes nothing in and passes nothing on are found where they begin", async () => {
  const middle = `exports.pass = (tool) => require("./run.js").run(tool);\n`;
  const app = APP.replace("{ run }", "{ pass: run }").replace("./run.js", "./middle.js");
  const session = await sessionOf({ "app.js": app, "middle.js": "exports.pass = () => 1;\n", "run.js": UNSAFE });

  expect((await check(session, "app.js", app)).findings).toEqual([]);
  await check(session, "middle.js", middle);
  const { findings } = await check(session, "app.js", app);

  expect(findings.map(({ rule, location }) => [rule, location.path])).toEqual([["command-injection", "run.js"]]);
});

test("a new file belongs to the project from now on", async () => {
  const session = await sessionOf({ "app.js": APP });

  const { findings } = await check(session, "run.js", UNSAFE);

  expect(findings.map(({ rule }) => rule)).toContain("command-injection");
});

test("a text that comes again is judged as if it had come for the first time", async () => {
  const session = await sessionOf({ "app.js": APP });
  const texts = [
    UNSAFE,
    `// é \u{1F600}\n${UNSAFE}`,
    UNSAFE.replace("exports.run", "exports.run = ("),
    `${UNSAFE}exports.again = (name) => require("child_process").execSync(\`ls \${name}\`);\n`,
    SAFE,
    UNSAFE,
  ];

  for (const text of texts) {
    const fresh = await sessionOf({ "app.js": APP });
    expect(await check(session, "run.js", text)).toEqual(await check(fresh, "run.js", text));
  }
});

test("a call that was aborted leaves the session as good as before, and calls wait for one another", async () => {
  const session = await sessionOf({ "app.js": APP });
  const controller = new AbortController();
  const aborted = session.check("run.js", SAFE, controller.signal);
  const next = check(session, "run.js", UNSAFE);
  controller.abort(new Error("typed on"));

  await expect(aborted).rejects.toThrow("typed on");
  expect((await next).findings.map(({ rule }) => rule)).toContain("command-injection");
});

test("a file in no language of ours has a problem", async () => {
  const session = await sessionOf({ "app.js": APP });

  const { problems, covered } = await check(session, "notes.txt", "nothing");

  expect(problems.map(({ path, code }) => [path, code])).toEqual([["notes.txt", "language-unknown"]]);
  expect(covered).toEqual([]);
});
