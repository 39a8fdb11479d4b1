import { sqlMeaning } from "./sql-meaning.ts";
import { commandMeaning } from "./command-meaning.ts";
import type { Canon, Observation } from "./plan.ts";

/** How two runs of one call differ. */
export interface Difference {
  /** `refuses`: returned and now raises; `accepts`: the reverse; `error`: raises another error; `type`, `value`: of what is returned; else the kind of effect. */
  readonly kind: "refuses" | "accepts" | "error" | "type" | "value" | "effect" | "hangs";
  /** Both sides in a few words. */
  readonly old: string;
  readonly fresh: string;
}

/**
 * What a call does differently on the patched code. `again` is the same call on the unchanged code under another clock and other random
 * numbers: what differs there is random by nature, and is held against its kind (type, length, letters) alone.
 */
export function differenceOf(
  old: Observation,
  again: Observation | undefined,
  fresh: Observation,
  ignored: ReadonlySet<string>,
): Difference | undefined {
  const shown = { old: outcomeOf(old), fresh: outcomeOf(fresh) };
  if (fresh.outcome === "hung" || fresh.outcome === "ended" || old.outcome === "hung" || old.outcome === "ended")
    return fresh.outcome === old.outcome ? undefined : { kind: "hangs", ...shown };
  if (old.outcome !== fresh.outcome) return { kind: old.outcome === "returned" ? "refuses" : "accepts", ...shown };
  const value = compare(meaning(old.value, ignored), again && meaning(again.value, ignored), meaning(fresh.value, ignored));
  if (value !== undefined) return { kind: old.outcome === "raised" ? "error" : value.kind, old: value.old, fresh: value.fresh };
  const effects = compare(effectsOf(old, ignored), again && effectsOf(again, ignored), effectsOf(fresh, ignored));
  return effects === undefined ? undefined : { kind: "effect", old: effects.old, fresh: effects.fresh };
}

/** Whether a call does the same under another clock and other random numbers. */
export function isSteady(one: Observation, other: Observation): boolean {
  return differenceOf(one, undefined, other, new Set()) === undefined;
}

function effectsOf({ effects }: Observation, ignored: ReadonlySet<string>): Canon {
  return ["effects", effects.map((each) => meaning(each, ignored))];
}

/** A tree without what is no behaviour: the way a statement's values or a command's words are handed over, ignored fields. */
function meaning([type, content]: Canon, ignored: ReadonlySet<string>): Canon {
  if (typeof content === "string") return [type, content];
  if (type === "statement") return [type, [["text", sqlMeaning(textsOf(content).join(" "))]]];
  if (type === "process") return [type, commandMeaning(textsOf(content)).map((word): Canon => ["text", word])];
  const kept = content.filter(([kind, inner]) => !ignored.has(kind === "entry" ? keyOf(inner) : `#${kind}`));
  return [type, kept.map((each) => meaning(each, ignored))];
}

function textsOf(content: readonly Canon[]): string[] {
  return content.map(([, text]) => (typeof text === "string" ? text : ""));
}

function keyOf(entry: string | readonly Canon[]): string {
  const key = typeof entry === "string" ? undefined : entry[0]?.[1];
  return typeof key === "string" ? key : "";
}

function compare(old: Canon, again: Canon | undefined, fresh: Canon): (Difference & { kind: "type" | "value" }) | undefined {
  const shown = { old: show(old), fresh: show(fresh) };
  if (old[0] !== fresh[0]) return { kind: "type", ...shown };
  const [a, b, c] = [old[1], again?.[1], fresh[1]];
  if (typeof a === "string" || typeof c === "string") {
    if (a === c) return undefined;
    const random = typeof a === "string" && typeof b === "string" && typeof c === "string" && a !== b && sameKind([a, b], c);
    return random ? undefined : { kind: "value", ...shown };
  }
  if (a.length !== c.length) return { kind: "value", ...shown };
  for (const [index, each] of a.entries()) {
    const other = c[index];
    const twin = typeof b === "string" ? undefined : b?.[index];
    const difference = other === undefined ? undefined : compare(each, twin, other);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

/** Whether a text could be another one of the same making: a length between theirs, letters of the same classes. */
function sameKind(known: readonly string[], text: string): boolean {
  const lengths = known.map(({ length }) => length);
  if (text.length < Math.min(...lengths) || text.length > Math.max(...lengths)) return false;
  return [/[a-z]/, /[A-Z]/, /[^\w]/].every((letters) => !letters.test(text) || known.some((each) => letters.test(each)));
}

function outcomeOf({ outcome, value }: Observation): string {
  if (outcome === "raised") return `raises ${value[0]}`;
  if (outcome === "returned") return `returns ${show(value)}`;
  return outcome === "hung" ? "does not end" : outcome === "ended" ? "ends the process" : "was not called";
}

/** A tree as a person would write it, cut short. */
function show(tree: Canon): string {
  const text = write(tree);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

function write([type, content]: Canon): string {
  if (typeof content === "string") {
    if (type === "none" || type === "undefined" || type === "null") return type === "none" ? "None" : type;
    if (["str", "string", "text", "bytes", "body"].includes(type)) return JSON.stringify(content);
    return ["int", "float", "bool", "number", "boolean"].includes(type) ? content : `${type} ${JSON.stringify(content)}`;
  }
  const parts = content.map(write);
  if (type === "entry") return parts.join(": ");
  if (type === "list" || type === "Array") return `[${parts.join(", ")}]`;
  if (type === "dict" || type === "Object") return `{${parts.join(", ")}}`;
  return `${type}(${parts.join(", ")})`;
}
