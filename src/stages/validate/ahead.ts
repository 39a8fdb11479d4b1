import type { Candidate } from "#domain/candidate.ts";

/** Work on candidates that is begun before it is asked for. */
export interface Ahead<T> {
  /** The work on one candidate; begins it, and those that follow, unless they have begun. Ask in the order of the candidates. */
  of(candidate: Candidate): Promise<T>;
  /** Breaks off what nobody asked for, and resolves when all of it has ended. */
  stop(): Promise<void>;
}

/**
 * Works on up to `most` candidates at once: the one asked for and those behind it, up to the first after which it probably does not go on. What they come to is the
 * same as one after the other; who takes the results in order has a log in order.
 */
export function workAhead<T>(
  candidates: readonly Candidate[],
  { most, goesOn }: { readonly most: number; readonly goesOn: (candidate: Candidate) => boolean },
  work: (candidate: Candidate, signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Ahead<T> {
  const begun = new Map<string, { readonly result: Promise<T>; readonly control: AbortController }>();
  const asked = new Set<string>();
  const begin = (candidate: Candidate): Promise<T> => {
    const known = begun.get(candidate.id);
    if (known !== undefined) return known.result;
    const control = new AbortController();
    const result = work(candidate, AbortSignal.any([signal, control.signal]));
    // Told to whoever asks; nobody may.
    result.catch(() => undefined);
    begun.set(candidate.id, { result, control });
    return result;
  };
  return {
    of(candidate) {
      asked.add(candidate.id);
      const result = begin(candidate);
      const at = candidates.indexOf(candidate);
      let last = candidate;
      for (const next of candidates.slice(at + 1, at + most)) {
        if (!goesOn(last)) break;
        void begin(next);
        last = next;
      }
      return result;
    },
    async stop() {
      for (const [id, { control }] of begun) if (!asked.has(id)) control.abort();
      await Promise.allSettled([...begun.values()].map(({ result }) => result));
    },
  };
}
