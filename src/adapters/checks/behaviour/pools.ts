import { type Declared, describe } from "#adapters/checks/attack/harmless.ts";
import { isFamily } from "#adapters/checks/attack/payloads.ts";
import type { Family } from "#adapters/checks/attack/plan.ts";
import { isAssigned } from "#adapters/checks/attack/uses.ts";
import { separatorsOf } from "#adapters/checks/attack/texts.ts";
import type { Literals } from "./literals.ts";
import type { Value } from "./plan.ts";
import { createRandom, type Random } from "./random.ts";
import { fieldsOf, textsFor } from "./texts.ts";

/** What inputs are made from. */
export interface Signature {
  readonly declared: readonly Declared[];
  /** The function's text. */
  readonly body: string;
  /** The text of the module. */
  readonly around: string;
  readonly literals: Literals;
  /** Plain words that the module lists, such as names of columns. */
  readonly words: readonly string[];
  /** Plain arguments of known calls. */
  readonly known: readonly (readonly Value[])[];
  readonly family: string;
  readonly language: "python" | "javascript";
  /** Addresses and field names of requests, where the entry point reads one; else undefined. */
  readonly request: { readonly addresses: readonly string[]; readonly fields: readonly string[] } | undefined;
}

export const OMITTED: Value = { shape: "omitted", text: "" };

/** The value that a parameter of a constructor gets. */
export function plainest(signature: Signature, declared: Declared): Value {
  return poolOf(signature, declared, createRandom(3), false)[0] ?? OMITTED;
}

/** The values of one parameter, the plainest first. */
export function poolOf(signature: Signature, declared: Declared, random: Random, loose: boolean): Value[] {
  const { body, literals, family, words } = signature;
  if (declared.fields !== undefined) {
    const pools = declared.fields.map((field) => [field.name, poolOf(signature, field, random, loose)] as const);
    const most = Math.max(1, ...pools.map(([, pool]) => pool.length));
    return Array.from({ length: most }, (_, turn) => ({
      shape: "record" as const,
      text: "",
      fields: Object.fromEntries(pools.map(([name, pool]) => [name, pool[turn % pool.length] ?? OMITTED])),
    }));
  }
  const type = declared.type === "" ? typeOfDefault(declared.default) : declared.type;
  const guide: Family = isFamily(family) ? family : "sql-injection";
  const { shape, text } = describe({ ...declared, type, default: "" }, { body, around: signature.around }, guide, new Set());
  const pool: Value[] = declared.default === "" ? [] : [OMITTED];
  const texts = textsFor(
    family,
    declared.name,
    text,
    literals.texts,
    random,
    ["code-injection", "deserialization"].includes(family) ? separatorsOf(body) : [],
  );
  const numbers = [1, ...literals.numbers.flatMap((each) => [each, each + 1, each - 1]), 2, 0, 3, -1, 10, 16, 100];
  if (loose && type === "") {
    pool.push(
      ...[...new Set(numbers)].slice(0, 12).map(numberOf),
      ...lists(body, texts, words),
      recordOf(body, declared.name, texts, 0),
    );
    return pool;
  }
  switch (shape) {
    case "text":
    case "path":
    case "bytes":
      pool.push(...texts.map((each): Value => ({ shape, text: each })));
      break;
    case "number":
      pool.push(...[...new Set(numbers)].map(numberOf));
      if (/float|number|Decimal/.test(type)) pool.push(numberOf(1.5), numberOf(-0.25));
      break;
    case "flag":
      pool.push({ shape: "flag", text: "true" }, { shape: "flag", text: "false" });
      break;
    case "list":
      pool.push(...lists(body, texts, words));
      break;
    case "record":
      for (let turn = 0; turn < 6; turn++)
        pool.push(
          isAssigned(declared.name, body) ? listedRecord(words, texts, turn) : recordOf(body, declared.name, texts, turn),
        );
      break;
    case "file":
    case "archive":
      pool.push(...["a.txt", "b.txt", "ann", "sub/c.txt", "missing.txt"].map((each): Value => ({ shape, text: each })));
      break;
    case "request":
      pool.push(...texts.slice(0, 16).map((each): Value => ({ shape, text: each })));
      break;
    case "folder":
    case "database":
    case "response":
    case "callback":
    case "object":
    case "omitted":
      pool.push({ shape, text });
  }
  if (/\bOptional\b|\bNone\b|\| *null|undefined/.test(declared.type) || declared.default === "None")
    pool.push({ shape: "none", text: "" });
  return pool;
}

function numberOf(number: number): Value {
  return { shape: "number", text: String(number) };
}

function typeOfDefault(text: string): string {
  if (/^(?:true|false)$/i.test(text)) return "bool";
  if (/^-?\d/.test(text)) return "int";
  if (/^[rub]*["'`]/i.test(text)) return /^b/i.test(text) ? "bytes" : "str";
  return text.startsWith("[") ? "list" : text.startsWith("{") ? "dict" : "";
}

function lists(body: string, texts: readonly string[], words: readonly string[]): Value[] {
  const of = (...items: Value[]): Value => ({ shape: "list", text: "", items });
  const word = (index: number): Value => ({ shape: "text", text: texts[index % texts.length] ?? "ann" });
  const keys = fieldsOf(body);
  const listed = (turn: number): Value =>
    keys.length > 0
      ? recordOf(body, "", texts, turn)
      : { shape: "record", text: "", fields: Object.fromEntries(words.map((key, index) => [key, word(turn + index)])) };
  const records = keys.length + words.length === 0 ? [] : [of(listed(0), listed(1)), of(listed(2))];
  return [
    ...records,
    of(word(0)),
    of(),
    of(word(0), word(1)),
    of(word(2), word(0), word(1)),
    of(numberOf(1), numberOf(2), numberOf(3)),
  ];
}

/** A record whose fields are taken over: with words that the module lists as keys. */
function listedRecord(words: readonly string[], texts: readonly string[], turn: number): Value {
  const keys = words.length === 0 ? ["name", "title"] : words;
  const chosen = turn < 2 ? keys : keys.filter((_, index) => index % (turn + 1) === 0);
  const value = (index: number): Value => ({ shape: "text", text: texts[(turn + index) % texts.length] ?? "ann" });
  return { shape: "record", text: "", fields: Object.fromEntries(chosen.map((key, index) => [key, value(index)])) };
}

/** A record with the keys that the code asks for; one that answers every key where it names none. */
function recordOf(body: string, name: string, texts: readonly string[], turn: number): Value {
  const keys = fieldsOf(body, name);
  if (keys.length === 0) return { shape: "record", text: texts[turn % texts.length] ?? "ann" };
  const fields = keys.map((key, index): [string, Value] => {
    const number = /(?:^|_)(?:id|count|size|limit|offset|page|age|year|port|number|amount|total)$|Id$/.test(key);
    return [key, number ? numberOf(turn + 1) : { shape: "text", text: texts[(turn + index) % texts.length] ?? "ann" }];
  });
  return {
    shape: "record",
    text: "",
    fields: Object.fromEntries(turn < 4 ? fields : fields.filter((_, index) => index % 2 === turn % 2)),
  };
}
