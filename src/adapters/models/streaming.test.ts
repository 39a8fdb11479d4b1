import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import type { ModelRequest } from "#ports/model.ts";
import { createAnthropicModel } from "./anthropic.ts";
import { createEndpointModel } from "./openai-compatible.ts";

const REQUEST: ModelRequest = {
  messages: [{ role: "user", content: "hello" }],
  maxTokens: 10,
  temperature: 0,
  seed: 1,
  schema: { type: "object", properties: { edits: { type: "array" } } },
};
const never = new AbortController().signal;
let server: Server | undefined;
let closed = 0;
afterEach(() => {
  closed = 0;
  server?.closeAllConnections();
  server?.close();
});

async function serve(answer: (response: ServerResponse, times: number) => Promise<void>): Promise<string> {
  let times = 0;
  server = createServer((request, response) => {
    request.resume();
    response.on("close", () => closed++);
    request.on("end", () => void answer(response, ++times));
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

const events = (response: ServerResponse) => {
  response.writeHead(200, { "content-type": "text/event-stream" });
  const send = (data: unknown): boolean => response.write(`data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`);
  const said = (content: string) => send({ id: "1", choices: [{ index: 0, delta: { content } }] });
  return { send, said };
};

test("what arrives is counted while it arrives, and the server's own count is kept", async () => {
  const url = await serve(async (response) => {
    const { send, said } = events(response);
    for (const part of ["one ", "two ", "three"]) said(part);
    send({ id: "1", choices: [{ index: 0, delta: {}, finish_reason: "stop" }] });
    send({ id: "1", choices: [], usage: { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 } });
    send("[DONE]");
    response.end();
  });
  const received: number[] = [];

  const reply = await createEndpointModel({ url, name: "m", maxTokens: 99, price: { input: 1, output: 10 } }).complete(
    REQUEST,
    never,
    (tokens) => received.push(tokens),
  );

  expect(reply).toEqual({ kind: "answered", text: "one two three", inputTokens: 7, outputTokens: 3, cost: 37e-6 });
  expect(received).toEqual([2, 3, 5]);
});

test("a stream without end is broken off beyond the tokens that were asked for, and what came of it is paid", async () => {
  const url = await serve(async (response) => {
    const { said } = events(response);
    while (!response.destroyed) {
      said("never ending story ");
      await setTimeout(0);
    }
  });
  const model = createEndpointModel({ url, name: "m", maxTokens: 99 });

  const reply = await model.complete(REQUEST, never, () => {});
  await expect.poll(() => closed).toBe(1);

  expect(reply).toMatchObject({ kind: "answered", text: expect.stringMatching(/^(?:never ending story )+/) as string });
  if (reply.kind === "answered") {
    expect(reply.text.length).toBeLessThanOrEqual(160);
    expect(reply.outputTokens).toBeGreaterThan(40);
  }
});

test("a stream that says nothing is left at its time limit, and an abort closes it", async () => {
  const url = await serve(async (response) => {
    const { said } = events(response);
    said("so");
  });
  const controller = new AbortController();
  const model = createEndpointModel({ url, name: "m", maxTokens: 99, seconds: 0.3 });

  expect(await model.complete(REQUEST, never, () => {})).toMatchObject({ kind: "failed", retryable: true });
  const asked = createEndpointModel({ url, name: "m", maxTokens: 99 }).complete(REQUEST, controller.signal, () =>
    controller.abort(new Error("enough")),
  );

  await expect(asked).rejects.toThrow("enough");
  await expect.poll(() => closed).toBe(2);
});

test("a busy server is asked again, and a broken one is an outcome", async () => {
  const url = await serve(async (response, times) => {
    if (times === 1) {
      response.writeHead(429, { "retry-after-ms": "1" }).end("{}");
      return;
    }
    const { said, send } = events(response);
    if (times === 2) {
      said("hi");
      send("[DONE]");
    } else send({ error: { message: "secret-key" } });
    response.end();
  });
  const model = createEndpointModel({ url, name: "m", key: "secret-key", maxTokens: 99 });

  expect(await model.complete(REQUEST, never, () => {})).toMatchObject({ kind: "answered", text: "hi" });
  const broken = await model.complete(REQUEST, never, () => {});

  expect(broken.kind).toBe("failed");
  expect(JSON.stringify(broken)).not.toContain("secret-key");
});

test("a server that answers as a whole all the same is understood", async () => {
  const url = await serve(async (response) => {
    response.writeHead(200, { "content-type": "application/json" });
    const choices = [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: "hi" } }];
    response.end(JSON.stringify({ id: "1", object: "chat.completion", created: 1, model: "m", choices }));
  });

  expect(await createEndpointModel({ url, name: "m", maxTokens: 99 }).complete(REQUEST, never, () => {})).toMatchObject({
    kind: "answered",
    text: "hi",
  });
});

test("Anthropic's stream is counted too", async () => {
  const url = await serve(async (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    const send = (type: string, rest: object) => response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...rest })}\n\n`);
    const usage = { input_tokens: 7, output_tokens: 1 };
    send("message_start", { message: { id: "1", type: "message", role: "assistant", model: "m", content: [], usage } });
    send("content_block_start", { index: 0, content_block: { type: "text", text: "" } });
    send("content_block_delta", { index: 0, delta: { type: "text_delta", text: "hi there" } });
    send("content_block_stop", { index: 0 });
    send("message_delta", { delta: { stop_reason: "end_turn", stop_sequence: null }, usage: { output_tokens: 3 } });
    send("message_stop", {});
    response.end();
  });
  const received: number[] = [];
  const { schema: _schema, ...free } = REQUEST;

  const reply = await createAnthropicModel({ url, name: "m", key: "k", maxTokens: 99 }).complete(free, never, (tokens) =>
    received.push(tokens),
  );

  expect(reply).toMatchObject({ kind: "answered", text: "hi there", inputTokens: 7, outputTokens: 3 });
  expect(received).toEqual([3]);
});
