import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createLlamaModel, type LlamaModel, type LlamaOptions } from "#adapters/models/llama.ts";
import { Config, type ModelConfig } from "#app/config.ts";
import { openModel } from "#app/open-model.ts";
import type { ModelRequest } from "#ports/model.ts";
import { EDITS_SCHEMA } from "#stages/repair/read-reply.ts";
import { tinyAdapter, tinyModel } from "./tiny-gguf.ts";

const never = new AbortController().signal;
const QUESTION: ModelRequest = {
  messages: [
    { role: "system", content: "repair" },
    { role: "user", content: "return eval(text)" },
  ],
  maxTokens: 24,
  temperature: 0,
  seed: 7,
};

let base: string;
let options: LlamaOptions;
let model: LlamaModel;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "assay-llama-"));
  options = { file: join(base, "tiny.gguf"), maxTokens: 400, threads: 1, contextSize: 1024, schema: true };
  await writeFile(options.file, tinyModel());
  await writeFile(join(base, "adapter.gguf"), tinyAdapter());
  model = await createLlamaModel(options);
});
afterAll(async () => {
  await model.close();
  await rm(base, { recursive: true });
});

async function said(asked: LlamaModel, request: ModelRequest): Promise<string> {
  const reply = await asked.complete(request, never);
  if (reply.kind === "failed") throw new Error(reply.reason);
  return reply.text;
}

describe("a model in this process", () => {
  test("answers, counts, and says the same again", async () => {
    const received: number[] = [];

    const reply = await model.complete(QUESTION, never, (tokens) => received.push(tokens));

    expect(reply).toMatchObject({ kind: "answered", outputTokens: 24, cost: 0 });
    expect(received.length).toBeGreaterThan(5);
    expect(received).toEqual(received.toSorted((a, b) => a - b));
    expect(received.at(-1)).toBe(24);
    expect(await model.complete(QUESTION, never)).toEqual(reply);
    expect(model.id).toBe("tiny.gguf in process");
  });

  test("questions at once are answered one after the other", async () => {
    const other = { ...QUESTION, messages: [{ role: "user" as const, content: "other words" }] };

    const together = await Promise.all([said(model, QUESTION), said(model, other), said(model, QUESTION)]);

    expect(together).toEqual([await said(model, QUESTION), await said(model, other), together[0]]);
    expect(together[1]).not.toBe(together[0]);
  });

  test("seeds count as soon as there is a temperature", async () => {
    const warm = (seed: number): ModelRequest => ({ ...QUESTION, temperature: 1.5, seed });

    expect(await said(model, warm(1))).toBe(await said(model, warm(1)));
    expect(await said(model, warm(1))).not.toBe(await said(model, warm(2)));
  });

  test("an answer is held to a schema, whatever the weights say", async () => {
    const schema = { type: "object", properties: { verdict: { enum: ["yes", "no"] } }, required: ["verdict"] };

    const answers = await Promise.all(
      [1, 2, 3].map((seed) => said(model, { ...QUESTION, schema, seed, temperature: 1, maxTokens: 200 })),
    );

    for (const answer of answers) expect(["yes", "no"]).toContain((JSON.parse(answer) as { verdict: string }).verdict);
    expect(await said(model, { ...QUESTION, schema: EDITS_SCHEMA })).toMatch(/^\{\s*"edits"\s*:\s*\[/);
    expect(await said(model, QUESTION)).not.toMatch(/^\{\s*"/);
  });

  test("an abort ends the answer, and the model answers on", async () => {
    const controller = new AbortController();
    const whole = await said(model, QUESTION);

    const asked = model.complete({ ...QUESTION, maxTokens: 400 }, controller.signal, (tokens) => {
      if (tokens >= 5) controller.abort(new Error("enough"));
    });

    await expect(asked).rejects.toThrow("enough");
    expect(await said(model, QUESTION)).toBe(whole);
  });

  test("no answer in time is an outcome", async () => {
    const slow = await createLlamaModel({ ...options, seconds: 0.001 });

    expect(await slow.complete(QUESTION, never)).toEqual({
      kind: "failed",
      reason: "the model did not answer in time",
      retryable: true,
    });
    await slow.close();
  });

  test("what does not fit into the context is told, not cut", async () => {
    const messages = [{ role: "user" as const, content: "x y ".repeat(600) }];

    expect(await model.complete({ ...QUESTION, messages }, never)).toMatchObject({
      kind: "failed",
      reason: expect.stringMatching(/^the prompt takes \d+ tokens, and the context holds 1024$/) as string,
    });
  });

  test("a LoRA adapter changes what it says", async () => {
    const adapted = await createLlamaModel({ ...options, lora: join(base, "adapter.gguf") });

    expect(await said(adapted, QUESTION)).not.toBe(await said(model, QUESTION));
    expect(adapted.id).toBe("tiny.gguf with adapter.gguf in process");
    await adapted.close();
  });
});

test("it is named in the configuration, and its answers are kept like those of an endpoint", async () => {
  const kept = join(base, "answers.json");
  const settings = { kind: "llama", file: "tiny.gguf", contextSize: 1024, threads: 1 };
  const config = (mode: "record" | "replay") =>
    Config.parse({ model: { ...settings, cassette: { file: kept, mode } } }).model as ModelConfig;
  const recording = await openModel(config("record"), undefined, base);
  const reply = await recording.model.complete(QUESTION, never);
  await recording.finish();

  const replaying = await openModel(config("replay"), undefined, base);

  expect(await replaying.model.complete(QUESTION, never)).toEqual(reply);
  expect(reply.kind).toBe("answered");
  expect(Config.safeParse({ model: { kind: "llama" } }).error?.issues).toMatchObject([{ path: ["model", "file"] }]);
});

describe("what cannot be loaded", () => {
  test("a file that is no model", async () => {
    const file = join(base, "broken.gguf");
    await writeFile(file, tinyModel().subarray(0, 3000));
    const broken = await createLlamaModel({ ...options, file });

    await expect(broken.complete(QUESTION, never)).rejects.toMatchObject({ code: "config-invalid" });
    await broken.close();
  });

  test("a file that is not there", async () => {
    await expect(createLlamaModel({ ...options, file: join(base, "none.gguf") })).rejects.toMatchObject({
      code: "config-invalid",
    });
  });

  test("the package, with the command that brings it", async () => {
    await expect(createLlamaModel(options, () => false)).rejects.toMatchObject({
      code: "model-failed",
      hint: expect.stringContaining("npm install node-llama-cpp") as string,
    });
  });
});
