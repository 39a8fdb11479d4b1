import type { FaultTarget } from "./fault-target.ts";
import { type Plain, type PlainParameter } from "./plain.ts";

/** Elements of a list, and units of a text, that are left open. */
export const ELEMENTS = 8;
export const ENTRY = "AssayOpen";

/** What JBMC knows by its name; the bodies are never run. */
export const CPROVER_SOURCE = `package org.cprover;
public final class CProver {
${["int", "byte", "short", "char", "long", "boolean"].map((type) => `  public static native ${type} nondet${type[0]?.toUpperCase() ?? ""}${type.slice(1)}();`).join("\n")}
  public static void assume(boolean holds) {}
}
`;

/** The class as it stands with its method within reach of an entry of the same package; no line moves. */
export function openedText(text: string, { closed }: FaultTarget): string {
  return [...closed]
    .toSorted((one, other) => other.start - one.start)
    .reduce((made, { start, end }) => `${made.slice(0, start)}${" ".repeat(end - start)}${made.slice(end)}`, text);
}

/**
 * An entry that calls the method with any value of each parameter: `assayN<index>` a number or a length, `assayE<index>_<at>` an element, `assayZ<index>` whether it is null,
 * `assayS<index>` a text.
 */
export function openEntry(target: FaultTarget, nulls: boolean): string {
  const { owner, packaged, name, isStatic, made, parameters } = target;
  const slots = [...made, ...parameters];
  const own = (packaged === "" ? owner : owner.slice(packaged.length + 1)).replaceAll("$", ".");
  const given = slots.map((_, index) => `assayA${index}`);
  const object = isStatic ? own : `new ${own}(${given.slice(0, made.length).join(", ")})`;
  return [
    ...(packaged === "" ? [] : [`package ${packaged};`]),
    "import org.cprover.CProver;",
    `public class ${ENTRY} {`,
    `  public static void open(${slots.flatMap(declaredOf).join(", ")}) throws Throwable {`,
    ...slots.flatMap((slot, index) => madeOf(slot, index, nulls).map((line) => `    ${line}`)),
    `    ${object}.${name}(${given.slice(made.length).join(", ")});`,
    "  }",
    "}",
    "",
  ].join("\n");
}

function declaredOf({ form, base }: PlainParameter, index: number): string[] {
  if (form === "text") return [`String assayS${index}`];
  const number = `${form === "one" ? wordOf(base) : "int"} assayN${index}`;
  return form === "one" ? [number] : [number, `boolean assayZ${index}`];
}

/** Of numbers with a point only whole ones are tried. */
function wordOf(base: Plain["base"]): string {
  return base === "float" || base === "double" ? "int" : base;
}

function madeOf({ form, base }: PlainParameter, index: number, nulls: boolean): string[] {
  const [a, n, s] = [`assayA${index}`, `assayN${index}`, `assayS${index}`];
  if (form === "one") return [`${base} ${a} = ${n};`];
  if (form === "text") {
    const bounded = `${s}.length() <= ${ELEMENTS}`;
    return [`CProver.assume(${nulls ? `${s} == null || ${bounded}` : `${s} != null && ${bounded}`});`, `String ${a} = ${s};`];
  }
  const word = wordOf(base);
  const source = `CProver.nondet${word[0]?.toUpperCase() ?? ""}${word.slice(1)}()`;
  const elements = Array.from({ length: ELEMENTS }, (_, at) => [
    `${word} assayE${index}_${at} = ${source};`,
    `if (${n} > ${at}) ${a}[${at}] = assayE${index}_${at};`,
  ]);
  return [
    `CProver.assume(${n} >= 0 && ${n} <= ${ELEMENTS});`,
    `${base}[] ${a} = new ${base}[${n}];`,
    ...elements.flat(),
    nulls ? `if (assayZ${index}) ${a} = null;` : `CProver.assume(!assayZ${index});`,
  ];
}
