import {
  APICallError,
  generateText,
  jsonSchema,
  type LanguageModel,
  type ModelMessage as SdkMessage,
  NoObjectGeneratedError,
  Output,
  RetryError,
} from "ai";
import type { Model, ModelReply, ModelRequest } from "#ports/model.ts";
import { AddressRefused } from "./allowed-address.ts";

export interface SdkModelOptions {
  /** For evidence and reports; holds no key. */
  readonly id: string;
  /** A model object, never a name: names would go through the library's own gateway. */
  readonly model: Exclude<LanguageModel, string>;
  /** US dollars for a million tokens. */
  readonly price?: { readonly input: number; readonly output: number };
  readonly maxTokens: number;
  /** Seconds for one call, retries included; 180 when absent. */
  readonly seconds?: number;
  /** False for a server that does not know how to hold an answer to a schema: the request's schema is then left out. */
  readonly schema: boolean;
  /** False for a protocol without seeds. */
  readonly seed: boolean;
}

const RETRIES = 2;
/** Characters of a token, for servers that do not count: on the low side, so that a budget ends early rather than late. */
const TOKEN_CHARACTERS = 3;

interface Answer {
  readonly text: string;
  readonly usage: { readonly inputTokens: number | undefined; readonly outputTokens: number | undefined } | undefined;
}

/** The port over a model of the AI SDK: one call, bounded in time, its failure an outcome that tells neither key nor body. */
export function createSdkModel(options: SdkModelOptions): Model {
  return {
    id: options.id,
    async complete(request, signal) {
      const deadline = AbortSignal.timeout((options.seconds ?? 180) * 1000);
      try {
        return reply(await ask(options, request, AbortSignal.any([signal, deadline])), request, options);
      } catch (cause) {
        if (signal.aborted) throw signal.reason;
        return failure(cause, deadline.aborted);
      }
    },
  };
}

async function ask(
  { model, maxTokens, schema, seed }: SdkModelOptions,
  request: ModelRequest,
  signal: AbortSignal,
): Promise<Answer> {
  const constrained = schema && request.schema !== undefined;
  try {
    return await generateText({
      model,
      ...promptOf(request),
      maxOutputTokens: Math.min(request.maxTokens, maxTokens),
      temperature: request.temperature,
      ...(seed && { seed: request.seed }),
      maxRetries: RETRIES,
      abortSignal: signal,
      ...(constrained && { output: Output.object({ schema: jsonSchema(request.schema ?? {}), name: "edits" }) }),
    });
  } catch (cause) {
    // Whether the text is of use is judged by who reads it, not by the library.
    if (NoObjectGeneratedError.isInstance(cause) && cause.text !== undefined) return { text: cause.text, usage: cause.usage };
    throw cause;
  }
}

function reply({ text, usage }: Answer, request: ModelRequest, { price = { input: 0, output: 0 } }: SdkModelOptions): ModelReply {
  const sent = request.messages.reduce((sum, message) => sum + message.content.length, 0);
  const inputTokens = usage?.inputTokens ?? estimate(sent);
  const outputTokens = usage?.outputTokens ?? estimate(text.length);
  const cost = (inputTokens * price.input + outputTokens * price.output) / 1e6;
  return { kind: "answered", text, inputTokens, outputTokens, cost };
}

function estimate(characters: number): number {
  return Math.ceil(characters / TOKEN_CHARACTERS);
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
  if (inner instanceof AddressRefused)
    return { kind: "failed", reason: `the endpoint was refused: ${inner.message}`, retryable: false };
  if (APICallError.isInstance(inner)) {
    const status = inner.statusCode === undefined ? "no answer" : `HTTP ${inner.statusCode}`;
    return { kind: "failed", reason: `the endpoint failed: ${status}`, retryable: inner.isRetryable };
  }
  const name = inner instanceof Error ? inner.name : "unknown";
  return { kind: "failed", reason: `the endpoint's answer could not be read (${name})`, retryable: false };
}
