import { reachOf } from "#analysis/regex/reach.ts";
import { type SafeRegex, safeRegex } from "#lib/safe-regex.ts";
import { PatternError } from "./pattern.ts";
import { tailOf } from "./regex-tail.ts";

/** Units of text that are worth a look for the end of an expression first. */
const LONG = 1000;
/** Units of text after which an expression counts as one that is used much. */
const MUCH = 4000;

/**
 * An expression of a rule, `^` and `$` at lines. What is used much is examined once, and from then on runs on the engine of the platform for texts that are so short that
 * its time is bounded, and in which both engines read it alike; else on RE2. It is compiled at its first use unless `now` is set. Throws PatternError for what RE2
 * refuses.
 */
export function quickRegex(source: string, now: boolean): SafeRegex {
  let slow: SafeRegex | undefined = now ? compiled(source) : undefined;
  let tail: SafeRegex | null | undefined;
  let used = 0;
  let quick: Quick | undefined;
  const quickFor = (text: string): Quick | undefined => {
    if (quick === undefined) {
      used += text.length;
      if (used < MUCH) return undefined;
      quick = quickOf(source);
    }
    return text.length <= quick.reach && ALIKE.test(text) ? quick : undefined;
  };
  return {
    source,
    test: (text) => quickFor(text)?.anywhere.test(text) ?? (slow ??= compiled(source)).test(text),
    testStart(text) {
      const engine = quickFor(text);
      if (engine === undefined) return (slow ??= compiled(source)).testStart(text);
      engine.start.lastIndex = 0;
      return engine.start.test(text);
    },
    matches(text) {
      if (text.length > LONG) {
        if (tail === undefined) {
          const end = tailOf(source);
          tail = end === undefined ? null : compiled(end);
        }
        if (tail?.test(text) === false) return [];
      }
      return (slow ??= compiled(source)).matches(text);
    },
  };
}

function compiled(source: string): SafeRegex {
  const outcome = safeRegex(source, { multiline: true });
  if (!outcome.ok) throw new PatternError(`regular expression: ${outcome.reason}`);
  return outcome.regex;
}

interface Quick {
  readonly anywhere: RegExp;
  readonly start: RegExp;
  /** Longest text for it. */
  readonly reach: number;
}

const NEVER: Quick = { anywhere: /(?:)/, start: /(?:)/y, reach: -1 };

/** Texts in which classes, dots, line ends and letter case mean the same to both engines. */
const ALIKE = /^[\n\t -~]*$/;
/** Syntax that is the same in both, with flags for the whole at most: no names of classes, no other escapes, no bracket first in a class. */
const COMMON = /^(?:\(\?[is]+\))?(?:\\[dwsDWSbBnrt!-/:-@[-`{-~]|\((?:\?:|(?!\?))|\[(?![\]:^]|\^\])|\[\^(?!\])|[^\\([])*$/;

function quickOf(source: string): Quick {
  if (!/^[\n\t -~]*$/.test(source) || !COMMON.test(source) || source.includes("[:")) return NEVER;
  const [head = "", letters = ""] = /^\(\?([is]+)\)/.exec(source) ?? [];
  const body = source.slice(head.length);
  const flags = `m${[...new Set(letters)].join("")}`;
  const reach = reachOf(body, flags);
  if (reach === 0) return NEVER;
  try {
    return { anywhere: new RegExp(body, flags), start: new RegExp(body, `${flags}y`), reach };
  } catch (error) {
    // What only RE2 accepts, such as a repetition of a repetition.
    if (error instanceof SyntaxError) return NEVER;
    throw error;
  }
}
