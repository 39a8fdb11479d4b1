import { readFile, rename, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { withCircuitBreaker } from "#adapters/models/circuit-breaker.ts";
import type { EndpointOptions } from "#adapters/models/openai-compatible.ts";
import { Cassette, createRecordingModel, createReplayModel } from "#adapters/models/replay.ts";
import { AssayError } from "#domain/errors.ts";
import type { Model } from "#ports/model.ts";
import type { ModelConfig } from "./config.ts";

export interface OpenedModel {
  readonly model: Model;
  /** Writes what was recorded; does nothing otherwise. */
  finish(): Promise<void>;
}

const CREATE: Readonly<Record<ModelConfig["kind"], () => Promise<(options: EndpointOptions) => Model>>> = {
  openai: async () => (await import("#adapters/models/openai-compatible.ts")).createEndpointModel,
  anthropic: async () => (await import("#adapters/models/anthropic.ts")).createAnthropicModel,
};

/** The configured model: an endpoint, an endpoint whose answers are kept, or kept answers alone. Rejects with `config-invalid` for a cassette that cannot be read. */
export async function openModel(config: ModelConfig, key: string | undefined, cwd: string): Promise<OpenedModel> {
  const { kind, url, name, price, maxTokens, allowPrivateAddress, schema, cassette } = config;
  if (cassette?.mode === "replay") {
    const model = createReplayModel(await readCassette(resolve(cwd, cassette.file)));
    return { model, finish: async () => {} };
  }
  const create = await CREATE[kind]();
  const endpoint = create({
    url,
    name,
    maxTokens,
    schema,
    allowPrivate: allowPrivateAddress,
    ...(price === undefined ? {} : { price }),
    ...(key === undefined ? {} : { key }),
  });
  const guarded = withCircuitBreaker(endpoint);
  if (cassette === undefined) return { model: guarded, finish: async () => {} };
  const recording = createRecordingModel(guarded);
  const file = resolve(cwd, cassette.file);
  return { model: recording.model, finish: () => writeCassette(file, recording.cassette()) };
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
