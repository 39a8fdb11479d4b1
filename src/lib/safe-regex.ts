import { RE2JS } from "re2js";

/** A regular expression that runs in linear time on any text. */
export interface SafeRegex {
  readonly source: string;
  /** True when it matches somewhere in the text. */
  test(text: string): boolean;
  /** True when it matches from the first character on (the end is free). */
  testStart(text: string): boolean;
  /** All matches from left to right, without overlap; offsets are UTF-16 units, half-open. Empty matches are left out. */
  matches(text: string): Iterable<RegexMatch>;
}

export interface RegexMatch {
  readonly start: number;
  readonly end: number;
  /** Ranges of the numbered groups 1.., undefined for a group that took no part. */
  readonly groups: readonly ({ readonly start: number; readonly end: number } | undefined)[];
}

export type RegexOutcome = { readonly ok: true; readonly regex: SafeRegex } | { readonly ok: false; readonly reason: string };

/** Longest source accepted: re2 compiles a repetition by copying it. */
const MAX_SOURCE = 10_000;

/**
 * Compiles a regex of RE2 syntax, `^` and `$` matching at lines when `multiline` is set. What RE2 cannot express (look-around,
 * back-references) is refused with a reason, never emulated.
 */
export function safeRegex(source: string, options: { readonly multiline?: boolean } = {}): RegexOutcome {
  if (source.length > MAX_SOURCE) return { ok: false, reason: `longer than ${MAX_SOURCE} characters` };
  const unsupported = lookAround(source);
  if (unsupported !== undefined) return { ok: false, reason: unsupported };
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(source, options.multiline === true ? RE2JS.MULTILINE : 0);
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
  return { ok: true, regex: wrap(source, compiled) };
}

/** Answers for short texts are kept: names come again and again. */
const MAX_KEPT = 2000;
const MAX_KEPT_LENGTH = 64;

function wrap(source: string, compiled: RE2JS): SafeRegex {
  const kept = new Map<string, boolean>();
  return {
    source,
    test: (text) => compiled.matcher(text).find(),
    testStart(text) {
      if (text.length > MAX_KEPT_LENGTH) return compiled.matcher(text).lookingAt();
      let answer = kept.get(text);
      if (answer === undefined) {
        answer = compiled.matcher(text).lookingAt();
        if (kept.size >= MAX_KEPT) kept.clear();
        kept.set(text, answer);
      }
      return answer;
    },
    *matches(text) {
      const matcher = compiled.matcher(text);
      const count = matcher.groupCount();
      while (matcher.find()) {
        const start = matcher.start();
        const end = matcher.end();
        if (end === start) continue;
        const groups: RegexMatch["groups"][number][] = [];
        for (let group = 1; group <= count; group++) {
          const from = matcher.start(group);
          groups.push(from < 0 ? undefined : { start: from, end: matcher.end(group) });
        }
        yield { start, end, groups };
      }
    },
  };
}

function lookAround(source: string): string | undefined {
  const bare = source.replace(/\\[\s\S]/g, (escape) => (/\\[1-9]/.test(escape) ? escape : "\\_"));
  const found = /\(\?(?:=|!|<=|<!)|\\[1-9]/.exec(bare);
  if (found === null) return undefined;
  return found[0].startsWith("\\") ? `back-reference ${found[0]} is not supported` : `look-around ${found[0]}…) is not supported`;
}
