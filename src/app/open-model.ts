import { readFile, rename, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { withCircuitBreaker } from "#adapters/models/circuit-breaker.ts";
import type { EndpointOptions } from "#adapters/models/openai-compatible.ts";
import { withMaskedKey } from "#adapters/models/masked-key.ts";
import { Cassette, createRecordingModel, createReplayModel } from "#adapters/models/replay.ts";
import { AssayError } from "#domain/errors.ts";
import type { Model } from "#ports/model.ts";
import type { ModelConfig } from "./config.ts";

export interface OpenedModel {
  readonly model: Model;
  /** Writes what was recorded and frees what was loaded. */
  readonly finish: () => Promise<void>;
}

const CREATE: Readonly<Record<"openai" | "anthropic", () => Promise<(options: EndpointOptions) => Model>>> = {
  openai: async () => (await import("#adapters/models/openai-compatible.ts")).createEndpointModel,
  anthropic: async () => (await import("#adapters/models/anthropic.ts")).createAnthropicModel,
};

/** The configured model: an endpoint or a file, the same with its answers kept, or kept answers alone. Rejects with `config-invalid` for a file that cannot be read. */
export async function openModel(config: ModelConfig, key: string | undefined, cwd: string): Promise<OpenedModel> {
  const { cassette } = config;
  if (cassette?.mode === "replay") {
    const model = createReplayModel(await readCassette(resolve(cwd, cassette.file)));
    return { model, finish: async () => {} };
  }
  const opened = config.kind === "llama" ? await openFile(config, cwd) : await openEndpoint(config.kind, config, key);
  const guarded = withCircuitBreaker(opened.model);
  if (cassette === undefined) return { model: guarded, finish: opened.finish };
  const recording = createRecordingModel(guarded);
  const file = resolve(cwd, cassette.file);
  const finish = async (): Promise<void> => {
    await opened.finish();
    await writeCassette(file, recording.cassette());
  };
  return { model: recording.model, finish };
}

async function openEndpoint(kind: keyof typeof CREATE, config: ModelConfig, key: string | undefined): Promise<OpenedModel> {
  const { url = "", name = "", price, maxTokens, allowPrivateAddress, schema } = config;
  const create = await CREATE[kind]();
  const model = create({
    url,
    name,
    maxTokens,
    allowPrivate: allowPrivateAddress,
    ...(schema === undefined ? {} : { schema }),
    ...(price === undefined ? {} : { price }),
    ...(key === undefined ? {} : { key }),
  });
  return { model: withMaskedKey(model, key), finish: async () => {} };
}

async function openFile({ file = "", lora, contextSize, threads, maxTokens, schema = true }: ModelConfig, cwd: string) {
  const { createLlamaModel } = await import("#adapters/models/llama.ts");
  const model = await createLlamaModel({
    file: resolve(cwd, file),
    maxTokens,
    schema,
    ...(lora === undefined ? {} : { lora: resolve(cwd, lora) }),
    ...(contextSize === undefined ? {} : { contextSize }),
    ...(threads === undefined ? {} : { threads }),
  });
  return { model, finish: () => model.close() };
}

async function readCassette(file: string): Promise<Cassette> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new AssayError("config-invalid", `model.cassette.file: ${file} cannot be read`, { cause });
  });
  try {
    return Cassette.parse(JSON.parse(text));
  } catch (cause) {
    throw new AssayError("config-invalid", `model.cassette.file: ${file} is no cassette`, { cause });
  }
}

async function writeCassette(file: string, cassette: Cassette): Promise<void> {
  const draft = `${file}.${process.pid}.new`;
  await writeFile(draft, `${JSON.stringify(cassette, undefined, 2)}\n`, { mode: 0o600 });
  await rename(draft, file);
}
