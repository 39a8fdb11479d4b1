import { writeFile } from "node:fs/promises";
import { posix } from "node:path";
import { PROJECT } from "#adapters/checks/kit/staged-project.ts";
import { BUILD, type Built } from "./build.ts";
import { type Counterexample, readCbmc } from "./cbmc-answer.ts";
import type { Called } from "./harness.ts";
import { ENTRY } from "./sanitizer-report.ts";
import type { Value } from "./values.ts";

/** Bytes of one piece that are left open, and turns of loops that are followed. */
const PIECE = 16;
const UNWIND = 20;
const SECONDS = 25;

/** Values under which a property fails, by CBMC's own reckoning; in words why there are none. */
export type Checked = readonly (readonly Value[])[] | string;

/** Lets CBMC look for arguments that break a property in the function, with every value open within bounds. What it finds is a suspicion until it is run. */
export async function modelCheck(built: Built, program: string, called: Called, weak: string): Promise<Checked> {
  const source = openSource(called);
  if (source === undefined) return "CBMC was not asked: what the function takes cannot be left open.";
  await writeFile(posix.join(built.host, "open.c"), source);
  const options =
    `--json-ui --trace --unwind ${UNWIND} --unwinding-assertions --bounds-check --pointer-check --div-by-zero-check --signed-overflow-check`.split(
      " ",
    );
  const result = await built.run(
    [`${BUILD}/open.c`, "-I", PROJECT, "-I", posix.dirname(posix.join(PROJECT, called.path)), ...options],
    {
      seconds: SECONDS,
      argv: [program],
    },
  );
  if (result.end !== "exited") return `CBMC did not end: ${result.reason ?? result.end}.`;
  const answer = readCbmc(new TextDecoder().decode(result.stdout));
  if (answer.kind === "unread") return `CBMC gave no answer: ${answer.detail}`;
  if (answer.failures.length === 0)
    return answer.bounded ? `CBMC found nothing within ${UNWIND} turns of each loop.` : "CBMC found nothing.";
  const inside = answer.failures.filter((each) => each.function === weak);
  return (inside.length > 0 ? inside : answer.failures).slice(0, 4).map((each) => valuesOf(called, each));
}

/** The file with an entry that calls the function with open values; undefined where a parameter has a form that is not left open. */
export function openSource({ path, function: called, parameters, outside }: Called): string | undefined {
  if (outside.stdin || outside.variables.length > 0 || called.name === "main") return undefined;
  const lines: string[] = [];
  for (const [index, { shape, type }] of parameters.entries()) {
    const [n, v, a] = [`n${index}`, `v${index}`, `a${index}`];
    if (shape.kind === "number")
      lines.push(
        `unsigned long long ${n} = nondet_word(); ${type.written.replace("const ", "")} ${a} = (${type.written})(long long)${n};`,
      );
    else if (shape.kind === "text" || (shape.kind === "elements" && /char|int8|void/.test(type.base))) {
      const marked = shape.kind === "text" || shape.marked;
      const room = shape.kind === "text" && shape.room > 0 ? String(shape.room) : `${n}${shape.kind === "text" ? " + 1" : ""}`;
      lines.push(
        `unsigned long long ${n} = nondet_word(); __CPROVER_assume(${n} <= ${PIECE}${marked && shape.kind === "elements" ? ` && ${n} > 0` : ""});`,
        `unsigned char ${v}[${PIECE}]; char *${a} = __CPROVER_allocate(${room}, 0);`,
        `for (unsigned long i = 0; i < ${n}; i++) ${a}[i] = ${v}[i];`,
        ...(shape.kind === "text" ? [`${a}[${n}] = 0;`] : marked ? [`${a}[${n} - 1] = 0;`] : []),
      );
    } else if (shape.kind !== "count") return undefined;
  }
  for (const [index, { shape, type }] of parameters.entries()) {
    if (shape.kind !== "count") continue;
    const owner = parameters.findIndex(
      ({ shape: other }) => (other.kind === "elements" || other.kind === "texts") && other.count === index,
    );
    lines.push(`${type.written.replace("const ", "")} a${index} = (${type.written})n${owner};`);
  }
  const given = parameters.map(({ shape }, index) =>
    ["text", "elements"].includes(shape.kind) ? `(void *)a${index}` : `a${index}`,
  );
  return `#define main ${ENTRY}\n#include "${PROJECT}/${path}"\n#undef main\nunsigned long long nondet_word(void);\nint main(void) {\n${lines.join("\n")}\n${called.name}(${given.join(", ")});\nreturn 0;\n}\n`;
}

function valuesOf({ parameters }: Called, { numbers, pieces }: Counterexample): Value[] {
  return parameters.flatMap(({ shape }, index): Value[] => {
    const number = numbers.get(`n${index}`) ?? 0n;
    if (shape.kind === "number") return [number];
    if (shape.kind !== "text" && shape.kind !== "elements") return [];
    const bytes = new Uint8Array(Number(number));
    for (const [at, byte] of pieces.get(`v${index}`) ?? []) if (at < bytes.length) bytes[at] = byte;
    return [bytes];
  });
}
