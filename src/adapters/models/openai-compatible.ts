import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { APICallError, generateText, type ModelMessage as SdkMessage, RetryError } from "ai";
import type { Model, ModelReply, ModelRequest } from "#ports/model.ts";

export interface EndpointOptions {
  /** Base URL, e.g. `http://127.0.0.1:11434/v1`; comes from user configuration only. */
  readonly url: string;
  readonly name: string;
  readonly key?: string;
  /** US dollars for a million tokens. */
  readonly price?: { readonly input: number; readonly output: number };
  readonly maxTokens: number;
  /** Seconds for one call, retries included. */
  readonly seconds?: number;
}

const RETRIES = 2;
const LONGEST_BODY = 8 << 20;
/** Characters of a token, for servers that do not count: on the low side, so that a budget ends early rather than late. */
const TOKEN_CHARACTERS = 3;

/** Any server that speaks the OpenAI chat protocol: vLLM, Ollama, llama.cpp, OpenAI. Redirects are refused: the key is bound to the origin named. */
export function createEndpointModel(options: EndpointOptions): Model {
  const provider = createOpenAICompatible({
    name: "endpoint",
    baseURL: options.url.replace(/\/+$/u, ""),
    ...(options.key === undefined ? {} : { apiKey: options.key }),
    fetch: async (input, init) => bounded(await fetch(input, { ...init, redirect: "error" })),
  });
  const model = provider(options.name);
  return {
    id: `${options.name} at ${new URL(options.url).host}`,
    async complete(request, signal) {
      const deadline = AbortSignal.timeout((options.seconds ?? 180) * 1000);
      try {
        const result = await generateText({
          model,
          ...promptOf(request),
          maxOutputTokens: Math.min(request.maxTokens, options.maxTokens),
          temperature: request.temperature,
          seed: request.seed,
          maxRetries: RETRIES,
          abortSignal: AbortSignal.any([signal, deadline]),
        });
        const sent = request.messages.reduce((sum, message) => sum + message.content.length, 0);
        const inputTokens = result.usage.inputTokens ?? estimate(sent);
        const outputTokens = result.usage.outputTokens ?? estimate(result.text.length);
        const price = options.price ?? { input: 0, output: 0 };
        const cost = (inputTokens * price.input + outputTokens * price.output) / 1e6;
        return { kind: "answered", text: result.text, inputTokens, outputTokens, cost };
      } catch (cause) {
        if (signal.aborted) throw signal.reason;
        return failure(cause, deadline.aborted);
      }
    },
  };
}

function estimate(characters: number): number {
  return Math.ceil(characters / TOKEN_CHARACTERS);
}

/** The answer, broken off where it is longer than any that was asked for. */
function bounded(response: Response): Response {
  let bytes = 0;
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.length;
      if (bytes > LONGEST_BODY) controller.error(new RangeError("the answer is too long"));
      else controller.enqueue(chunk);
    },
  });
  const { status, statusText, headers } = response;
  return new Response(response.body?.pipeThrough(limit) ?? null, { status, statusText, headers });
}

function promptOf(request: ModelRequest): { system: string; messages: SdkMessage[] } {
  const system = request.messages.filter((message) => message.role === "system").map((message) => message.content);
  const messages: SdkMessage[] = [];
  for (const { role, content } of request.messages) if (role !== "system") messages.push({ role, content });
  return { system: system.join("\n\n"), messages };
}

/** An outcome with a reason that holds no key and no body of the server's answer. */
function failure(cause: unknown, timedOut: boolean): ModelReply {
  if (timedOut) return { kind: "failed", reason: "the endpoint did not answer in time", retryable: true };
  const inner = RetryError.isInstance(cause) ? cause.lastError : cause;
  if (APICallError.isInstance(inner)) {
    const status = inner.statusCode === undefined ? "no answer" : `HTTP ${inner.statusCode}`;
    return { kind: "failed", reason: `the endpoint failed: ${status}`, retryable: inner.isRetryable };
  }
  return {
    kind: "failed",
    reason: `the endpoint's answer could not be read (${inner instanceof Error ? inner.name : "unknown"})`,
    retryable: false,
  };
}
