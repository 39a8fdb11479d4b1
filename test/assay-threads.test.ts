import { expect, test } from "vitest";
import { createFileQueue, type FileQueue } from "#adapters/scanner-host/file-queue.ts";
import { type HelperSetup, startHelper } from "#adapters/scanner-host/helper-thread.ts";
import { createAssayScanner } from "#adapters/scanners/assay.ts";
import { createMemoryWorkspace } from "#adapters/workspaces/memory.ts";
import type { LibraryResult } from "#ports/scanner.ts";
import { allBuiltinRules } from "#rules/builtin.ts";
import { loadGrammar } from "./match/match-code.ts";

const TEXTS = Object.fromEntries(
  Array.from({ length: 24 }, (_, index) => [
    `${String(index).padStart(2, "0")}.py`,
    `import yaml\n\n\ndef load_${index}(text):\n    return yaml.load(text, Loader=yaml.Loader)\n${index % 5 === 0 ? "x = = 1\n" : ""}`,
  ]),
);

const SETUP: HelperSetup = { rules: [], grammars: {} };

async function analyse(queue: FileQueue, setup: HelperSetup, signal: AbortSignal, body?: URL): Promise<void> {
  const helper = startHelper(setup, signal, body);
  try {
    await helper.analyse(queue, () => undefined);
    await helper.match(queue, () => undefined);
  } finally {
    await helper.end();
  }
}

function queueOf(names: readonly string[]): FileQueue {
  const workspace = createMemoryWorkspace({
    root: "/project",
    files: Object.fromEntries(names.map((name) => [name, "x = 1\n"])),
  });
  return createFileQueue({
    files: names.map((path) => ({ path, language: "python", bytes: 6 })),
    workspace,
    progress: () => undefined,
  });
}

function body(script: string): URL {
  return new URL(`data:text/javascript,${encodeURIComponent(`import { parentPort } from "node:worker_threads";\n${script}`)}`);
}

/** A route in each of three services hands what comes in to a shared module, and one is marked. */
const SERVICES: Readonly<Record<string, string>> = {
  "shared/store.js": `const db = require("sqlite3");\nexports.find = (name) => new db.Database("x").all("SELECT * FROM t WHERE n = '" + name + "'");\n`,
  ...Object.fromEntries(
    ["a", "b", "c"].flatMap((name) => [
      [
        `${name}/app.js`,
        `const express = require("express");\nconst store = require("../shared/store.js");\nconst { run } = require("./run.js");\nconst app = express();\napp.get("/", (req, res) => { store.find(req.query.name); run(req.query.tool); res.send("ok"); });\napp.listen(1);\n`,
      ],
      [
        `${name}/run.js`,
        `const { exec } = require("child_process");\nexports.run = (tool) => exec("tool " + tool);${name === "b" ? " // assay-ignore" : ""}\n`,
      ],
    ]),
  ),
};

async function scanWith(
  count: number,
  signal = new AbortController().signal,
  texts: Readonly<Record<string, string>> = TEXTS,
): Promise<LibraryResult> {
  const scanner = createAssayScanner({ loadGrammar, rules: allBuiltinRules, helpers: { count, fromBytes: 0 } });
  const workspace = createMemoryWorkspace({ root: "/project", files: texts });
  const files = Object.entries(texts).map(([path, text]) => ({
    path,
    language: path.endsWith(".py") ? "python" : "javascript",
    bytes: text.length,
  }));
  return scanner.scan({ files, workspace, progress: () => undefined }, signal);
}

test("threads change nothing in the result", async () => {
  const alone = await scanWith(0);

  expect(alone.findings.length).toBeGreaterThanOrEqual(24);
  expect(alone.problems).toHaveLength(5);
  expect(await scanWith(2)).toEqual(alone);
});

test("threads change nothing in what data flow through files finds", async () => {
  const signal = new AbortController().signal;
  const alone = await scanWith(0, signal, { ...SERVICES, ...TEXTS });

  const entered = ({ trace }: { trace?: LibraryResult["findings"][number]["trace"] }): boolean =>
    trace?.[0]?.location.path.endsWith("app.js") === true && trace.at(-1)?.location.path.endsWith("app.js") === false;
  expect(alone.findings.filter(entered).map(({ location }) => location.path)).toEqual([
    "a/run.js",
    "c/run.js",
    "shared/store.js",
  ]);
  expect(alone.suppressed?.map(({ finding }) => finding).filter(entered)).toHaveLength(1);
  for (const count of [1, 2, 4]) expect(await scanWith(count, signal, { ...SERVICES, ...TEXTS })).toEqual(alone);
});

test("a helper analyses files by itself", async () => {
  const queue = createFileQueue({
    files: [{ path: "a.py", language: "python", bytes: 1 }],
    workspace: createMemoryWorkspace({ root: "/project", files: { "a.py": "import yaml\nyaml.load(x)\n" } }),
    progress: () => undefined,
  });
  const grammars = { "tree-sitter-python.wasm": await loadGrammar("tree-sitter-python.wasm") };

  await analyse(queue, { rules: await allBuiltinRules(), grammars }, new AbortController().signal);

  expect(queue.results()).toMatchObject([{ analysed: true, findings: [{ rule: "py-yaml-load" }] }]);
});

test("a thread that dies over a file makes that the file's problem and gives the others back", async () => {
  const queue = queueOf(["a.py", "b.py", "c.py"]);
  const script = `
    parentPort.postMessage("ready");
    parentPort.on("message", ({ path }) => {
      if (path === "b.py") throw new RangeError("too deep");
      parentPort.postMessage({ result: { findings: [], problems: [], analysed: true } });
    });`;

  await analyse(queue, SETUP, new AbortController().signal, body(script));

  const left = await queue.take();
  expect([left?.file.path, (await queue.take())?.file.path]).toEqual(["a.py", undefined]);
  queue.settle(left?.file ?? { path: "", language: "", bytes: 0 }, { findings: [], problems: [], analysed: true });
  expect(
    queue.results().map(({ problems, analysed }) => [analysed, problems.map(({ path, code, message }) => [path, code, message])]),
  ).toEqual([
    [true, []],
    [false, [["b.py", "engine-crashed", expect.stringContaining("RangeError: too deep")]]],
    [true, []],
  ]);
});

test("a thread that dies while rules run over a tree makes that the file's problem and gives the other trees back", async () => {
  const queue = queueOf(["a.py", "b.py", "c.py"]);
  const problem = { code: "invalid-utf8", message: "said before the rules ran" };
  const script = `
    parentPort.postMessage("ready");
    parentPort.on("message", ({ kind, path }) => {
      if (kind === "rules" && path === "b.py") throw new RangeError("too deep");
      const found = { findings: [], problems: [], analysed: true };
      const result = { ...found, problems: [{ path, ...${JSON.stringify(problem)} }] };
      parentPort.postMessage(kind === "rules" ? found : { result, file: { path, language: "python", content: { bytes: new Uint8Array() } } });
    });`;

  await analyse(queue, SETUP, new AbortController().signal, body(script));

  const left = queue.takeParsed();
  expect([left?.file.path, queue.takeParsed()]).toEqual(["a.py", undefined]);
  queue.settle(
    left?.file ?? { path: "", language: "", bytes: 0 },
    left?.result ?? { findings: [], problems: [], analysed: true },
  );
  expect(queue.results().map(({ analysed, problems }) => [analysed, problems.map(({ code }) => code)])).toEqual([
    [true, ["invalid-utf8"]],
    [false, ["engine-crashed"]],
    [true, ["invalid-utf8"]],
  ]);
});

test("a thread that cannot start leaves everything to others", async () => {
  const queue = queueOf(["a.py", "b.py"]);

  await analyse(queue, SETUP, new AbortController().signal, body(`throw new Error("no");`));

  expect([(await queue.take())?.file.path, (await queue.take())?.file.path]).toEqual(["b.py", "a.py"]);
});

test("an aborted helper ends its thread, also one that never answers", async () => {
  const queue = queueOf(["a.py"]);
  const abort = new AbortController();
  const running = analyse(
    queue,
    SETUP,
    abort.signal,
    body(`parentPort.postMessage("ready"); parentPort.on("message", () => { for (;;); });`),
  );
  const reason = new Error("enough");
  const stopped = expect(running).rejects.toBe(reason);

  while (!queue.empty) await new Promise((resolve) => setTimeout(resolve, 5));
  abort.abort(reason);

  await stopped;
});

test("an aborted scan rejects with threads as without", async () => {
  await expect(scanWith(2, AbortSignal.abort(new Error("enough")))).rejects.toThrow("enough");
});
