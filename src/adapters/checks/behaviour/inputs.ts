import { describe } from "#adapters/checks/attack/harmless.ts";
import { isFamily, payloads } from "#adapters/checks/attack/payloads.ts";
import type { Family } from "#adapters/checks/attack/plan.ts";
import type { Call, Value } from "./plan.ts";
import { OMITTED, poolOf, type Signature } from "./pools.ts";
import { createRandom } from "./random.ts";
import { TEXTS, textsFor } from "./texts.ts";

const SINGLES = 36;
const MIXED = 12;

/**
 * Calls in order of simplicity: the plainest, then one parameter at a time through its values, known calls, seeded mixtures, and last
 * what an attacker would send, which shows whether lines that refuse it run. `loose` tries other types where nothing is declared.
 */
export function makeInputs(signature: Signature, loose: boolean): Call[] {
  const random = createRandom(1);
  const pools = signature.declared.map((each) => poolOf(signature, each, random, loose));
  const base = pools.map(([first]) => first ?? OMITTED);
  const texts = requestTexts(signature);
  const addresses = signature.request?.addresses ?? [];
  const [firstText = "ann"] = texts;
  const calls: Omit<Call, "id" | "seed">[] = [];
  const add = (values: readonly Value[], text = firstText, address = addresses[0] ?? "/"): void =>
    void calls.push({ values, text, address });
  add(base);
  const most = Math.max(0, ...pools.map((pool) => pool.length));
  for (let turn = 1; turn < most && calls.length < SINGLES; turn++) {
    for (const [index, pool] of pools.entries()) {
      const value = pool[turn];
      if (value !== undefined) add(base.with(index, value));
    }
  }
  for (const values of signature.known) if (values.length <= base.length) add(base.map((each, index) => values[index] ?? each));
  if (signature.request !== undefined)
    for (const address of addresses.length === 0 ? ["/"] : addresses.slice(0, 6))
      for (const text of texts.slice(0, addresses.length > 2 ? 8 : 20)) add(base, text, address);
  if (pools.length > 1)
    for (let turn = 0; turn < MIXED; turn++)
      add(
        pools.map((pool) => pool[random.below(pool.length)] ?? OMITTED),
        texts[random.below(texts.length)],
      );
  for (const text of attacks(signature)) {
    for (const [index, value] of base.entries()) {
      const changed = withText(value, text);
      if (changed !== undefined) add(base.with(index, changed));
    }
    if (signature.request !== undefined)
      for (const address of addresses.length === 0 ? ["/"] : addresses.slice(0, 6)) add(base, text, address);
  }
  const seen = new Set<string>();
  const distinct = calls.filter((call) => !seen.has(JSON.stringify(call)) && seen.add(JSON.stringify(call)));
  return distinct.slice(0, 160).map((call, id) => ({ ...call, id, seed: 1 }));
}

function requestTexts(signature: Signature): string[] {
  if (signature.request === undefined) return ["ann"];
  const guide: Family = isFamily(signature.family) ? signature.family : "sql-injection";
  const named = signature.request.fields
    .slice(0, 8)
    .map((name) => describe({ name, type: "str", default: "", keyword: false }, { body: "", around: "" }, guide, new Set()).text);
  return [
    ...new Set([...textsFor(signature.family, "", named[0] ?? "ann", signature.literals.texts, createRandom(2)), ...named]),
  ];
}

/** Plain attacks of the kind; texts with all sorts of special characters where the kind has none. */
function attacks({ family, language }: Signature): string[] {
  if (!isFamily(family)) return TEXTS.special;
  const room = "/tmp/room";
  const aim = {
    canary: `${room}/canary`,
    secret: `${room}/far/secret.txt`,
    siblings: [`${room}/base-x/secret.txt`],
    mark: "zqx",
    language,
  };
  return payloads(family, aim)
    .filter((text) => !text.startsWith("("))
    .slice(0, 10);
}

function withText(value: Value, text: string): Value | undefined {
  if (["text", "bytes", "path", "request", "archive", "file"].includes(value.shape))
    return { shape: value.shape === "file" ? "text" : value.shape, text };
  if (value.fields !== undefined) {
    const fields = Object.entries(value.fields).map(([key, each]): [string, Value] => [key, withText(each, text) ?? each]);
    return { ...value, fields: Object.fromEntries(fields) };
  }
  if (value.items !== undefined) return { ...value, items: value.items.map((each) => withText(each, text) ?? each) };
  return value.shape === "record" ? { ...value, text } : undefined;
}
