import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { languageOf } from "#analysis/languages/registry.ts";
import { createParser, type TreeParser } from "#analysis/parse/parser.ts";
import type { Candidate } from "#domain/candidate.ts";
import type { Defect } from "#domain/defect.ts";
import { CandidateId, DefectId, FindingId } from "#domain/ids.ts";
import { type FilePatch, spanningEdit } from "#domain/patch.ts";
import type { ScanReport } from "#domain/report.ts";
import { Level, Outcome } from "#domain/verdict.ts";
import type { Check, CheckAnswer, CheckContext } from "#ports/check.ts";
import { baseDigest, encode, overlay } from "#ports/overlay.ts";
import type { Stager } from "#ports/stage.ts";
import type { Workspace } from "#ports/workspace.ts";

/** One promise of the contract; `run` rejects with an AssertionError when the check breaks it. For any test runner. */
export interface CheckCase {
  readonly name: string;
  run(): Promise<void>;
}

export interface CheckSubject {
  /** Texts of the project's files by path. */
  readonly files: Readonly<Record<string, string>>;
  /** New texts of the files that the candidate changes. */
  readonly patched: Readonly<Record<string, string>>;
  /** Where the project lies on the disk; needed by checks that stage it. */
  readonly root?: string;
}

const EMPTY_REPORT: ScanReport = { complete: true, engines: [], findings: [], suppressed: [], problems: [], files: [] };

let shared: Promise<TreeParser> | undefined;

/** A parser with the installed grammars, made once. */
function testParser(): Promise<TreeParser> {
  const require = createRequire(import.meta.url);
  shared ??= createParser((file) => {
    const owner = file.includes("tsx") ? "tree-sitter-typescript" : file.replace(".wasm", "");
    return readFile(require.resolve(`${owner}/${file}`));
  });
  return shared;
}

/** A workspace of texts; with a root, `changed` tells all of them, so that a staged copy holds them too. */
function textWorkspace(files: Readonly<Record<string, string>>, root = "/nowhere"): Workspace {
  const entries = Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    root,
    list: async () => ({
      files: entries.flatMap(([path, text]) => {
        const language = languageOf(path);
        return language === undefined ? [] : [{ path, language: language.id, bytes: encode(text).length }];
      }),
      skipped: [],
    }),
    read: async (path) => {
      const text = files[path];
      if (text === undefined) throw new Error(`no such file: ${path}`);
      return encode(text);
    },
    has: async (path) => files[path] !== undefined,
    changed: async () => entries.map(([path, text]) => ({ path, bytes: encode(text) })),
  };
}

/** The context that the ladder would give to a check for this change. */
export async function checkContext(subject: CheckSubject, changes: Partial<CheckContext> = {}): Promise<CheckContext> {
  const before = textWorkspace(subject.files, subject.root);
  const patch = {
    files: await Promise.all(Object.entries(subject.patched).map(([path, text]) => filePatch(before, path, text))),
  };
  const applied = await overlay(before, patch);
  const done = new Map<string, Promise<unknown>>();
  return {
    defect: someDefect(patch.files[0]?.path ?? "a.py"),
    candidate: someCandidate(patch),
    before,
    after: applied.ok ? applied.workspace : before,
    beforeScan: EMPTY_REPORT,
    afterScan: async () => EMPTY_REPORT,
    sandbox: undefined,
    stager: NO_STAGER,
    parser: await testParser(),
    findExecutable: async () => undefined,
    once: <T>(key: string, work: () => Promise<T>): Promise<T> => {
      const kept = (done.get(key) as Promise<T> | undefined) ?? work();
      done.set(key, kept);
      return kept;
    },
    ...changes,
  };
}

async function filePatch(before: Workspace, path: string, text: string): Promise<FilePatch> {
  const bytes = await before.read(path);
  const edits = spanningEdit(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes), text);
  return { path, baseDigest: baseDigest(bytes), edits };
}

const NO_STAGER: Stager = {
  stage: () => Promise.reject(new Error("this context has no stager")),
  scratch: () => Promise.reject(new Error("this context has no stager")),
};

function someDefect(path: string): Defect {
  return {
    id: DefectId.parse("defect"),
    rule: "some-rule",
    title: "A weakness",
    message: "Some weakness",
    severity: "high",
    probability: 0.9,
    location: { path, startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 },
    witnesses: [FindingId.parse("finding")],
  };
}

function someCandidate(patch: Candidate["patch"]): Candidate {
  return {
    id: CandidateId.parse("candidate"),
    defect: DefectId.parse("defect"),
    origin: "model",
    author: "someone",
    title: "A repair",
    rationale: "Because.",
    tradeOffs: {},
    review: "merge-after-review",
    patch,
  };
}

/** What every check keeps; `name` is its file's name without the ending. */
export function checkContract(check: Check, name: string): CheckCase[] {
  const hostile: readonly CheckSubject[] = [
    { files: { "a.py": "x = 1\n" }, patched: { "a.py": "x = (\n" } },
    { files: { "a.js": "let x = 1;\n" }, patched: { "a.js": `${"(".repeat(3000)}\n` } },
    { files: { "a.txt": "text\n" }, patched: { "a.txt": "other\n" } },
    { files: { "a.ts": "let x = 1;\n", "package.json": "[" }, patched: { "a.ts": "let x: = 1;\n" } },
  ];
  const answered = async (subject: CheckSubject): Promise<CheckAnswer> =>
    check.run(await checkContext(subject), new AbortController().signal);
  return [
    {
      name: "has its file's name, a level and a title",
      run: async () => {
        assert.equal(check.id, name);
        Level.parse(check.level);
        assert.ok(check.title.length >= 20, "title");
      },
    },
    {
      name: "answers in the common form, whatever the code is",
      run: async () => {
        for (const subject of hostile) {
          const answer = await answered(subject);
          Outcome.parse(answer.outcome);
          assert.match(answer.reason, /^[a-z][a-z0-9-]*$/);
          assert.ok(answer.detail.length > 0);
        }
      },
    },
    {
      name: "never passes code that it could not run or read",
      run: async () => {
        if (["E1", "E4", "E5", "E6"].includes(check.level))
          for (const subject of hostile) assert.notEqual((await answered(subject)).outcome, "pass");
      },
    },
  ];
}
