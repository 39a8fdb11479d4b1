import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Defect } from "#domain/defect.ts";
import type { CheckAnswer } from "#ports/check.ts";
import { checkContext, checkContract } from "#testing/check-contract.ts";
import { readRecipeCases } from "#testing/recipe-cases.ts";
import pathCut from "./path-cut.ts";

const signal = new AbortController().signal;

interface Change {
  readonly cwe: string;
  /** Words of the line with the weak place. */
  readonly line: string;
  readonly from: string;
  readonly to: string;
  readonly path?: string;
  /** Whether an engine had followed the data there. */
  readonly traced?: boolean;
}

async function cut(text: string, { cwe, line, from, to, path = "app.py", traced = true }: Change): Promise<CheckAnswer> {
  const after = text.replace(from, () => to);
  const index = text.split("\n").findIndex((each) => each.includes(line));
  if (after === text || index < 0) throw new Error(`no change, or no such line: ${line}`);
  const context = await checkContext({ files: { [path]: text }, patched: { [path]: after } });
  const location = { path, startLine: index + 1, startColumn: 1, endLine: index + 1, endColumn: 80 };
  const defect: Defect = { ...context.defect, cwe, location, ...(traced ? { trace: [{ location, note: "comes in" }] } : {}) };
  return pathCut.run({ ...context, defect }, signal);
}

function said({ outcome, reason }: CheckAnswer): string {
  return `${outcome}: ${reason}`;
}

const SHELL = `import os
import shlex
import subprocess
from flask import request


def ping():
    host = request.args.get("host")
    os.system("ping -c 1 " + host)


def count(path):
    return subprocess.run("wc -l " + path, shell=True)
`;

const QUERY = `import sqlite3


def find(name):
    db = sqlite3.connect("a.db")
    return db.execute("SELECT * FROM users WHERE name = '" + name + "'").fetchall()
`;

const FILES = `import os
from flask import Flask, request

app = Flask(__name__)
FOLDER = "/srv/files"


@app.route("/read")
def read():
    name = request.args["name"]
    path = os.path.join(FOLDER, name)
    with open(path) as file:
        return file.read()
`;

const PAGE = `const express = require("express");
const app = express();
app.get("/hello", (req, res) => {
  res.send("<p>" + req.query.name + "</p>");
});
app.get("/count", (req, res) => {
  require("child_process").exec("wc -l " + req.query.file, (error, out) => res.json(out));
});
app.listen(1);
`;

const PING = 'os.system("ping -c 1 " + host)';
const SELECT = `"SELECT * FROM users WHERE name = '" + name + "'"`;
const SEND = '"<p>" + req.query.name + "</p>"';

for (const each of checkContract(pathCut, "path-cut")) it(each.name, () => each.run());

describe("a path that is cut, with what cuts it", () => {
  it.each<[string, Change & { text: string }, RegExp]>([
    [
      "arguments without a shell",
      { text: SHELL, cwe: "CWE-78", line: "os.system", from: PING, to: 'subprocess.run(["ping", "-c", "1", host])' },
      /subprocess\.run/,
    ],
    [
      "a quoted argument",
      { text: SHELL, cwe: "CWE-78", line: "os.system", from: "+ host", to: "+ shlex.quote(host)" },
      /harmless|check or conversion/,
    ],
    [
      "a parameter of a function",
      { text: SHELL, cwe: "CWE-78", line: "wc -l", from: '"wc -l " + path, shell=True', to: '["wc", "-l", path]' },
      /subprocess\.run .*plain data/,
    ],
    [
      "a placeholder",
      { text: QUERY, cwe: "CWE-89", line: "SELECT", from: SELECT, to: '"SELECT * FROM users WHERE name = ?", (name,)' },
      /db\.execute .*plain data/,
    ],
    [
      "a list of what is allowed",
      {
        text: QUERY,
        cwe: "CWE-89",
        line: "SELECT",
        from: "    db = ",
        to: '    if name not in ("ann", "bob"):\n        raise ValueError(name)\n    db = ',
      },
      /check or conversion/,
    ],
    [
      "a folder that is held",
      {
        text: FILES,
        cwe: "CWE-22",
        line: "open(path)",
        from: "    with open",
        to: "    path = os.path.realpath(path)\n    if os.path.commonpath([FOLDER, path]) != FOLDER:\n        raise ValueError(name)\n    with open",
      },
      /check or conversion/,
    ],
    [
      "a name without folders",
      { text: FILES, cwe: "CWE-22", line: "open(path)", from: "(FOLDER, name)", to: "(FOLDER, os.path.basename(name))" },
      /harmless|check or conversion/,
    ],
  ])("%s", async (_name, { text, ...change }, by) => {
    expect(await cut(text, change)).toMatchObject({ outcome: "pass", reason: "ok", detail: expect.stringMatching(by) });
  });

  it("in JavaScript too", async () => {
    const files = await cut(PAGE, {
      path: "app.js",
      cwe: "CWE-78",
      line: "wc -l",
      from: 'exec("wc -l " + req.query.file,',
      to: 'execFile("wc", ["-l", req.query.file],',
    });

    expect(files).toMatchObject({ outcome: "pass", detail: expect.stringContaining("execFile") });
  });
});

describe("a path that goes on does not pass", () => {
  it.each<[string, Change & { text: string }]>([
    [
      "a filter that is known to nobody",
      { text: SHELL, cwe: "CWE-78", line: "os.system", from: "+ host", to: "+ sanitize_host(host)" },
    ],
    [
      "the same filter, before",
      { text: SHELL, cwe: "CWE-78", line: "os.system", from: '"host")', to: '"host")\n    host = sanitize_host(host)' },
    ],
    [
      "another way to the same place",
      { text: SHELL, cwe: "CWE-78", line: "os.system", from: PING, to: 'command = "ping -c 1 " + host\n    os.popen(command)' },
    ],
    [
      "only some of the values",
      {
        text: QUERY,
        cwe: "CWE-89",
        line: "SELECT",
        from: "    db = ",
        to: '    if name in ("ann", "bob"):\n        pass\n    db = ',
      },
    ],
  ])("%s", async (_name, { text, ...change }) => {
    expect(said(await cut(text, change))).toBe("inconclusive: path-remains");
  });
});

describe("a path that is only out of sight does not pass", () => {
  it.each<[string, Change & { text: string }, string]>([
    [
      "a function found by its name",
      { text: SHELL, cwe: "CWE-78", line: "os.system", from: PING, to: 'getattr(os, "sys" + "tem")("ping -c 1 " + host)' },
      "fail: path-hidden",
    ],
    [
      "a table of functions",
      { text: SHELL, cwe: "CWE-78", line: "os.system", from: PING, to: 'RUNNERS[0]("ping -c 1 " + host)' },
      "fail: path-hidden",
    ],
    [
      "evaluated code",
      { text: SHELL, cwe: "CWE-78", line: "os.system", from: PING, to: "exec(\"os.system('ping ' + host)\")" },
      "inconclusive: path-hidden",
    ],
    [
      "a wrapper from elsewhere",
      { text: SHELL, cwe: "CWE-78", line: "os.system", from: PING, to: "run_ping(host)" },
      "inconclusive: path-hidden",
    ],
    ["work that is gone", { text: SHELL, cwe: "CWE-78", line: "os.system", from: PING, to: "pass" }, "inconclusive: path-hidden"],
    [
      "a source that is no longer known",
      { text: QUERY, cwe: "CWE-89", line: "SELECT", from: "def find(name)", to: "def find()" },
      "inconclusive: path-hidden",
    ],
  ])("%s", async (_name, { text, ...change }, expected) => {
    expect(said(await cut(text, change))).toBe(expected);
  });
});

describe("what is no path", () => {
  it("is said", async () => {
    const hash = "import hashlib\n\n\ndef key(text):\n    return hashlib.md5(text).hexdigest()\n";
    const change = { cwe: "CWE-328", line: "md5", from: "md5", to: "sha256" };

    expect(said(await cut(hash, { ...change, traced: false }))).toBe("inconclusive: not-applicable");
    expect(said(await cut(hash, change))).toBe("inconclusive: path-unseen");
    expect(
      said(
        await cut(PAGE, { path: "app.js", cwe: "CWE-79", line: "<p>", from: SEND, to: '"<p>" + clean(req.query.name) + "</p>"' }),
      ),
    ).toBe("inconclusive: path-remains");
  });
});

describe("repairs of our recipes", () => {
  it.each(["python", "javascript"])(
    "%s: none is held to leave its path, and most paths are shown to be cut",
    { timeout: 60_000 },
    async (language) => {
      const answers: CheckAnswer[] = [];
      for (const slug of readdirSync(`fixtures/recipes/${language}`)) {
        for (const each of await readRecipeCases(`fixtures/recipes/${language}/${slug}`)) {
          if (each.after === undefined) continue;
          const path = `app.${each.file.split(".").at(-1) ?? ""}`;
          const context = await checkContext({ files: { [path]: each.before }, patched: { [path]: each.after } });
          const { line, column = 1, endLine = line, endColumn = 999, cwe } = each.place;
          const location = { path, startLine: line, startColumn: column, endLine, endColumn };
          const defect: Defect = { ...context.defect, cwe, location, trace: [{ location, note: "comes in" }] };
          answers.push(await pathCut.run({ ...context, defect }, signal));
        }
      }
      const seen = answers.filter(({ reason }) => reason !== "path-unseen");

      expect(answers.filter(({ outcome }) => outcome === "fail")).toEqual([]);
      expect(seen.length).toBeGreaterThan(30);
      expect(seen.filter(({ outcome }) => outcome === "pass").length / seen.length).toBeGreaterThan(0.8);
    },
  );
});
