import type { Difference } from "./compare.ts";
import type { Canon, Observation } from "./plan.ts";

/** Kinds of weakness, named as by cweFamily, whose right repair makes other values of the same inputs: the values themselves are what was weak. */
const CHANGING: ReadonlySet<string> = new Set([
  "fixed-salt",
  "weak-hash",
  "weak-random",
  // Start of a cipher: fixed, weak, reused.
  "CWE-329",
  "CWE-1204",
  "CWE-323",
]);

export function changesResults(family: string): boolean {
  return CHANGING.has(family);
}

/** Errors that say that code failed over its input rather than refused it. */
const BLUNDERS =
  /^(?:IndexError|KeyError|TypeError|AttributeError|UnboundLocalError|ZeroDivisionError|RangeError|ReferenceError|ERR_INVALID_ARG_TYPE)$/;

/**
 * Whether a call differs only in values that are of one making: the same types in the same places, texts of the same letters, and lengths that are
 * equal or those of digests. A call that failed over its input before and returns now counts too: what needed that input is gone.
 */
export function isOtherValue(old: Observation, fresh: Observation, { kind }: Difference): boolean {
  if (kind === "accepts") return typeof old.value[0] === "string" && BLUNDERS.test(old.value[0]);
  return (
    ["value", "effect"].includes(kind) &&
    sameForm(old.value, fresh.value) &&
    sameForm(["effects", old.effects], ["effects", fresh.effects])
  );
}

function sameForm([kind, old]: Canon, [other, fresh]: Canon): boolean {
  if (kind !== other) return false;
  if (typeof old !== "string" && typeof fresh !== "string")
    return old.length === fresh.length && old.every((each, index) => sameForm(each, fresh[index] ?? ["", ""]));
  if (typeof old !== "string" || typeof fresh !== "string") return false;
  if (old === fresh) return true;
  if (/^(?:int|float|number)$/.test(kind)) return true;
  return /^(?:str|string|text|bytes|bytearray|Buffer|Uint8Array|body)$/i.test(kind) && sameLetters(old, fresh);
}

/** Letters that ways to write bytes use, the narrowest first. */
const ALPHABETS = [/^\d+$/, /^[0-9a-f]+$/, /^[0-9A-F]+$/, /^[\w-]+={0,2}$/, /^[A-Za-z0-9+/]+={0,2}$/, /^[ -~]*$/];
/** Bytes of digests, and of keys and vectors. */
const LENGTHS = new Set([12, 16, 20, 24, 28, 32, 48, 64]);

function sameLetters(old: string, fresh: string): boolean {
  // Texts that carry a name or a salt before the value have the same signs between their parts.
  const frame = (text: string): string => text.replaceAll(/[\w+/=-]+/g, "v");
  const alphabet = ALPHABETS.find((each) => each.test(old) && each.test(fresh));
  if (alphabet !== undefined && [/[a-z]/, /[A-Z]/].some((letters) => letters.test(fresh) && !letters.test(old))) return false;
  if (isSentence(old) || isSentence(fresh)) return false;
  if (old.length === fresh.length) return alphabet !== undefined || !ALPHABETS.some((each) => each.test(old));
  if (alphabet === undefined) return LENGTHS.has(old.length) && LENGTHS.has(fresh.length);
  if (frame(old) !== frame(fresh)) return false;
  return isDigest(old, alphabet) && isDigest(fresh, alphabet);
}

function isDigest(text: string, alphabet: RegExp): boolean {
  const hexadecimal = ALPHABETS.slice(0, 3).includes(alphabet);
  const bytes = hexadecimal ? text.length / 2 : Math.floor((text.replaceAll("=", "").length * 3) / 4);
  return LENGTHS.has(bytes) || LENGTHS.has(text.length);
}

function isSentence(text: string): boolean {
  return /[a-z]{2,} [a-z]{2,}/i.test(text);
}
