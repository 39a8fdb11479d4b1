import { expect, test } from "vitest";
import type { Model, ModelRequest } from "#ports/model.ts";
import { probeModel } from "./probe.ts";

const never = new AbortController().signal;
const EDIT =
  "<<<<<<< SEARCH line 5\n    return hashlib.md5(body).hexdigest()\n=======\n    return hashlib.sha256(body).hexdigest()\n>>>>>>> REPLACE\n";
const JSON_EDIT = JSON.stringify({ edits: [{ search: "    return hashlib.md5(body).hexdigest()", replace: "    return 1" }] });

function model(answer: (request: ModelRequest, call: number) => string): Model {
  let calls = 0;
  return {
    id: "m",
    complete: async (request) => ({ kind: "answered", text: answer(request, calls++), inputTokens: 1, outputTokens: 1, cost: 0 }),
  };
}

const able = async (one: Model): Promise<readonly string[]> =>
  (await probeModel(one, never)).filter((capability) => capability.able).map(({ id }) => id);

test("what a model can do is seen, not believed", async () => {
  expect(await able(model((request) => (request.schema === undefined ? EDIT : JSON_EDIT)))).toEqual([
    "answers",
    "edits",
    "schema",
    "repeatable",
  ]);
  expect(await able(model(() => EDIT))).toEqual(["answers", "edits", "repeatable"]);
  expect(await able(model((_, call) => `I can do everything ${call}.`))).toEqual(["answers"]);
});

test("an endpoint that fails is asked once", async () => {
  let asked = 0;
  const failing: Model = {
    id: "m",
    complete: async () => {
      asked++;
      return { kind: "failed", reason: "HTTP 500", retryable: true };
    },
  };

  expect(await probeModel(failing, never)).toEqual([{ id: "answers", able: false, detail: "HTTP 500" }]);
  expect(asked).toBe(1);
});
