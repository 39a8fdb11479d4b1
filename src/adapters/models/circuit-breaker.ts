import type { Model } from "#ports/model.ts";

/**
 * Stops asking a model that failed `most` times in a row, each after the endpoint's own retries: what is left of the run then goes on without it,
 * with the last reason. Counts calls, not time, so that a recorded run behaves the same.
 */
export function withCircuitBreaker(inner: Model, most = 3): Model {
  let failures = 0;
  let last = "";
  return {
    id: inner.id,
    async complete(request, signal, onReceived) {
      if (failures >= most)
        return { kind: "failed", reason: `not asked any more after ${most} failures: ${last}`, retryable: false };
      const reply = await inner.complete(request, signal, onReceived);
      failures = reply.kind === "failed" ? failures + 1 : 0;
      if (reply.kind === "failed") last = reply.reason;
      return reply;
    },
  };
}
