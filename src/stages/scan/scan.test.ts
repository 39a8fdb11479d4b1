import { expect, test } from "vitest";
import { createMemoryWorkspace } from "#adapters/workspaces/memory.ts";
import { AssayError } from "#domain/errors.ts";
import { defineScanner, type LibraryScanner } from "#ports/scanner.ts";
import { scan } from "./scan.ts";

const engine = (id: string, work: LibraryScanner["scan"]): LibraryScanner =>
  defineScanner({
    kind: "library",
    id,
    title: `The ${id} engine`,
    languages: ["python"],
    homepage: "https://example.org",
    licence: "MIT",
    needsNetwork: false,
    install: "",
    version: async () => "1",
    scan: work,
  });

const breaking = (error: unknown) =>
  engine("broken", async () => {
    throw error;
  });
const working = engine("working", async ({ files }) => ({ findings: [], problems: [], covered: files.map(({ path }) => path) }));

const SOURCES = { "a.py": "", "b.py": "" };
const never = new AbortController().signal;

async function scanWith(scanners: readonly LibraryScanner[], files: Readonly<Record<string, string>>, signal = never) {
  const workspace = createMemoryWorkspace({ root: "/", files, maxFileBytes: 1000 });
  const listing = await workspace.list({ paths: [] }, signal);
  return scan({ scanners, workspace, listing, required: [], emit: () => {}, now: () => 0 }, signal);
}

const run = (scanner: LibraryScanner, signal = never) => scanWith([scanner, working], SOURCES, signal);

test("an engine that breaks down fails with its reason, and the others go on", async () => {
  const report = await run(breaking(new TypeError("x is not a function")));

  const message = "The broken engine broke down: TypeError: x is not a function";
  expect(report.complete).toBe(false);
  expect(report.engines.map(({ id, status }) => [id, status])).toEqual([
    ["broken", "failed"],
    ["working", "complete"],
  ]);
  expect(report.engines[0]?.reasons).toEqual([
    { path: "a.py", code: "engine-crashed", message },
    { path: "b.py", code: "engine-crashed", message },
  ]);
  expect(report.files).toEqual(["a.py", "b.py"]);
});

test("an engine that says nothing of a file has not analysed it", async () => {
  const report = await run(engine("silent", async () => ({ findings: [], problems: [], covered: ["a.py"] })));

  expect(report.complete).toBe(false);
  expect(report.engines[0]?.reasons.map(({ path, code }) => [path, code])).toEqual([["b.py", "not-reported"]]);
});

test("an interruption and what a user can mend end the scan", async () => {
  const mendable = new AssayError("rule-invalid", "x.yaml:1:1: bad");
  const stop = new AbortController();
  const stopping = engine("stopping", async () => {
    stop.abort();
    throw new Error("the tool went away");
  });

  await expect(run(breaking(mendable))).rejects.toBe(mendable);
  await expect(run(breaking(new DOMException("stopped", "AbortError")))).rejects.toMatchObject({ name: "AbortError" });
  await expect(run(stopping, stop.signal)).rejects.toMatchObject({ name: "AbortError" });
});

test("files without an engine are not analysed; no files leave nothing unknown", async () => {
  const unseen = await scanWith([], SOURCES);
  const nothing = await scanWith([working], {});

  expect(unseen.complete).toBe(false);
  expect(unseen.problems.map(({ path, code }) => [path, code])).toEqual([
    ["a.py", "not-analysed"],
    ["b.py", "not-analysed"],
  ]);
  expect(nothing.complete).toBe(true);
});

test("an engine that answers after an interruption is not believed", async () => {
  const controller = new AbortController();
  const killed = engine("killed", async ({ files }) => {
    controller.abort();
    return { findings: [], problems: files.map(({ path }) => ({ path, code: "aborted", message: "killed" })), covered: [] };
  });

  await expect(run(killed, controller.signal)).rejects.toMatchObject({ name: "AbortError" });
});

test("texts cut within a character are made whole, so that the log can carry them", async () => {
  const half = "😀".slice(0, 1);
  const location = { path: "a.py", startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };
  const report = await run(
    engine("cutting", async () => ({
      findings: [
        {
          rule: "r",
          cwe: [],
          severity: "low",
          confidence: 1,
          location,
          title: half,
          message: half,
          remedy: half,
          trace: [{ location, note: half }],
        },
      ],
      problems: [{ path: "b.py", code: "cut", message: half }],
      covered: ["a.py"],
    })),
  );

  expect(report.findings[0]).toMatchObject({
    title: "\ufffd",
    message: "\ufffd",
    remedy: "\ufffd",
    trace: [{ note: "\ufffd" }],
  });
  expect(report.engines[0]?.reasons[0]?.message).toBe("\ufffd");
});

test("an engine that reads files by their name takes part where they are, and what it covers was looked at", async () => {
  const reader = (covered: readonly string[]): LibraryScanner => ({
    ...engine("reader", async ({ others = [] }) => ({
      findings: [],
      problems: [],
      covered: others.filter((path) => covered.includes(path)),
    })),
    languages: [],
    reads: (path) => path.endsWith(".lock"),
  });

  const workspace = createMemoryWorkspace({ root: "/", files: { "x.lock": "", "y.lock": "", "README.md": "" } });
  const listing = await workspace.list({ paths: ["x.lock", "y.lock"] }, never);
  const asked = { workspace, listing, required: [], emit: () => {}, now: () => 0 };
  const report = await scan({ scanners: [reader(["x.lock"])], ...asked }, never);

  expect(report.problems.map(({ path, code }) => [path, code])).toEqual([["y.lock", "unsupported-language"]]);
  expect(report.engines[0]?.reasons.map(({ path, code }) => [path, code])).toEqual([["y.lock", "not-reported"]]);
  expect((await scanWith([reader([]), working], SOURCES)).engines.map(({ id }) => id)).toEqual(["working"]);
});

test("files of code that nothing reads are counted by their ending, and other files are not", async () => {
  const files = { "a.py": "", "b.swift": "", "c/d.SWIFT": "", "e.rb": "", "notes.md": "" };
  const workspace = createMemoryWorkspace({ root: "/", files });
  const listing = await workspace.list({ paths: [] }, never);
  const ruby: LibraryScanner = {
    ...engine("ruby", async ({ others = [] }) => ({ findings: [], problems: [], covered: [...others] })),
    languages: [],
    reads: (path) => path.endsWith(".rb"),
  };
  const asked = { workspace, listing, required: [], emit: () => {}, now: () => 0 };

  expect((await scan({ scanners: [working], ...asked }, never)).unread).toEqual({ ".swift": 2, ".rb": 1 });
  expect((await scan({ scanners: [working, ruby], ...asked }, never)).unread).toEqual({ ".swift": 2 });
});

test("an engine to which the files do not apply takes no part", async () => {
  const idle: LibraryScanner = { ...working, id: "idle", applies: async ({ files }) => files.length > 9 };

  expect((await run(idle)).engines.map(({ id }) => id)).toEqual(["working"]);
});
