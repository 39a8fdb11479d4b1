import { z } from "zod";
import { digestJson } from "#lib/digest.ts";
import type { Model, ModelReply, ModelRequest } from "#ports/model.ts";

/** Recorded answers by digest of the request. */
export const Cassette = z.strictObject({
  schemaVersion: z.literal(1),
  model: z.string(),
  answers: z.record(
    z.string(),
    z.strictObject({ text: z.string(), inputTokens: z.int(), outputTokens: z.int(), cost: z.number() }),
  ),
});
export type Cassette = z.infer<typeof Cassette>;

/** What a request is filed under: equal requests get equal answers. */
function requestDigest(request: ModelRequest): string {
  return digestJson(request);
}

/** Answers from a cassette; a request that was never recorded fails, it is not guessed. */
export function createReplayModel(cassette: Cassette): Model {
  return {
    id: cassette.model,
    async complete(request) {
      const answer = cassette.answers[requestDigest(request)];
      return answer === undefined
        ? { kind: "failed", reason: "the cassette holds no answer to this request", retryable: false }
        : { kind: "answered", ...answer };
    },
  };
}

/** Passes requests through and keeps what was answered. */
export function createRecordingModel(inner: Model): { readonly model: Model; readonly cassette: () => Cassette } {
  const answers: Cassette["answers"] = {};
  const model: Model = {
    id: inner.id,
    async complete(request, signal, onReceived): Promise<ModelReply> {
      const reply = await inner.complete(request, signal, onReceived);
      if (reply.kind === "answered") {
        const { text, inputTokens, outputTokens, cost } = reply;
        answers[requestDigest(request)] = { text, inputTokens, outputTokens, cost };
      }
      return reply;
    },
  };
  return { model, cassette: () => ({ schemaVersion: 1, model: inner.id, answers: { ...answers } }) };
}
