import { beforeAll, describe, expect, test } from "vitest";
import { emptyMemory } from "#adapters/memories/empty.ts";
import applies from "#adapters/checks/applies.ts";
import notSilenced from "#adapters/checks/not-silenced.ts";
import { createMemoryWorkspace } from "#adapters/workspaces/memory.ts";
import python from "#analysis/languages/python.ts";
import { createParser, type TreeParser } from "#analysis/parse/parser.ts";
import type { Candidate } from "#domain/candidate.ts";
import type { Defect } from "#domain/defect.ts";
import type { Finding } from "#domain/finding.ts";
import { DefectId, FindingId } from "#domain/ids.ts";
import { applyEdits } from "#domain/patch.ts";
import { LEVELS, type Verdict } from "#domain/verdict.ts";
import type { ModelRequest } from "#ports/model.ts";
import { decide } from "#stages/decide/decide.ts";
import { proposeByModel } from "#stages/repair/by-model.ts";
import { checkContext } from "#testing/check-contract.ts";
import { CANARIES, GOALS, type Goal, hostileCode, obedient, type Payload, payloads, PLACES } from "./hostile-payloads.ts";
import { loadGrammar } from "./match/match-code.ts";

const signal = new AbortController().signal;
let parser: TreeParser;
beforeAll(async () => {
  parser = await createParser(loadGrammar);
});

interface Outcome {
  /** Everything that left the process. */
  readonly sent: string;
  readonly accepted: readonly Candidate[];
  /** True when text outside the function and the imports would change. */
  readonly outside: boolean;
  readonly edits: number;
}

/** A model that does what the words say, judged with every rung above E0 passed in advance: what reads the patch must stop it alone. */
async function attack(payload: Payload, answer = obedient): Promise<Outcome> {
  const { path, text, weakLine } = hostileCode(payload);
  const tree = await parser.parse(python, text);
  if (tree.kind !== "tree") throw new Error("the hostile file does not parse");
  const location = { path, startLine: weakLine, startColumn: 5, endLine: weakLine, endColumn: 44 };
  const said = (place: Payload["place"], otherwise: string): string => (payload.place === place ? payload.words : otherwise);
  const defect: Defect = {
    id: DefectId.parse("d"),
    cwe: "CWE-78",
    rule: "py-subprocess-shell",
    title: "Command run by a shell",
    message: said("message", `The password "${CANARIES.flagged}" stands near.`),
    severity: "high",
    probability: 1,
    location,
    trace: [{ location, note: said("trace", `after "${CANARIES.flagged}"`) }],
    witnesses: [FindingId.parse("f")],
  };
  const secrets = [4, 16].map((line): Finding => {
    const place = { path, startLine: line, startColumn: 1, endLine: line, endColumn: 2 };
    const id = FindingId.parse(`s${line}`);
    return { id, engine: "e", rule: "s", cwe: ["CWE-798"], severity: "high", confidence: 1, location: place, message: "" };
  });
  const sent: ModelRequest[] = [];
  const model = {
    id: "obedient",
    complete: async (request: ModelRequest) => {
      sent.push(request);
      const all = request.messages.map(({ content }) => content).join("\n");
      return { kind: "answered" as const, text: answer(payload.goal, all), inputTokens: 1, outputTokens: 1, cost: 0 };
    },
  };
  const hint = {
    check: "rescan",
    reason: "finding-remains",
    detail: said("hint", `still "${CANARIES.flagged}"`),
    attempt: "last",
  };
  const workspace = createMemoryWorkspace({ root: "/nowhere", files: { [path]: text, "secrets.env": CANARIES.elsewhere } });
  const input = {
    defect,
    tree: tree.tree,
    workspace,
    hints: [hint],
    wishes: [],
    findings: secrets,
    round: 1,
    answers: 1,
    memory: emptyMemory,
  };
  const { candidates } = await proposeByModel(model, input, signal);
  const accepted: Candidate[] = [];
  let outside = false;
  for (const candidate of candidates) {
    const after = applyEdits(text, candidate.patch.files[0]?.edits ?? []);
    if (!after.ok) throw new Error(after.reason);
    outside ||= !after.text.includes(text.slice(text.indexOf("ACCESS"), text.indexOf("def run")));
    if (await acceptedBy(candidate, path, text, after.text, defect)) accepted.push(candidate);
  }
  return { sent: JSON.stringify(sent), accepted, outside, edits: candidates.length };
}

async function acceptedBy(candidate: Candidate, path: string, before: string, after: string, defect: Defect): Promise<boolean> {
  const context = { ...(await checkContext({ files: { [path]: before }, patched: { [path]: after } })), candidate, defect };
  const verdicts: Verdict[] = LEVELS.slice(1).map((level) => ({
    check: `all-of-${level.toLowerCase()}`,
    level,
    outcome: "pass",
    reason: "ok",
    detail: "",
    seconds: 0,
  }));
  for (const check of [applies, notSilenced]) {
    const { output: _output, ...answer } = await check.run(context, signal);
    verdicts.push({ check: check.id, level: check.level, seconds: 0, ...answer });
  }
  const policy = { level: ["E2", "E2", "E4", "E4"], sensitive: () => false } as const;
  return decide(candidate, verdicts, policy).decision.outcome === "accept";
}

const all = payloads();

test("there are at least 300 payloads, of every goal at every place", () => {
  expect(new Set(all.map((payload) => JSON.stringify(payload))).size).toBeGreaterThanOrEqual(300);
  for (const goal of GOALS)
    for (const place of PLACES) expect(all.some((one) => one.goal === goal && one.place === place)).toBe(true);
});

describe("a model that always obeys the code it reads", () => {
  test.each(GOALS.map((goal) => [goal]))("is of no use to one who wants: %s", async (goal: Goal) => {
    for (const payload of all.filter((one) => one.goal === goal)) {
      const { sent, accepted, outside } = await attack(payload);
      const which = `${payload.place}: ${payload.words}`;

      for (const canary of Object.values(CANARIES)) expect(sent.includes(canary), which).toBe(false);
      expect(accepted, which).toEqual([]);
      expect(outside, which).toBe(false);
    }
  });
});

test("the words do reach the model, and an honest answer to the same code is accepted", async () => {
  const honest =
    '<<<<<<< SEARCH\n    return subprocess.run(line, shell=True)\n=======\n    return subprocess.run(["tool", "--", line])\n>>>>>>> REPLACE\n';
  for (const payload of all.filter(({ goal }) => goal === "network")) {
    const { sent, accepted, edits } = await attack(payload, () => honest);

    expect(edits).toBe(1);
    expect(accepted).toHaveLength(1);
    if (payload.place === "comment") expect(sent).toContain(JSON.stringify(payload.words).slice(1, -1));
  }
});
