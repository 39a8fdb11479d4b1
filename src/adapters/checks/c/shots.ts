import type { Shot } from "./drive.ts";
import { HARMLESS, payloadsOf } from "./effect-payloads.ts";
import type { Showing } from "./kinds.ts";
import type { Literals } from "./literals.ts";
import { encodeInput, type Slot, type Value } from "./values.ts";

/** A shot with what it gives, for people; controls attack nobody. */
export interface Aimed extends Shot {
  readonly values: readonly Value[];
  readonly control: boolean;
}

/** How the ids of calls begin that a tool found. */
export const FUZZED = "attack-fuzzed";
export const PROVED = "attack-proved";
export const FOLLOWED = "attack-followed";
const MOST = 260;
const STARVED = 8;
/** Elements of a target for an answer that an attacker has a part in. */
const ROOM = 512;
const LENGTHS = [
  0, 1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100, 127, 128, 129, 200, 255, 256, 257, 511, 512, 513, 1023, 1024, 1025,
  2049, 5000,
];
const EDGES = [
  0n,
  1n,
  -1n,
  2n,
  127n,
  128n,
  255n,
  256n,
  32767n,
  65535n,
  65536n,
  2147483647n,
  -2147483648n,
  1073741825n,
  4294967295n,
  4611686018427387905n,
  -9223372036854775808n,
];

const bytes = (text: string): Uint8Array => Buffer.from(text, "latin1");
/** So many small elements; of single bytes, letters. */
const repeated = (count: number, unit: number): Uint8Array =>
  new Uint8Array(count * unit).map((_, index) => (unit === 1 ? 0x61 : index % unit === 0 ? 1 + ((index / unit) % 7) : 0));

/** Calls that attack nobody: small values, and the words and numbers of the code. */
function controlValues(slots: readonly Slot[], { numbers, texts }: Literals): Value[][] {
  const words = ["report", "report.txt", "a", "12", ...texts.filter((text) => /^[\w .:/@-]{1,24}$/.test(text)).slice(0, 4)];
  const base = (word: string, number: bigint): Value[] => slots.map((slot) => plain(slot, word, number));
  const small = numbers.filter((each) => each > 0 && each < 1000).slice(0, 3);
  return [
    ...words.map((word, index) => base(word, BigInt(index + 1))),
    base("", 0n),
    base("ab", 3n),
    ...small.map((number) => base("report", BigInt(number))),
    ...slots.flatMap((slot, at) =>
      slot.kind === "number" ? [0n, 1n, 5n, 10n].map((number) => replaced(base("report", 2n), at, number)) : [],
    ),
  ];
}

function plain(slot: Slot, word: string, number: bigint): Value {
  if (slot.kind === "number") return number;
  if (slot.kind === "texts") return word === "" ? [] : [bytes(word), bytes("report"), bytes("3")];
  if (slot.name === "standard input") return bytes(`${word}\n3\n${word}\n`);
  return slot.text || slot.unit === 1 ? bytes(word) : repeated(Math.max(1, word.length), slot.unit);
}

function replaced(values: readonly Value[], at: number, value: Value): Value[] {
  return values.map((each, index) => (index === at ? value : each));
}

/** All calls of an attack, controls first. */
export function aimShots(slots: readonly Slot[], literals: Literals, showing: Showing): Aimed[] {
  const more = showing.kind === "effect" ? (HARMLESS[showing.effect] ?? []) : [];
  const controls = [...controlValues(slots, literals), ...more.map((word) => slots.map((slot) => plain(slot, word, 2n)))];
  const attacks =
    showing.kind === "effect" ? payloadValues(slots, controls, showing.effect, literals) : edgeValues(slots, controls, literals);
  const aimed = (values: readonly Value[], id: string, more: Partial<Shot> = {}): Aimed => ({
    id,
    values,
    input: encodeInput(slots, values),
    control: id.startsWith("control"),
    ...more,
  });
  const all = controls.map((values, index) => aimed(values, `control-${index}`));
  const leaks = showing.kind === "faults" && showing.faults.includes("leak");
  const starved = showing.kind === "faults" && showing.starved;
  if (starved)
    for (const [index, values] of controls.slice(0, 4).entries())
      for (let fails = 1; fails <= STARVED; fails++) all.push(aimed(values, `starved-${index}-${fails}`, { fails }));
  if (leaks) {
    for (const [index, values] of [...controls, ...attacks.slice(0, 40)].entries())
      all.push(aimed(values, `again-${index}`, { again: true }));
    for (const [index, values] of controls.slice(0, 3).entries())
      for (let fails = 1; fails <= 4; fails++) all.push(aimed(values, `again-starved-${index}-${fails}`, { again: true, fails }));
    return all;
  }
  return [...all, ...attacks.slice(0, MOST).map((values, index) => aimed(values, `attack-${index}`))];
}

/** Calls that compare two states: harmless ones, twice where they come first, values at the edges, and allocations that fail. */
export function behaviourShots(slots: readonly Slot[], literals: Literals): Aimed[] {
  const controls = controlValues(slots, literals);
  const edges = slots.length === 0 ? [] : edgeValues(slots, controls, literals).slice(0, 120);
  const aimed = (values: readonly Value[], id: string): Aimed => ({
    id,
    values,
    input: encodeInput(slots, values),
    control: true,
  });
  const plain = [...controls, ...edges].map((values, index) => aimed(values, `call-${index}`));
  const [first] = plain;
  return [
    ...plain,
    ...plain.slice(0, 12).map((each) => ({ ...each, id: `twin-${each.id}` })),
    ...(first === undefined ? [] : [1, 2, 3, 4].map((fails) => ({ ...first, id: `starved-${fails}`, fails }))),
  ];
}

/** Lengths around each number of the code, small ones, words of the code with a long tail, and numbers at the ends of their types. */
function edgeValues(slots: readonly Slot[], [base = []]: readonly (readonly Value[])[], { numbers, texts }: Literals): Value[][] {
  const around = numbers.filter((each) => each > 0 && each <= 20_000).flatMap((each) => [each - 1, each, each + 1, 2 * each + 1]);
  const lengths = [...new Set([...around, ...LENGTHS])].filter((each) => each <= 60_000).toSorted((a, b) => a - b);
  const near = numbers.flatMap((each) => [BigInt(each) - 1n, BigInt(each), BigInt(each) + 1n]);
  const values = [...new Set([...near, ...EDGES])];
  const ofSlot = (slot: Slot): Value[] => {
    if (slot.kind === "number") return values;
    const [end, unit] = [slot.name === "standard input" ? "\n" : "", slot.kind === "bytes" ? slot.unit : 1];
    const pieces = [
      ...texts
        .filter((text) => text.length < 40)
        .flatMap((word) => ["", "a".repeat(600)].map((tail) => bytes(word + tail + end))),
      ...lengths.map((length) => Buffer.concat([repeated(length, unit), bytes(end)])),
      ...values.map((value) => bytes(end === "" ? String(value) : `${value}\n`.repeat(3))),
    ];
    return slot.kind === "texts" ? pieces.map((piece) => [piece, piece, piece]) : pieces;
  };
  const lists = slots.map((slot, at) => ofSlot(slot).map((value) => replaced(base, at, value)));
  const long = lengths.filter((each) => each > 8);
  if (slots.filter(({ kind }) => kind === "bytes").length > 1)
    lists.push(
      long.map((length) => slots.map((slot, at) => (slot.kind === "bytes" ? repeated(length, slot.unit) : (base[at] ?? 0n)))),
    );
  return inTurn(lists).slice(0, MOST);
}

/** The first of every list, then the second of every list: a limit takes from all. */
function inTurn<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, index) => lists.flatMap((list) => list.slice(index, index + 1))).flat();
}

function payloadValues(
  slots: readonly Slot[],
  controls: readonly (readonly Value[])[],
  effect: string,
  { texts }: Literals,
): Value[][] {
  const payloads = payloadsOf(effect);
  if (payloads.length === 0) return controls.slice(0, 3).map((values) => [...values]);
  const [base = []] = controls;
  const words = texts.filter((text) => /^[a-z]\w{1,14}$/i.test(text)).slice(0, 4);
  return slots.flatMap((slot, at) => {
    if (slot.kind === "number") return [];
    const end = slot.name === "standard input" ? "\n" : "";
    const given = payloads.map((payload): Value => {
      const piece = bytes(payload + end);
      return slot.kind === "texts" ? [piece, piece, piece] : piece;
    });
    // A word of the code in the other places may lead to the weak one, and a target that is written to needs room.
    const others = slots.some((other, index) => other.kind === "bytes" && index !== at);
    const bases = [
      base,
      ...(others
        ? [
            slots.map((other, index) =>
              other.kind === "bytes" && index !== at ? repeated(ROOM, other.unit) : (base[index] ?? 0n),
            ),
          ]
        : []),
      ...words.map((word) =>
        slots.map((other, index) => (other.kind === "bytes" && index !== at ? bytes(word) : (base[index] ?? 0n))),
      ),
    ];
    return bases.slice(0, slots.length > 1 ? 6 : 1).flatMap((each) => given.map((value) => replaced(each, at, value)));
  });
}
