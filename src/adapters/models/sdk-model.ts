import {
  APICallError,
  generateText,
  InvalidResponseDataError,
  jsonSchema,
  type LanguageModel,
  type ModelMessage as SdkMessage,
  NoObjectGeneratedError,
  Output,
  RetryError,
  streamText,
} from "ai";
import type { Model, ModelReply, ModelRequest, OnReceived } from "#ports/model.ts";
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
/** Characters of the longest usual token: what is longer than so many of them did not keep to the limit. */
const LONGEST_TOKEN = 16;

interface Answer {
  readonly text: string;
  readonly usage: { readonly inputTokens: number | undefined; readonly outputTokens: number | undefined } | undefined;
}

/** The port over a model of the AI SDK: one call, bounded in time, its failure an outcome that tells neither key nor body. */
export function createSdkModel(options: SdkModelOptions): Model {
  return {
    id: options.id,
    async complete(request, signal, onReceived) {
      const deadline = AbortSignal.timeout((options.seconds ?? 180) * 1000);
      const either = AbortSignal.any([signal, deadline]);
      try {
        const streamed = onReceived && (await askInParts(options, request, either, onReceived));
        return reply(streamed ?? (await ask(options, request, either)), request, options);
      } catch (cause) {
        if (signal.aborted) throw signal.reason;
        return failure(cause, deadline.aborted);
      }
    },
  };
}

async function ask(options: SdkModelOptions, request: ModelRequest, signal: AbortSignal): Promise<Answer> {
  try {
    return await generateText(callOf(options, request, signal));
  } catch (cause) {
    // Whether the text is of use is judged by who reads it, not by the library.
    if (NoObjectGeneratedError.isInstance(cause) && cause.text !== undefined) return { text: cause.text, usage: cause.usage };
    throw cause;
  }
}

/**
 * The same in parts, so that a person sees that something comes. An answer that goes on far beyond what was asked for is broken off: what came of it counts, and is
 * paid. Undefined for a server that says nothing in parts.
 */
async function askInParts(
  options: SdkModelOptions,
  request: ModelRequest,
  signal: AbortSignal,
  onReceived: OnReceived,
): Promise<Answer | undefined> {
  const enough = new AbortController();
  const call = callOf(options, request, AbortSignal.any([signal, enough.signal]));
  const most = call.maxOutputTokens * LONGEST_TOKEN;
  const { fullStream, usage } = streamText({ ...call, onError: () => {} });
  const counted = Promise.resolve(usage).catch(() => undefined);
  let [text, received] = ["", 0];
  for await (const part of fullStream) {
    if (part.type === "abort") signal.throwIfAborted();
    if (part.type === "error") {
      // Not the form of a stream, or one that was cut: what came is what there is.
      if (!InvalidResponseDataError.isInstance(part.error)) throw part.error;
      return received === 0 ? undefined : { text, usage: undefined };
    }
    if (part.type !== "text-delta" && part.type !== "reasoning-delta") continue;
    if (part.type === "text-delta") text += part.text;
    received += part.text.length;
    onReceived(estimate(received));
    if (received > most) {
      enough.abort();
      return { text: text.slice(0, most), usage: undefined };
    }
  }
  return received === 0 ? undefined : { text, usage: await counted };
}

function callOf({ model, maxTokens, schema, seed }: SdkModelOptions, request: ModelRequest, abortSignal: AbortSignal) {
  return {
    model,
    ...promptOf(request),
    maxOutputTokens: Math.min(request.maxTokens, maxTokens),
    temperature: request.temperature,
    ...(seed && { seed: request.seed }),
    maxRetries: RETRIES,
    abortSignal,
    ...(schema &&
      request.schema !== undefined && { output: Output.object({ schema: jsonSchema(request.schema), name: "edits" }) }),
  };
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
