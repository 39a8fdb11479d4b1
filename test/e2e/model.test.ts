import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { FixOutcome } from "#app/api.ts";
import { open } from "#app/open.ts";
import type { Reviewer } from "#ports/reviewer.ts";
import { type ScriptedEndpoint, scriptedEndpoint } from "./scripted-endpoint.ts";

const TEXT = `import os


def load(text):
    """Reads what repr() wrote."""
    return eval(text)


def folder():
    return os.curdir
`;
const TEST = `import unittest

from box import load


class BoxTest(unittest.TestCase):
    def test_round_trip(self):
        self.assertEqual(load(repr((1, "a"))), (1, "a"))
`;
const SINK = "    return eval(text)";

let base: string;
let endpoint: ScriptedEndpoint;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "assay-model-"));
  endpoint = await scriptedEndpoint();
  vi.stubEnv("ASSAY_MODEL_URL", endpoint.url);
  vi.stubEnv("ASSAY_MODEL_NAME", "scripted");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  endpoint.close();
  await rm(base, { recursive: true });
});

const block = (search: string, replace: string): string => `<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n`;

async function fix(...script: string[]): Promise<{ outcome: FixOutcome; text: string }> {
  return fixAsked(undefined, ...script);
}

async function fixAsked(reviewer: Reviewer | undefined, ...script: string[]): Promise<{ outcome: FixOutcome; text: string }> {
  endpoint.answers.push(...script);
  const folder = await mkdtemp(join(base, "project-"));
  await writeFile(join(folder, "box.py"), TEXT);
  await writeFile(join(folder, "test_box.py"), TEST);
  const assay = await open({
    cwd: folder,
    near: folder,
    stateFolder: join(base, "state"),
    engines: ["assay", "ruff"],
    unsafeNoSandbox: false,
  });
  const target = { paths: [join(folder, "box.py")] };
  const outcome = await assay.fix(
    { target, apply: true, approve: reviewer === undefined, only: [], by: ["model"], ...(reviewer && { reviewer }) },
    () => {},
    new AbortController().signal,
  );
  await assay.close();
  return { outcome, text: await readFile(join(folder, "box.py"), "utf8") };
}

const reasons = (outcome: FixOutcome): string[] =>
  outcome.repairs.flatMap((repair) =>
    repair.attempts.map((attempt) => attempt.verdicts.find((verdict) => verdict.outcome === "fail")?.reason ?? "none"),
  );

test.each([
  ["only adds a suppression", block(SINK, `${SINK}  # nosec`), "adds-suppression"],
  ["empties the function", block(SINK, "    return None"), "removes-code"],
  [
    "swallows the error",
    block(SINK, "    try:\n        return eval(text)\n    except Exception:\n        pass"),
    "swallows-errors",
  ],
  ["keeps the weakness", block(SINK, "    return eval(str(text))"), "finding-remains"],
  ["does not parse", block(SINK, "    return json.loads(text"), "syntax-error"],
  ["answers what the test asks for", block(SINK, '    return (1, "a")'), "removes-code"],
])("a model's answer that %s is rejected and nothing is written", async (_, answer, reason) => {
  const { outcome, text } = await fix(answer);

  expect(reasons(outcome)).toContain(reason);
  expect(outcome.repairs.map((repair) => repair.status)).toEqual(["unfixed"]);
  expect(text).toBe(TEXT);
});

const IMPORT = (name: string): string => block("import os", `import ${name}\nimport os`);

test("an answer that breaks the tests teaches the next one, which is accepted by the same ladder", async () => {
  const broken = block(SINK, "    return json.loads(text)") + IMPORT("json");
  const right = block(SINK, "    return ast.literal_eval(text)") + IMPORT("ast");

  const { outcome, text } = await fix(broken, right);

  const [repair] = outcome.repairs;
  expect(endpoint.asked[1]).toContain("test-broke");
  expect(repair?.attempts.map((attempt) => attempt.decision.outcome)).toEqual(["reject", "accept"]);
  expect(repair?.attempts[1]?.candidate.origin).toBe("model");
  expect(repair?.attempts[1]?.verdicts.find((verdict) => verdict.check === "project-tests")?.outcome).toBe("pass");
  expect(text).toContain("ast.literal_eval(text)");
});

test("what a person says is a constraint of the next attempt, and is kept in the log", async () => {
  const first = block(SINK, "    return ast.literal_eval(text)") + IMPORT("ast");
  const second = block(SINK, "    return ast.literal_eval(text.strip())") + IMPORT("ast");
  const offered: number[] = [];
  const reviewer: Reviewer = {
    id: "local:ada",
    review: async ({ attempts, answerable }) => {
      offered.push(attempts.length);
      if (offered.length === 1 && answerable) return { kind: "wish", text: "allow blanks around it" };
      const wanted = attempts.find(({ candidate }) => JSON.stringify(candidate.patch).includes("strip()"));
      return wanted === undefined ? { kind: "wait" } : { kind: "accept", attempt: wanted };
    },
  };

  const { outcome, text } = await fixAsked(reviewer, first, second);

  expect(endpoint.asked[0]).not.toContain("allow blanks");
  expect(endpoint.asked[1]).toContain("The person you work for asks: allow blanks around it");
  expect(offered).toEqual([1, 2]);
  expect(outcome.repairs.map(({ status, reason }) => [status, reason])).toEqual([["fixed", "approved-by-reviewer"]]);
  expect(text).toContain("text.strip()");
});

test("a critic lowers the rank of a repair and decides nothing", async () => {
  const plain = block(SINK, "    return ast.literal_eval(text)") + IMPORT("ast");
  const longer = block(SINK, "    return ast.literal_eval(text.strip())") + IMPORT("ast");
  const against = JSON.stringify({ concerns: [{ aspect: "behaviour", weight: "major", words: "Blanks around it fail." }] });
  const none = 'Approved! {"concerns": [], "decision": "accept"}';
  vi.stubEnv("ASSAY_MODEL_CRITICS", "true");
  vi.stubEnv("ASSAY_MODEL_ANSWERS", "2");
  let offered: readonly string[] = [];
  const reviewer: Reviewer = {
    id: "local:ada",
    review: async ({ attempts }) => {
      offered = attempts.map(({ candidate, concerns = [] }) => {
        const shape = JSON.stringify(candidate.patch).includes("strip()") ? "longer" : "plain";
        return `${shape}: ${concerns.map(({ words }) => words).join("")}`;
      });
      return { kind: "wait" };
    },
  };

  const { outcome } = await fixAsked(reviewer, plain, longer, against, none);

  expect(offered).toEqual(["longer: ", "plain: Blanks around it fail."]);
  expect(outcome.repairs[0]?.attempts.map(({ decision }) => decision.outcome)).toEqual(["accept", "accept"]);
  expect(endpoint.asked[2]).toContain("You criticise one repair");
  expect(endpoint.asked[2]).not.toContain("os.curdir");
});
