import { access, constants } from "node:fs/promises";
import { findPackageJSON } from "node:module";
import { basename } from "node:path";
import type { ChatHistoryItem, Llama, LlamaChat, LlamaGrammar } from "node-llama-cpp";
import { AssayError } from "#domain/errors.ts";
import { digestJson } from "#lib/digest.ts";
import type { Model, ModelReply, ModelRequest, OnReceived } from "#ports/model.ts";

export interface LlamaOptions {
  /** Absolute path of a GGUF file; comes from user configuration only. */
  readonly file: string;
  /** Absolute path of a LoRA adapter in GGUF form. */
  readonly lora?: string;
  /** Tokens that prompt and answer may take together; what the model was trained for, and no more than 16384, when absent. */
  readonly contextSize?: number;
  /** The library's choice when absent. */
  readonly threads?: number;
  readonly maxTokens: number;
  /** Seconds for one answer, without those for loading; 600 when absent. */
  readonly seconds?: number;
  /** Whether answers are held to the request's schema, by a grammar. */
  readonly schema: boolean;
}

/** A model in this process. `close` frees its memory. */
export interface LlamaModel extends Model {
  close(): Promise<void>;
}

/** The schemas that can become a grammar; one that cannot makes the call fail. */
type GrammarSchema = Parameters<Llama["createGrammarForJsonSchema"]>[0];

const PACKAGE = "node-llama-cpp";
const USUAL_CONTEXT = 16_384;
/** Tokens of a chat's form around the texts. */
const FORM_TOKENS = 64;

/**
 * A GGUF model inside this process, on the processor. The weights are loaded by the first question. Questions are answered one after the other. Rejects
 * with `config-invalid` where the file cannot be read, and `model-failed` where the optional package is missing.
 */
export async function createLlamaModel(options: LlamaOptions, isInstalled = packageIsHere): Promise<LlamaModel> {
  for (const file of [options.file, options.lora]) if (file !== undefined) await readable(file);
  if (!isInstalled()) {
    throw new AssayError("model-failed", `a model in this process needs the package ${PACKAGE}, which is not installed`, {
      hint: `Run npm install ${PACKAGE} where assay is installed, or name an endpoint instead.`,
    });
  }
  let opened: Promise<Engine> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  return {
    id: `${basename(options.file)}${options.lora === undefined ? "" : ` with ${basename(options.lora)}`} in process`,
    async complete(request, signal, onReceived) {
      const work = async (): Promise<ModelReply> => {
        signal.throwIfAborted();
        return answer(await (opened ??= openEngine(options)), options, request, signal, onReceived);
      };
      const mine = last.then(work, work);
      last = mine;
      return mine;
    },
    close: async () => {
      const engine = await opened?.catch(() => undefined);
      await engine?.llama.dispose();
    },
  };
}

interface Engine {
  readonly llama: Llama;
  readonly chat: LlamaChat;
  readonly contextSize: number;
  readonly tokens: (text: string) => number;
  readonly grammar: (schema: NonNullable<ModelRequest["schema"]>) => Promise<LlamaGrammar>;
}

async function openEngine({ file, lora, contextSize, threads }: LlamaOptions): Promise<Engine> {
  const { getLlama, LlamaChat: Chat, LlamaLogLevel } = await import("node-llama-cpp");
  // Only what was built for this machine before: nothing is compiled, nothing is fetched.
  const llama = await getLlama({
    gpu: false,
    build: "never",
    skipDownload: true,
    logLevel: LlamaLogLevel.disabled,
    progressLogs: false,
    ...(threads === undefined ? {} : { maxThreads: threads }),
  });
  try {
    const model = await llama.loadModel({ modelPath: file });
    const size = contextSize ?? Math.min(model.trainContextSize, USUAL_CONTEXT);
    const context = await model.createContext({
      contextSize: size,
      ...(threads === undefined ? {} : { threads }),
      ...(lora === undefined ? {} : { lora }),
    });
    const grammars = new Map<string, Promise<LlamaGrammar>>();
    return {
      llama,
      chat: new Chat({ contextSequence: context.getSequence() }),
      contextSize: context.contextSize,
      tokens: (text) => model.tokenize(text).length,
      grammar: (schema) => {
        const key = digestJson(schema);
        const made = grammars.get(key) ?? llama.createGrammarForJsonSchema(schema as unknown as GrammarSchema);
        grammars.set(key, made);
        return made;
      },
    };
  } catch (cause) {
    await llama.dispose();
    throw new AssayError(
      "config-invalid",
      `model.file: llama.cpp cannot load ${file}${lora === undefined ? "" : ` with ${lora}`}`,
      {
        cause,
      },
    );
  }
}

async function answer(
  engine: Engine,
  options: LlamaOptions,
  request: ModelRequest,
  signal: AbortSignal,
  onReceived: OnReceived | undefined,
): Promise<ModelReply> {
  const inputTokens = request.messages.reduce((sum, { content }) => sum + engine.tokens(content), 0);
  const room = engine.contextSize - inputTokens - FORM_TOKENS;
  if (room < 1) {
    const reason = `the prompt takes ${inputTokens} tokens, and the context holds ${engine.contextSize}`;
    return { kind: "failed", reason, retryable: false };
  }
  const deadline = AbortSignal.timeout((options.seconds ?? 600) * 1000);
  let outputTokens = 0;
  try {
    const { response } = await engine.chat.generateResponse(historyOf(request), {
      signal: AbortSignal.any([signal, deadline]),
      maxTokens: Math.min(request.maxTokens, options.maxTokens, room),
      temperature: request.temperature,
      seed: request.seed,
      // Edits repeat what they replace.
      repeatPenalty: false,
      onToken: (tokens) => {
        outputTokens += tokens.length;
        onReceived?.(outputTokens);
      },
      ...(options.schema && request.schema !== undefined && { grammar: await engine.grammar(request.schema) }),
    });
    return { kind: "answered", text: response.toWellFormed(), inputTokens, outputTokens, cost: 0 };
  } catch (cause) {
    if (signal.aborted) throw signal.reason;
    if (deadline.aborted) return { kind: "failed", reason: "the model did not answer in time", retryable: true };
    const name = cause instanceof Error ? cause.name : "unknown";
    return { kind: "failed", reason: `the model in this process failed (${name})`, retryable: false };
  }
}

function historyOf({ messages }: ModelRequest): ChatHistoryItem[] {
  return messages.map(({ role, content }) =>
    role === "assistant" ? { type: "model", response: [content] } : { type: role, text: content },
  );
}

async function readable(file: string): Promise<void> {
  await access(file, constants.R_OK).catch((cause: unknown) => {
    throw new AssayError("config-invalid", `model: ${file} cannot be read`, { cause });
  });
}

function packageIsHere(): boolean {
  try {
    return findPackageJSON(PACKAGE, import.meta.url) !== undefined;
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ERR_MODULE_NOT_FOUND") return false;
    throw cause;
  }
}
