import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import type { Model } from "#ports/model.ts";
import { guardedFetch } from "./guarded-fetch.ts";
import { createSdkModel } from "./sdk-model.ts";

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
  /** True when the server can hold an answer to a JSON schema. */
  readonly schema?: boolean;
  /** True when the name may resolve to the user's own network; see {@link guardedFetch}. */
  readonly allowPrivate?: boolean;
}

/** Any server that speaks the OpenAI chat protocol: vLLM, Ollama, llama.cpp, OpenAI. Redirects are refused: the key is bound to the origin named. */
export function createEndpointModel(options: EndpointOptions): Model {
  const { url, name, key, allowPrivate = false, schema = false } = options;
  const provider = createOpenAICompatible({
    name: "endpoint",
    baseURL: url.replace(/\/+$/u, ""),
    supportsStructuredOutputs: schema,
    includeUsage: true,
    ...(key === undefined ? {} : { apiKey: key }),
    fetch: guardedFetch({ url, allowPrivate }),
  });
  return createSdkModel({ ...options, schema, seed: true, id: `${name} at ${new URL(url).host}`, model: provider(name) });
}
