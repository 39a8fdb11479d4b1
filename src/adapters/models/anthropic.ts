import { createAnthropic } from "@ai-sdk/anthropic";
import type { Model } from "#ports/model.ts";
import { guardedFetch } from "./guarded-fetch.ts";
import type { EndpointOptions } from "./openai-compatible.ts";
import { createSdkModel } from "./sdk-model.ts";

/** A server that speaks Anthropic's Messages protocol. It knows no seed: equal requests may get different answers, which a cassette then fixes. */
export function createAnthropicModel(options: EndpointOptions): Model {
  const { url, name, key = "", allowPrivate = false, schema = true } = options;
  const provider = createAnthropic({
    baseURL: url.replace(/\/+$/u, ""),
    apiKey: key,
    fetch: guardedFetch({ url, allowPrivate }),
  });
  return createSdkModel({ ...options, schema, seed: false, id: `${name} at ${new URL(url).host}`, model: provider(name) });
}
