import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import type { ModelRequest } from "#ports/model.ts";
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
}

/** A server on loopback that gives each answer in turn, the last one for ever. */
async function serve(
  ...answers: readonly { status: number; body: unknown; headers?: Record<string, string> }[]
): Promise<{ url: string; seen: Seen }> {
  const seen: Seen = { body: [], authorization: [] };
  let next = 0;
  server = createServer((request, response) => {
    let text = "";
    request.on("data", (part: Buffer) => (text += part.toString()));
    request.on("end", () => {
      seen.body.push(JSON.parse(text) as Record<string, unknown>);
      seen.authorization.push(request.headers.authorization);
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
