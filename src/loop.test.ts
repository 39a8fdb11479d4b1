import { readFile } from "node:fs/promises";
import { beforeAll, expect, test } from "vitest";
import { createMemoryStore } from "#adapters/stores/memory.ts";
import { createMemoryWorkspace } from "#adapters/workspaces/memory.ts";
import python from "#analysis/languages/python.ts";
import { createParser, type TreeParser } from "#analysis/parse/parser.ts";
import { DEFAULT_BUDGET } from "#domain/budget.ts";
import type { RunEvent } from "#domain/event.ts";
import { RunId } from "#domain/ids.ts";
import type { Attempt, FileChange } from "#domain/report.ts";
import { openJournal } from "#journal/journal.ts";
import { lineStarts, positionAt } from "#lib/text.ts";
import type { Check } from "#ports/check.ts";
import type { Model } from "#ports/model.ts";
import { decodeStrict } from "#ports/overlay.ts";
import type { Recipe } from "#ports/recipe.ts";
import type { Reviewer } from "#ports/reviewer.ts";
import type { LibraryScanner, RawFinding } from "#ports/scanner.ts";
import type { Store } from "#ports/store.ts";
import type { Workspace } from "#ports/workspace.ts";
import { correlate } from "#stages/correlate/correlate.ts";
import { scan } from "#stages/scan/scan.ts";
import { z } from "zod";
import { runLoop } from "./loop.ts";
import type { LoopRequest, LoopResult, World } from "./world.ts";

const TEXT = "import x\n\ndef a():\n    bad(1)\n\ndef b():\n    bad(2)\n";
const RUN = RunId.parse("run");
const none = new AbortController().signal;
const NO_MODEL = { model: undefined, answers: 1, critics: false, parallel: 2, memory: { id: "empty", recall: async () => [] } };
let parser: TreeParser;
beforeAll(async () => {
  parser = await createParser((file) => readFile(new URL(`../dist/grammars/${file}`, import.meta.url)));
  await parser.prepare([python]);
});

/** Finds calls of `bad`. */
const scanner: LibraryScanner = {
  kind: "library",
  id: "fake",
  title: "Fake",
  languages: ["python"],
  homepage: "",
  licence: "",
  needsNetwork: false,
  install: "",
  version: async () => "1",
  async scan({ files, workspace }) {
    const findings: RawFinding[] = [];
    for (const { path } of files) {
      const text = decodeStrict(await workspace.read(path)) ?? "";
      for (const match of text.matchAll(/bad\(\d\)/gu)) {
        const { line: startLine, column: startColumn } = positionAt(lineStarts(text), match.index);
        const location = { path, startLine, startColumn, endLine: startLine, endColumn: startColumn + match[0].length };
        findings.push({ rule: "bad-call", cwe: ["CWE-78"], severity: "high", confidence: 0.9, location, message: "bad" });
      }
    }
    return { findings, problems: [], covered: files.map((file) => file.path) };
  },
};

/** Offers `good` for `bad`. */
const recipe: Recipe = {
  id: "python/cwe-78-good",
  title: "good",
  languages: ["python"],
  cwes: ["CWE-78"],
  review: "merge-without-review",
  description: "",
  propose: ({ tree, range }) =>
    tree.text.slice(range.start, range.end).startsWith("bad")
      ? {
          kind: "options",
          options: [
            {
              variant: "good",
              title: "good",
              rationale: "",
              edits: [{ start: range.start, end: range.start + 3, text: "good" }],
              tradeOffs: {},
            },
          ],
        }
      : { kind: "declined", reason: "no bad", code: "other-place" },
};

const check = (id: string, level: Check["level"], pass: (text: string) => boolean): Check => ({
  id,
  level,
  title: id,
  async run({ candidate, after }) {
    const text = decodeStrict(await after.read(candidate.patch.files[0]?.path ?? "")) ?? "";
    return pass(text)
      ? { outcome: "pass", reason: "ok", detail: "" }
      : { outcome: "fail", reason: "refused", detail: "the text is refused" };
  },
});

const lookWith =
  (one: LibraryScanner): World["scan"] =>
  async (from) => {
    const listing = await from.list({ paths: [] }, none);
    return scan({ scanners: [one], workspace: from, listing, required: [], emit: () => {}, now: () => 0 }, none);
  };

interface Run {
  readonly result: LoopResult;
  readonly events: RunEvent[];
  readonly text: string;
}

async function run(
  part: Partial<World> & {
    text?: string;
    store?: Store;
    checks?: Check[];
    request?: Partial<LoopRequest>;
    signal?: AbortSignal;
  } = {},
): Promise<Run> {
  const workspace = createMemoryWorkspace({ root: "/nowhere", files: { "a.py": part.text ?? TEXT } });
  const store = part.store ?? createMemoryStore();
  await store.claim("key", RUN);
  const journal = await openJournal(store, RUN);
  const events: RunEvent[] = [];
  const emit = (event: RunEvent): void => {
    journal.record(event);
    events.push(event);
  };
  let clock = 0;
  const now = (): number => clock++;
  const look = async (from: Workspace) =>
    scan({ scanners: [scanner], workspace: from, listing: await from.list({ paths: [] }, none), required: [], emit, now }, none);
  const treeOf = async (from: Workspace, path: string) => {
    const parsed = parser.parseNow(python, decodeStrict(await from.read(path)) ?? "");
    return parsed.kind === "tree" ? parsed.tree : undefined;
  };
  const world: World = {
    workspace,
    journal,
    emit,
    now,
    treeOf,
    recipes: [recipe],
    ...NO_MODEL,
    reviewer: undefined,
    policy: { level: ["E2", "E2", "E2", "E2"], sensitive: () => false },
    ladder: {
      checks: part.checks ?? [
        check("applies", "E0", () => true),
        check("compiles", "E1", () => true),
        check("gone", "E2", () => true),
      ],
      parser,
      sandbox: undefined,
      stager: { stage: () => Promise.reject(new Error("unused")), scratch: () => Promise.reject(new Error("unused")) },
      findExecutable: async () => undefined,
      once: (_, work) => work(),
      rescan: async (after, touched) => ({ report: await look(after), files: touched }),
      keepOutput: async () => {},
      now,
    },
    scan: look,
    correlate: (report, from) => correlate(report, (path) => treeOf(from, path)),
    commit: (state) =>
      journal.step("commit", z.array(z.string()), async () =>
        (await state.workspace.changed()).map((file) => file.path),
      ) as unknown as Promise<FileChange[]>,
    record: async () => "bundle",
    ...part,
  };
  const request = {
    budget: DEFAULT_BUDGET,
    failOn: "medium",
    minProbability: 0.3,
    approve: false,
    selects: () => true,
    ...part.request,
  } as const;
  const result = await runLoop(world, request, part.signal ?? none);
  return { result, events, text: decodeStrict(await result.workspace.read("a.py")) ?? "" };
}

test("repairs every defect, each on top of the ones before, and ends", async () => {
  const { result, events, text } = await run();

  expect(text).toBe(TEXT.replaceAll("bad", "good"));
  expect(result.repairs.map(({ status, reason }) => ({ status, reason }))).toEqual([
    { status: "fixed", reason: "accepted" },
    { status: "fixed", reason: "accepted" },
  ]);
  expect(result.stop).toBe("finished");
  expect(result.defects).toEqual([]);
  expect(result.left).toEqual([]);
  expect(events.filter((event) => event.kind === "candidate-accepted")).toHaveLength(2);
});

test("what a repair uncovers and the next repair takes away with it stays known", async () => {
  const chain: Recipe = {
    ...recipe,
    propose: ({ tree, range }) => {
      const text = tree.text.slice(range.start, range.end) === "bad(1)" ? "bad(2)" : "good(2)";
      const option = { variant: "a", title: "a", rationale: "", tradeOffs: {}, edits: [{ ...range, text }] };
      return { kind: "options", options: [option] };
    },
  };
  const { result } = await run({ recipes: [chain], text: "bad(1)" });

  expect(result.repairs.map(({ defect }) => result.seenDefects.some(({ id }) => id === defect))).toEqual([true, true]);
});

test("equal statements of one function are all repaired in one run", async () => {
  const twins = "def a():\n    bad(1)\n    bad(1)\n    bad(1)\n";

  const { result, text } = await run({ text: twins });

  expect(text).toBe(twins.replaceAll("bad", "good"));
  expect(result.repairs.map((repair) => repair.status)).toEqual(["fixed", "fixed", "fixed"]);
  expect(new Set(result.repairs.map((repair) => repair.defect))).toEqual(new Set(result.firstDefects.map((defect) => defect.id)));
});

test("a rejected candidate changes nothing and its lesson is a hint for the model of the next round", async () => {
  const seen: string[] = [];
  const model: Model = {
    id: "scripted",
    complete: async ({ messages }) => {
      seen.push(messages.at(-1)?.content ?? "");
      const text = seen.length < 2 ? "" : "<<<<<<< SEARCH\n    bad(1)\n=======\n    better(1)\n>>>>>>> REPLACE\n";
      return { kind: "answered", text, inputTokens: 1, outputTokens: 1, cost: 0 };
    },
  };

  const { result, text } = await run({
    model,
    checks: [
      check("applies", "E0", () => true),
      check("style", "E1", (one) => !one.includes("good")),
      check("gone", "E2", () => true),
    ],
    request: { selects: (defect) => defect.location.startLine === 4 },
  });

  expect(text).toContain("better(1)");
  expect(seen[1]).toContain("failed the check style: refused");
  expect(result.repairs[0]?.attempts.map((attempt) => attempt.decision.outcome)).toEqual(["reject", "accept"]);
  expect(result.spent.tokens).toBe(4);
});

test("what no rung proved is never accepted", async () => {
  const { result, text } = await run({ checks: [check("applies", "E0", () => true)] });

  expect(result.repairs.map((repair) => repair.status)).toEqual(["ask", "ask"]);
  expect(text).toBe(TEXT);
});

test.each([
  ["seconds", { seconds: 0.5 }, "out-of-time"],
  ["one candidate for each defect", { candidates: 1 }, "finished"],
] as const)("stops at the budget of %s and says so", async (_, limit, stop) => {
  const { result } = await run({ request: { budget: { ...DEFAULT_BUDGET, ...limit } } });

  expect(result.stop).toBe(stop);
  expect(result.repairs).toHaveLength(2);
  if (stop === "out-of-time")
    expect(result.repairs.every((repair) => repair.status === "unfixed" && repair.reason === "out-of-time")).toBe(true);
});

test("a run whose every engine failed says so, not that there is nothing to do", async () => {
  const broken: LibraryScanner = { ...scanner, scan: () => Promise.reject(new Error("broken")) };
  expect((await run({ scan: lookWith(broken) })).result.stop).toBe("scan-failed");
  expect((await run({ text: "fine(1)\n" })).result.stop).toBe("nothing-to-do");
});

/** A model that says the same every time, and how often it was asked what. */
function saying(text: string): { model: Model; asked: string[] } {
  const asked: string[] = [];
  const complete: Model["complete"] = async ({ messages }) => {
    asked.push(messages.at(-1)?.content ?? "");
    return { kind: "answered", text, inputTokens: 10, outputTokens: 0, cost: 1 };
  };
  return { model: { id: "scripted", complete }, asked };
}
const first = (defect: { location: { startLine: number } }): boolean => defect.location.startLine === 4;
const refusing = [check("applies", "E0", () => false)];

test.each([
  ["tokens, also when no answer is a repair", { tokens: 10 }, [], "out-of-tokens", 1],
  ["money, also when no answer is a repair", { money: 2 }, [], "out-of-money", 2],
  ["candidates: nobody is asked for what would not be looked at", { candidates: 1 }, [recipe], "all-rejected", 1],
  ["no tokens: no model is asked", { tokens: 0 }, [recipe], "all-rejected", 0],
  ["no money: no model is asked", { money: 0 }, [recipe], "all-rejected", 0],
] as const)("a model is asked within the budget of %s", async (_, limit, recipes, reason, times) => {
  const { model, asked } = saying("no");

  const { result } = await run({
    model,
    recipes,
    checks: refusing,
    request: { budget: { ...DEFAULT_BUDGET, ...limit }, selects: first },
  });

  expect(result.repairs[0]?.reason).toBe(reason);
  expect(asked).toHaveLength(times);
});

test("out of time, the candidates that are left are not validated", async () => {
  let clock = 0;
  const slow: Check = {
    ...check("slow", "E0", () => false),
    run: async () => {
      clock += 100;
      return { outcome: "fail", reason: "refused", detail: "" };
    },
  };
  const others = ["one", "two", "three"].map((name) => ({ ...recipe, id: `python/${name}` }));

  const { result } = await run({
    now: () => clock,
    recipes: others,
    checks: [slow],
    request: { budget: { ...DEFAULT_BUDGET, seconds: 150 }, selects: first },
  });

  expect(result.repairs[0]).toMatchObject({ status: "unfixed", reason: "out-of-time" });
  expect(result.repairs[0]?.attempts).toHaveLength(2);
});

test("a secret whose finding is suppressed is not sent to a model either", async () => {
  const { model, asked } = saying("no");
  const text = 'def a():\n    key = "hunter2-hunter2"\n    bad(key)\n    bad(1)\n';
  const hiding: LibraryScanner = {
    ...scanner,
    scan: async (task, signal) => {
      const location = { path: "a.py", startLine: 2, startColumn: 5, endLine: 2, endColumn: 8 };
      const secret: RawFinding = { rule: "key", cwe: ["CWE-798"], severity: "high", confidence: 1, location, message: "" };
      return { ...(await scanner.scan(task, signal)), suppressed: [{ finding: secret, reason: "nosec" }] };
    },
  };

  await run({ model, text, scan: lookWith(hiding), recipes: [] });

  expect(asked[0]).toContain("ASSAY_REDACTED_1_");
  expect(asked.join("")).not.toContain("hunter2");
});

test("a reviewer who is interrupted has not answered, and is asked again", async () => {
  const store = createMemoryStore();
  const controller = new AbortController();
  const gone: Reviewer = {
    id: "local:a",
    review: async () => {
      controller.abort();
      return { kind: "wait" };
    },
  };
  await expect(run({ store, reviewer: gone, signal: controller.signal })).rejects.toMatchObject({ name: "AbortError" });

  const accepting: Reviewer = {
    id: "local:a",
    review: async ({ attempts }) => ({ kind: "accept", attempt: attempts[0] as Attempt }),
  };
  const { result } = await run({ store, reviewer: accepting });

  expect(result.repairs.map((repair) => repair.reason)).toEqual(["approved-by-reviewer", "approved-by-reviewer"]);
});

test("a reviewer cannot accept what was not offered", async () => {
  const confused: Reviewer = {
    id: "local:a",
    review: async ({ attempts }) => ({ kind: "accept", attempt: { ...(attempts[0] as Attempt) } }),
  };

  await expect(run({ reviewer: confused })).rejects.toThrow("chose what was not offered");
});

test("stopped before or after any write to the log, it continues to the same end and writes nothing twice", async () => {
  const whole = createMemoryStore();
  await run({ store: whole });
  const expected = (await whole.entries(RUN)).map((entry) => entry.name);

  for (let crash = 0; crash < 2 * expected.length; crash++) {
    const store = createMemoryStore();
    let writes = 0;
    const dying: Store = {
      ...store,
      async append(entries) {
        const now = writes++;
        if (now * 2 === crash) throw new Error("killed");
        await store.append(entries);
        if (now * 2 + 1 === crash) throw new Error("killed");
      },
    };
    await run({ store: dying }).catch((error: unknown) => expect(String(error)).toContain("killed"));

    const { text } = await run({ store });

    expect(text).toBe(TEXT.replaceAll("bad", "good"));
    expect((await store.entries(RUN)).map((entry) => entry.name)).toEqual(expected);
  }
});
