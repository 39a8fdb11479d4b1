import { PassThrough } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { describe, expect, test, vi } from "vitest";
import terminalReviewer from "#adapters/reviewers/terminal.ts";
import type { RunEvent } from "#domain/event.ts";
import type { Attempt } from "#domain/report.ts";
import type { ReviewAnswer, ReviewRequest } from "#ports/reviewer.ts";
import { createProgress } from "#faces/cli/progress.ts";
import { DEFECTS, ENGINES, fixOutcome, fixView, REPAIRS } from "./cli-canned.ts";
import { fakeAssay, runCli } from "./cli-runner.ts";

const [, defect] = DEFECTS;
const attempts = REPAIRS[1]?.attempts.toReversed() ?? [];

async function review(typed: string | undefined, more: Partial<ReviewRequest> = {}, signal = new AbortController().signal) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  let shown = "";
  output.on("data", (chunk: Buffer) => (shown += chunk.toString()));
  const reviewer = terminalReviewer("local:ada", { input, output, color: false });
  if (typed === undefined) input.end();
  else input.write(typed);
  if (defect === undefined) throw new Error("no defect");
  const diff = async ({ candidate }: Attempt) => `+ ${candidate.title}\n`;
  const request: ReviewRequest = { defect, attempts, diff, answerable: false, ...more };
  const answer = await reviewer.review(request, signal);
  return { answer, shown, again: () => reviewer.review(request, signal) };
}

describe("the terminal reviewer", () => {
  test.each<[string, ReviewAnswer]>([
    ["a\n", { kind: "accept", attempt: attempts[0] as never }],
    ["o\na\n", { kind: "accept", attempt: attempts[1] as never }],
    ["o\no\nA\n", { kind: "accept", attempt: attempts[0] as never }],
    ["r\ntoo wide\n", { kind: "reject", reason: "too wide" }],
    ["r\n\n", { kind: "reject", reason: "rejected by reviewer" }],
    ["x\n\n?\ns\n", { kind: "wait" }],
  ])("%j", async (typed, expected) => {
    expect((await review(typed)).answer).toEqual(expected);
  });

  test("shows the diff, and asks for the reasons", async () => {
    const { shown, answer } = await review("w\n");

    expect(shown).toContain("SQL query built from text");
    expect(shown).toContain("+ Bind the value as a parameter");
    expect(answer).toEqual({ kind: "question", attempt: attempts[0], text: "why" });
  });

  test("an answer stands there with its facts, and the same option is asked about again", async () => {
    const facts = [
      { about: "rule", text: "py-sql: built from text", source: "assay explain py-sql" },
      { about: "verdict", text: "E5 attack: pass\u001b[8m", source: "log: validate:c" },
    ];
    const explanation = { facts, words: "The rule [1] says so, and no attack got through [2]." };

    const { shown, answer } = await review("a\n", { answered: { attempt: attempts[1] as never, explanation } });

    expect(answer).toEqual({ kind: "accept", attempt: attempts[1] });
    expect(shown).toContain("The rule [1] says so");
    expect(shown).toContain(" 1 rule     py-sql: built from text (assay explain py-sql)");
    expect(shown).not.toContain("\u001b");
    expect(shown).not.toContain("SQL query built from text");
  });

  test("words are a wish where somebody can answer them", async () => {
    const typed = "keep the dynamic column\ns\n";

    const { answer, shown } = await review(typed, { answerable: true });
    const nobody = await review(typed);

    expect(answer).toEqual({ kind: "wish", text: "keep the dynamic column" });
    expect(shown).toContain("say in words");
    expect(nobody.answer).toEqual({ kind: "wait" });
    expect(nobody.shown).not.toContain("say in words");
    expect(nobody.shown).toContain("no model is configured");
  });

  test.each(["why this line?", "is the column still dynamic?", "Why"])("%j is a question", async (text) => {
    const { answer } = await review(`another way\n${text}\n`, { answerable: true });

    expect(answer).toEqual({ kind: "question", attempt: attempts[1], text });
  });

  test("after quitting, everything waits without a question", async () => {
    const { answer, again, shown } = await review("q\n");

    expect([answer, await again()]).toEqual([{ kind: "wait" }, { kind: "wait" }]);
    expect(shown.match(/\[a\]ccept/g)).toHaveLength(1);
  });

  test("the end of the input waits", async () => {
    expect((await review(undefined)).answer).toEqual({ kind: "wait" });
  });

  test("an abort ends the question", async () => {
    const controller = new AbortController();
    const asked = review("", {}, controller.signal);
    await setImmediate();
    controller.abort();

    expect((await asked).answer).toEqual({ kind: "wait" });
  });

  test("code cannot repaint the question", async () => {
    if (defect === undefined) throw new Error("no defect");
    const { shown } = await review("s\n", {
      defect: { ...defect, title: "\u001b[2J\nx" },
      diff: async () => "+\u001b[8mhidden\n",
    });

    expect(shown).not.toContain("\u001b");
  });

  test("fix -i asks through it, with no other option to go to", async () => {
    const stdin = new PassThrough();
    stdin.write("o\na\n");
    const answers: ReviewAnswer[] = [];
    const assay = fakeAssay({
      fix: async ({ reviewer }, _emit, signal) => {
        const answer = await reviewer?.review(
          { defect: DEFECTS[0] as never, attempts: REPAIRS[0]?.attempts ?? [], diff: async () => "", answerable: false },
          signal,
        );
        if (answer !== undefined) answers.push(answer);
        return fixOutcome(fixView());
      },
    });
    const ran = await runCli(["fix", "-i"], { assay, stdin, live: true });

    expect(answers.map((answer) => answer.kind)).toEqual(["accept"]);
    expect(ran.stderr).toContain("There is no other option.");
    expect(ran.stdout).not.toContain("[a]ccept");
  });
});

describe("progress", () => {
  const events: RunEvent[] = [
    { kind: "scan-started", engines: ["assay", "bandit"], files: 100 },
    { kind: "scan-progressed", engine: "assay", done: 50, total: 100 },
    { kind: "engine-finished", engine: ENGINES[0] as never },
    { kind: "repair-started", defect: "d\u001b[1m\n1" as never, index: 1, total: 3 },
  ];

  function tell(flags: { quiet?: boolean; verbose?: boolean }, live: boolean, told = events): string[] {
    const said: string[] = [];
    let now = 0;
    const sink = { live, color: false, columns: 60, write: async (text: string) => void said.push(text) };
    const io = { stdout: sink, stderr: sink, now: () => (now += 10_000) } as never;
    const progress = createProgress(io, flags);
    for (const event of told) progress.emit(event);
    progress.clear();
    return said;
  }

  test("is one line that is drawn over and removed, with the time that is left", () => {
    expect(tell({}, true)).toEqual([
      "\r\u001b[2KScanning 0/100 files · assay, bandit",
      expect.stringMatching(/Scanning 25\/100 files · assay, bandit · \d+ (s|min) left$/),
      expect.stringMatching(/Scanning 50\/100 files · bandit/),
      "\r\u001b[2KRepairing 1/3 · d\\u{1b}[1m 1",
      "\r\u001b[2K",
    ]);
  });

  test("names the defect, its place and the check that runs, and goes on telling the time while nothing happens", () => {
    vi.useFakeTimers();
    try {
      const said: string[] = [];
      const sink = { live: true, color: false, columns: 120, write: async (text: string) => void said.push(text) };
      const progress = createProgress({ stdout: sink, stderr: sink, now: () => Date.now() } as never, {});
      if (defect === undefined) throw new Error("no defect");
      progress.emit({ kind: "defect-correlated", defect });
      progress.emit({ kind: "repair-started", defect: defect.id, index: 2, total: 7 });
      vi.advanceTimersByTime(100);
      progress.emit({ kind: "check-started", candidate: "c" as never, check: "project-tests", level: "E4" });
      vi.advanceTimersByTime(3200);
      progress.clear();
      const told = said.length;
      vi.advanceTimersByTime(5000);

      const what = `${defect.title} · ${defect.location.path}:${defect.location.startLine}`;
      expect(said).toContain(`\r\u001b[2KRepairing 2/7 · ${what}`);
      expect(said).toContain(`\r\u001b[2KRepairing 2/7 · project-tests · ${what}`);
      expect(said).toContain(`\r\u001b[2KRepairing 2/7 · project-tests · ${what} · 2 s`);
      expect(said).toHaveLength(told);
    } finally {
      vi.useRealTimers();
    }
  });

  test("tells how much of a model's answer has come, and when it began, never the answer", () => {
    const asked: RunEvent[] = [
      { kind: "model-asked", model: "m at host" },
      { kind: "model-progressed", tokens: 3 },
      { kind: "model-progressed", tokens: 250 },
    ];

    expect(tell({}, true, asked)).toEqual([
      "\r\u001b[2KAsking m at host",
      expect.stringMatching(/m at host answers · 3 tokens · first after \d+\.0 s$/),
      expect.stringMatching(/m at host answers · 250 tokens · first after \d+\.0 s$/),
      "\r\u001b[2K",
    ]);
    expect(tell({ verbose: true }, true, asked)).toEqual(["Asking m at host\n"]);
  });

  test("says nothing without a terminal, nor when quiet", () => {
    expect([tell({}, false), tell({ quiet: true }, true)]).toEqual([[], []]);
  });

  test("tells every step when verbose", () => {
    expect(tell({ verbose: true }, true)).toEqual([
      "Scanning 100 files with assay, bandit\n",
      "assay 0.1.0: complete, 3 files, 0.21 s\n",
      "Repairing 1/3 · d\\u{1b}[1m 1\n",
    ]);
  });
});
