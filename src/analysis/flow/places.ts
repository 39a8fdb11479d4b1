import type { Given, Value } from "./types.ts";
import { anyElement, EMPTY } from "./value.ts";

interface Place {
  /** `this`, `*`, a number, or a name. */
  readonly base: string;
  readonly index: number;
  /** Every argument from `index` on. */
  readonly rest: boolean;
  readonly path: readonly string[];
}

const parsed = new Map<string, Place>();

function parse(text: string): Place {
  let place = parsed.get(text);
  if (place === undefined) {
    const match = /^(this|\*|\d+|[\w$-]+)(\.\.)?(.*)$/u.exec(text);
    const base = match?.[1] ?? text;
    const path = [...(match?.[3] ?? "").matchAll(/\.([\w$-]+)|\[(\d*)\]/gu)].map(
      (step) => step[1] ?? (step[2] === "" ? "[]" : (step[2] as string)),
    );
    place = { base, index: /^\d+$/u.test(base) ? Number(base) : -1, rest: match?.[2] !== undefined, path };
    parsed.set(text, place);
  }
  return place;
}

export interface Found {
  readonly value: Value;
  readonly given: Given | undefined;
}

/** The values at a place of a call, see the models' schema. */
export function valuesAt(text: string, self: Value | undefined, given: readonly Given[]): Found[] {
  const { base, index, rest, path } = parse(text);
  const found: Found[] = [];
  if (base === "this") {
    if (self !== undefined) found.push({ value: self, given: undefined });
  } else if (base === "*") for (const one of given) found.push({ value: one.value, given: one });
  else if (index >= 0) atIndex(index, rest, given, found);
  else {
    for (const one of given) {
      if (one.name === base) found.push({ value: one.value, given: one });
      else if (one.name === "**") {
        const value = one.value.fields?.get(base) ?? (one.value.fields === undefined ? anyElement(one.value) : EMPTY);
        if (value !== EMPTY) found.push({ value, given: one });
      }
    }
  }
  return path.length === 0
    ? found
    : found.flatMap(({ value, given: one }) => follow(value, path).map((inside) => ({ value: inside, given: one })));
}

function atIndex(index: number, rest: boolean, given: readonly Given[], found: Found[]): void {
  let position = 0;
  for (const one of given) {
    if (one.name !== "") continue;
    if (one.spread) {
      found.push({ value: one.value.fields?.get(String(index - position)) ?? anyElement(one.value), given: one });
      if (one.value.taints.length > 0) found.push({ value: one.value, given: one });
      continue;
    }
    if (position === index || (rest && position > index)) found.push({ value: one.value, given: one });
    position++;
  }
}

function follow(value: Value, path: readonly string[]): Value[] {
  let current = value;
  for (const step of path) {
    if (step === "[]") current = anyElement(current);
    else current = current.fields?.get(step) ?? EMPTY;
    if (current === EMPTY) return [];
  }
  return [current];
}

/** The first value at any of the places. */
export function valueAt(places: readonly string[], self: Value | undefined, given: readonly Given[]): Found | undefined {
  for (const place of places) {
    const [first] = valuesAt(place, self, given);
    if (first !== undefined) return first;
  }
  return undefined;
}
