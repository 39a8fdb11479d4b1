import type { Model } from "#ports/model.ts";

/** Shorter ones would blot out words that are no key. */
const SHORTEST_KEY = 8;

/** Keeps the key out of everything that a server says: what it echoes would else stand in logs, cassettes and evidence. */
export function withMaskedKey(inner: Model, key: string | undefined): Model {
  if (key === undefined || key.length < SHORTEST_KEY) return inner;
  const masked = (text: string): string => text.replaceAll(key, "[key]");
  return {
    id: masked(inner.id),
    async complete(request, signal, onReceived) {
      const reply = await inner.complete(request, signal, onReceived);
      return reply.kind === "failed" ? { ...reply, reason: masked(reply.reason) } : { ...reply, text: masked(reply.text) };
    },
  };
}
