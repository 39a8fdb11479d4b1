import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import type { ModelRequest } from "#ports/model.ts";
import { createAnthropicModel } from "./anthropic.ts";
import { withCircuitBreaker } from "./circuit-breaker.ts";
import { createEndpointModel } from "./openai-compatible.ts";
import { createRecordingModel, createReplayModel } from "./replay.ts";

const REQUEST: ModelRequest = {
  messages: [
    { role: "system", content: "be brief" },
    { role: "user", content: "hello" },
  ],
  maxTokens: 10,
  temperature: 0,
  seed: 1,
};
const never = new AbortController().signal;
let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

interface Seen {
  readonly body: Record<string, unknown>[];
  readonly authorization: (string | undefined)[];
  readonly keys: (string | string[] | undefined)[];
}

/** A server on loopback that gives each answer in turn, the last one for ever. */
async function serve(
  ...answers: readonly { status: number; body: unknown; headers?: Record<string, string> }[]
): Promise<{ url: string; seen: Seen }> {
  const seen: Seen = { body: [], authorization: [], keys: [] };
  let next = 0;
  server = createServer((request, response) => {
    let text = "";
    request.on("data", (part: Buffer) => (text += part.toString()));
    request.on("end", () => {
      seen.body.push(JSON.parse(text) as Record<string, unknown>);
      seen.authorization.push(request.headers.authorization);
      seen.keys.push(request.headers["x-api-key"]);
      const answer = answers[Math.min(next++, answers.length - 1)];
      response.writeHead(answer?.status ?? 500, { "content-type": "application/json", ...answer?.headers });
      response.end(typeof answer?.body === "string" ? answer.body : JSON.stringify(answer?.body));
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, seen };
}

const said = (content: string) => ({
  status: 200,
  body: {
    id: "1",
    object: "chat.completion",
    created: 1,
    model: "m",
    choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content } }],
    usage: { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 },
  },
});

test("asks an OpenAI-compatible endpoint and counts tokens and money", async () => {
  const { url, seen } = await serve(said("hi"));
  const model = createEndpointModel({ url, name: "m", key: "secret-key", maxTokens: 5, price: { input: 1, output: 10 } });

  const reply = await model.complete(REQUEST, never);

  expect(reply).toEqual({ kind: "answered", text: "hi", inputTokens: 7, outputTokens: 3, cost: 37e-6 });
  expect(seen.body[0]).toMatchObject({ model: "m", max_tokens: 5, temperature: 0, seed: 1 });
  expect(seen.authorization).toEqual(["Bearer secret-key"]);
  expect(model.id).not.toContain("secret-key");
});

test("tries again after a busy answer", async () => {
  const { url, seen } = await serve(
    { status: 429, body: { error: { message: "slow down" } }, headers: { "retry-after-ms": "1" } },
    said("hi"),
  );

  expect(await createEndpointModel({ url, name: "m", maxTokens: 5 }).complete(REQUEST, never)).toMatchObject({
    kind: "answered",
  });
  expect(seen.body).toHaveLength(2);
});

test.each([
  ["a refusal", { status: 400, body: { error: { message: "leaked secret-key" } } }, "the endpoint failed: HTTP 400"],
  ["rubbish", { status: 200, body: "<html>" }, "the endpoint"],
  ["a redirect to another host", { status: 302, body: "", headers: { location: "http://127.0.0.2:1/" } }, "the endpoint"],
])("turns %s into an outcome that tells no secret", async (_, answer, reason) => {
  const { url } = await serve(answer);

  const reply = await createEndpointModel({ url, name: "m", key: "secret-key", maxTokens: 5 }).complete(REQUEST, never);

  expect(reply.kind).toBe("failed");
  if (reply.kind !== "failed") return;
  expect(reply.reason).toContain(reason);
  expect(reply.reason).not.toContain("secret-key");
});

test("an endpoint that does not answer is left at its time limit, and an interrupt is passed on", async () => {
  server = createServer(() => {});
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const model = createEndpointModel({ url, name: "m", maxTokens: 5, seconds: 0.2 });
  const controller = new AbortController();
  controller.abort(new Error("stop"));

  expect(await model.complete(REQUEST, never)).toEqual({
    kind: "failed",
    reason: "the endpoint did not answer in time",
    retryable: true,
  });
  await expect(model.complete(REQUEST, controller.signal)).rejects.toThrow("stop");
});

test("a recorded answer is replayed, and what was never asked is not guessed", async () => {
  const recording = createRecordingModel({
    id: "m",
    complete: async () => ({ kind: "answered", text: "hi", inputTokens: 1, outputTokens: 2, cost: 0 }),
  });
  await recording.model.complete(REQUEST, never);

  const replay = createReplayModel(structuredClone(recording.cassette()));

  expect(await replay.complete(REQUEST, never)).toEqual({
    kind: "answered",
    text: "hi",
    inputTokens: 1,
    outputTokens: 2,
    cost: 0,
  });
  expect(await replay.complete({ ...REQUEST, seed: 2 }, never)).toMatchObject({ kind: "failed" });
});

test("a server that does not count tokens spends the budget all the same", async () => {
  const { usage: _usage, ...body } = said("x".repeat(30)).body;
  const { url } = await serve({ status: 200, body });

  const reply = await createEndpointModel({ url, name: "m", maxTokens: 10, price: { input: 1e6, output: 1e6 } }).complete(
    REQUEST,
    never,
  );

  expect(reply).toMatchObject({ kind: "answered", inputTokens: 5, outputTokens: 10, cost: 15 });
});

test("an answer without end is broken off", async () => {
  const { url } = await serve(said("x".repeat(9 << 20)));

  const reply = await createEndpointModel({ url, name: "m", maxTokens: 10 }).complete(REQUEST, never);

  expect(reply).toMatchObject({ kind: "failed" });
});

const claudeSaid = (text: string) => ({
  status: 200,
  body: {
    id: "1",
    type: "message",
    role: "assistant",
    model: "c",
    content: [{ type: "text", text }],
    stop_reason: "end_turn",
    stop_sequence: null,
    usage: { input_tokens: 7, output_tokens: 3 },
  },
});

test("asks a server of Anthropic's protocol, which gets its key in a header of its own", async () => {
  const { url, seen } = await serve(claudeSaid("hi"));
  const model = createAnthropicModel({ url, name: "c", key: "secret-key", maxTokens: 5, price: { input: 1, output: 10 } });

  const reply = await model.complete(REQUEST, never);

  expect(reply).toEqual({ kind: "answered", text: "hi", inputTokens: 7, outputTokens: 3, cost: 37e-6 });
  expect(seen.body[0]).toMatchObject({ model: "c", max_tokens: 5, system: [{ type: "text", text: "be brief" }] });
  expect(seen.keys).toEqual(["secret-key"]);
  expect(seen.authorization).toEqual([undefined]);
});

const SCHEMA = { type: "object", properties: { edits: { type: "array" } }, required: ["edits"] };

test("a schema is passed to a server that knows what to do with one, and what breaks it is given on as it is", async () => {
  const { url, seen } = await serve(said('{"edits": []}'), said("no JSON at all"));
  const model = createEndpointModel({ url, name: "m", maxTokens: 5, schema: true });

  const kept = await model.complete({ ...REQUEST, schema: SCHEMA }, never);
  const broken = await model.complete({ ...REQUEST, schema: SCHEMA }, never);

  expect(seen.body[0]).toMatchObject({ response_format: { type: "json_schema", json_schema: { schema: SCHEMA } } });
  expect(kept).toMatchObject({ kind: "answered", text: '{"edits": []}' });
  expect(broken).toMatchObject({ kind: "answered", text: "no JSON at all", outputTokens: 3 });
});

test("a schema is left out for a server that does not", async () => {
  const { url, seen } = await serve(said("hi"));

  await createEndpointModel({ url, name: "m", maxTokens: 5 }).complete({ ...REQUEST, schema: SCHEMA }, never);

  expect(seen.body[0]).not.toHaveProperty("response_format");
});

test("a model that keeps failing is not asked any more, one that recovers is", async () => {
  const replies = [false, false, true, false, false, false, true];
  let asked = 0;
  const model = withCircuitBreaker({
    id: "m",
    complete: async () =>
      replies[asked++] === true
        ? { kind: "answered", text: "", inputTokens: 0, outputTokens: 0, cost: 0 }
        : { kind: "failed", reason: "busy", retryable: true },
  });
  const kinds: string[] = [];
  for (let call = 0; call < 8; call++) {
    const reply = await model.complete(REQUEST, never);
    kinds.push(reply.kind === "failed" ? reply.reason : "answered");
  }

  const open = "not asked any more after 3 failures: busy";
  expect(kinds).toEqual(["busy", "busy", "answered", "busy", "busy", "busy", open, open]);
  expect(asked).toBe(6);
});
