import { posix } from "node:path";
import { PROJECT } from "#adapters/checks/kit/staged-project.ts";
import type { Called } from "./harness.ts";
import { ENTRY } from "./sanitizer-report.ts";
import type { Value } from "./values.ts";

/** Bytes of one piece that are left open. */
export const PIECE = 16;

/** How a solver is told what is open. */
interface Dialect {
  readonly declared: string;
  /** Statements that declare a word with any value. */
  readonly word: (name: string) => string;
  readonly bytes: (name: string) => string;
  readonly assume: (condition: string) => string;
  /** Statements that leave the length `from` in `to` in a form that memory may have. */
  readonly length: (to: string, from: string) => string;
  readonly memory: (size: string) => string;
}

export const CBMC: Dialect = {
  declared: "unsigned long long nondet_word(void);",
  word: (name) => `unsigned long long ${name} = nondet_word();`,
  bytes: (name) => `unsigned char ${name}[${PIECE}];`,
  assume: (condition) => `__CPROVER_assume(${condition});`,
  length: (to, from) => `unsigned long long ${to} = ${from};`,
  memory: (size) => `__CPROVER_allocate(${size}, 0)`,
};

/** One way for each length: KLEE makes memory of a known size only. */
export const KLEE: Dialect = {
  declared:
    "void klee_make_symbolic(void *, __SIZE_TYPE__, const char *); void klee_assume(__UINTPTR_TYPE__); void *malloc(__SIZE_TYPE__);",
  word: (name) => `unsigned long long ${name}; klee_make_symbolic(&${name}, sizeof ${name}, "${name}");`,
  bytes: (name) => `unsigned char ${name}[${PIECE}]; klee_make_symbolic(${name}, sizeof ${name}, "${name}");`,
  assume: (condition) => `klee_assume(${condition});`,
  length: (to, from) => `unsigned long long ${to} = 0; while (${to} < ${from}) ${to}++;`,
  memory: (size) => `malloc(${size})`,
};

/** The file with an entry that calls the function with open values; undefined where a parameter has a form that is not left open. */
export function openSource({ path, function: called, parameters, outside }: Called, dialect: Dialect): string | undefined {
  if (outside.stdin || outside.variables.length > 0 || called.name === "main") return undefined;
  const lines: string[] = [];
  for (const [index, { shape, type }] of parameters.entries()) {
    const [n, v, a, k] = [`n${index}`, `v${index}`, `a${index}`, `k${index}`];
    if (shape.kind === "number")
      lines.push(dialect.word(n), `${type.written.replace("const ", "")} ${a} = (${type.written})(long long)${n};`);
    else if (shape.kind === "text" || (shape.kind === "elements" && /char|int8|void/.test(type.base))) {
      const marked = shape.kind === "text" || shape.marked;
      const room = shape.kind === "text" && shape.room > 0 ? String(shape.room) : `${k}${shape.kind === "text" ? " + 1" : ""}`;
      lines.push(
        dialect.word(n),
        dialect.assume(`(${n} <= ${PIECE})${marked && shape.kind === "elements" ? ` & (${n} > 0)` : ""}`),
        dialect.bytes(v),
        dialect.length(k, n),
        `char *${a} = ${dialect.memory(room)};`,
        `for (unsigned long i = 0; i < ${k}; i++) ${a}[i] = ${v}[i];`,
        ...(shape.kind === "text" ? [`${a}[${k}] = 0;`] : marked ? [`${a}[${k} - 1] = 0;`] : []),
      );
    } else if (shape.kind !== "count") return undefined;
  }
  for (const [index, { shape, type }] of parameters.entries()) {
    if (shape.kind !== "count") continue;
    const owner = parameters.findIndex(
      ({ shape: other }) => (other.kind === "elements" || other.kind === "texts") && other.count === index,
    );
    lines.push(`${type.written.replace("const ", "")} a${index} = (${type.written})k${owner};`);
  }
  const given = parameters.map(({ shape }, index) =>
    ["text", "elements"].includes(shape.kind) ? `(void *)a${index}` : `a${index}`,
  );
  return `#define main ${ENTRY}\n#include "${PROJECT}/${path}"\n#undef main\n${dialect.declared}\nint main(void) {\n${lines.join("\n")}\n${called.name}(${given.join(", ")});\nreturn 0;\n}\n`;
}

/** Folders for headers beside those of the system. */
export function headerOptions({ path }: Called): string[] {
  return ["-I", PROJECT, "-I", posix.dirname(posix.join(PROJECT, path))];
}

/** Values under which a solver holds a call to be faulty. */
export interface Counterexample {
  /** Where it goes wrong; `""` where that is not said. */
  readonly function: string;
  /** By the name of a variable of the entry. */
  readonly numbers: ReadonlyMap<string, bigint>;
  /** Bytes by their index, by the name of an array of the entry. */
  readonly pieces: ReadonlyMap<string, ReadonlyMap<number, number>>;
}

/** Values under which a property fails, by a solver's own reckoning; in words why there are none. */
export type Checked = readonly (readonly Value[])[] | string;

const MOST = 4;

/** Calls for a few counterexamples, those in the function with the weak place first. */
export function callsOf(called: Called, weak: string, examples: readonly Counterexample[]): readonly (readonly Value[])[] {
  const inside = examples.filter((each) => each.function === weak);
  return (inside.length > 0 ? inside : examples).slice(0, MOST).map((each) => valuesOf(called, each));
}

function valuesOf({ parameters }: Called, { numbers, pieces }: Counterexample): Value[] {
  return parameters.flatMap(({ shape }, index): Value[] => {
    const number = numbers.get(`n${index}`) ?? 0n;
    if (shape.kind === "number") return [number];
    if (shape.kind !== "text" && shape.kind !== "elements") return [];
    // A counterexample is another program's word: no length is believed that was not asked for.
    const bytes = new Uint8Array(number > BigInt(PIECE) ? PIECE : Number(number));
    for (const [at, byte] of pieces.get(`v${index}`) ?? []) if (at < bytes.length) bytes[at] = byte;
    return [bytes];
  });
}
