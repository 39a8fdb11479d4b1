import { combined } from "#adapters/checks/compiled/faults.ts";

/** One call: values in the form of a corpus file of `go test -fuzz` (`int(5)`, `[]byte("a")`), one for each parameter. */
export interface GoShot {
  readonly id: string;
  readonly values: readonly string[];
}

const TYPES = /^(?:string|\[\]byte|bool|byte|rune|u?int(?:8|16|32|64)?|float(?:32|64))$/u;

/** Whether Go's own fuzzing makes up values of the type. */
export function isFuzzable(type: string): boolean {
  return TYPES.test(type);
}

/** The first line of a corpus file. */
export const CORPUS = "go test fuzz v1";
const MOST = 600;
const EDGES = [
  0n,
  1n,
  2n,
  -1n,
  7n,
  16n,
  100n,
  127n,
  128n,
  255n,
  256n,
  1000n,
  65536n,
  2n ** 31n - 1n,
  -(2n ** 31n),
  2n ** 62n,
  2n ** 63n - 1n,
];

/** Calls with ends of types and what stands in the code, small values first. */
export function goShots(types: readonly string[], code: string): GoShot[] {
  const choices = types.map((type) => valuesFor(type, code));
  return combined(choices, (values) => values.join("\n"), MOST).map((values, index) => ({ id: `call-${index}`, values }));
}

function valuesFor(type: string, code: string): string[] {
  if (type === "bool") return ["bool(false)", "bool(true)"];
  if (type.startsWith("float")) return ["0", "1", "-1", "0.5", "1000"].map((each) => `${type}(${each})`);
  if (type === "string" || type === "[]byte") {
    const words = [...code.matchAll(/"((?:[^"\\\n]|\\.){1,40})"|`([^`\n]{1,40})`/gu)].map(
      ([, word = "", raw = ""]) => word || raw,
    );
    const texts = [
      "",
      "a",
      "12",
      "-1",
      "ab,cd",
      "a=b",
      "a b c d",
      ...new Set(words.slice(0, 10)),
      "a".repeat(64),
      "a".repeat(300),
    ];
    return texts.map((text) => `${type}(${quotedGo(text)})`);
  }
  const written = [...code.matchAll(/(?<![\w.])(?:0[xX][0-9a-fA-F]{1,8}|\d{1,10})(?![\w.])/gu)].map(([text]) => BigInt(text));
  const near = [...new Set(written)].slice(0, 8).flatMap((each) => [each, each + 1n, each - 1n]);
  const numbers = [...new Set([...EDGES, ...near].map((each) => fitted(type, each)))];
  const name = type === "byte" ? "uint8" : type === "rune" ? "int32" : type;
  return numbers.map((each) => `${name}(${each})`);
}

function fitted(type: string, number: bigint): bigint {
  const bits = type === "byte" ? 8 : type === "rune" ? 32 : Number(/\d+$/u.exec(type)?.[0] ?? 64);
  return type.startsWith("u") || type === "byte" ? BigInt.asUintN(bits, number) : BigInt.asIntN(bits, number);
}

/** A text as Go writes it, in letters that every reader takes. */
export function quotedGo(text: string): string {
  const escaped = Array.from(text.toWellFormed(), (each) => {
    const code = each.codePointAt(0) ?? 0;
    if (each === '"' || each === "\\") return `\\${each}`;
    if (code >= 0x20 && code < 0x7f) return each;
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
  });
  return `"${escaped.join("")}"`;
}

/** Values of a corpus file; undefined for another file, or one with another number of values. */
export function readCorpus(text: string, count: number): string[] | undefined {
  const [head, ...lines] = text.split("\n").filter((line) => line !== "");
  return head?.trim() === CORPUS && lines.length === count && lines.every((line) => line.length < 5000) ? lines : undefined;
}

/** The call as people read it: names with their values, cut where these are long. */
export function showGo(names: readonly string[], { values }: Pick<GoShot, "values">): string {
  const plain = (value: string): string => {
    const inner = /^(?:string|u?int\d*|float\d*|bool)\((.*)\)$/su.exec(value)?.[1] ?? value;
    return inner.length > 70 ? `${inner.slice(0, 60)}… (${inner.length} characters)` : inner;
  };
  return names.map((name, index) => `${name} = ${plain(values[index] ?? "")}`).join(", ") || "no arguments";
}
