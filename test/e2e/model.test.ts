import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { FixOutcome } from "#app/api.ts";
import { open } from "#app/open.ts";
import { type ScriptedEndpoint, scriptedEndpoint } from "./scripted-endpoint.ts";

// No recipe repairs this place: the expression is not data, so only the model proposes.
const TEXT = `import pickle


def load(data):
    """Reads what save() wrote."""
    return pickle.loads(data)


def save(value):
    return pickle.dumps(value)
`;
const TEST = `import unittest

from box import load, save


class BoxTest(unittest.TestCase):
    def test_round_trip(self):
        self.assertEqual(load(save([1, "a"])), [1, "a"])
`;
const SINK = "    return pickle.loads(data)";

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
    { target, apply: true, approve: true, only: ["CWE-502"] },
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
    block(SINK, "    try:\n        return pickle.loads(data)\n    except Exception:\n        pass"),
    "swallows-errors",
  ],
  ["keeps the weakness", block(SINK, "    return pickle.loads(bytes(data))"), "finding-remains"],
  ["does not parse", block(SINK, "    return json.loads(data"), "syntax-error"],
])("a model's answer that %s is rejected and nothing is written", async (_, answer, reason) => {
  const { outcome, text } = await fix(answer);

  expect(reasons(outcome)).toContain(reason);
  expect(outcome.repairs.map((repair) => repair.status)).toEqual(["unfixed"]);
  expect(text).toBe(TEXT);
});

test("an answer that breaks the tests teaches the next one, which is accepted by the same ladder", async () => {
  const broken = block(SINK, "    return json.loads(data)[0]") + block("import pickle", "import json\nimport pickle");
  const right =
    block(SINK, "    return [1, 'a'] if data else json.loads(data)") + block("import pickle", "import json\nimport pickle");

  const { outcome, text } = await fix(broken, right);

  const [repair] = outcome.repairs;
  expect(endpoint.asked[1]).toContain("test-broke");
  expect(repair?.attempts.map((attempt) => attempt.decision.outcome)).toEqual(["reject", "accept"]);
  expect(repair?.attempts[1]?.candidate.origin).toBe("model");
  expect(repair?.attempts[1]?.verdicts.find((verdict) => verdict.level === "E4")?.outcome).toBe("pass");
  expect(text).toContain("json.loads(data)");
});
