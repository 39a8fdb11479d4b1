import { readFormula } from "./formula-reader.ts";
import { type LabelTerm, labelsOf, parseLabels } from "./labels.ts";
import { type Entry, isEntry, type Path, type Reader, readMetavariable, readText } from "./reader.ts";
import type { Formula, TaintPropagator, TaintSanitizer, TaintSink, TaintSource, TaintSpec } from "./rule.ts";
import { FORMULA_KEYS } from "./rule-schema.ts";
import { labelOrder } from "./taint-labels.ts";

const MAX_LABELS = 12;
const SOURCE = ["exact", "by-side-effect", "label", "requires", "control"];
const SINK = ["exact", "requires", "at-exit"];
const SANITIZER = ["exact", "by-side-effect", "not_conflicting"];
const PROPAGATOR = ["from", "to", "by-side-effect", "label", "requires", "replace-labels"];

/** The parts of a rule of `mode: taint`; undefined when a needed list is missing. */
export function readTaint(values: Entry, path: Path, reader: Reader): TaintSpec | undefined {
  for (const key of FORMULA_KEYS) if (key in values) reader.refuse([...path, key], `"${key}" cannot stand in a taint rule`);
  const read = <T>(key: string, needed: boolean, also: readonly string[], make: Make<T>): T[] => {
    const list = values[key];
    if (list === undefined && !needed) return [];
    if (!Array.isArray(list) || list.length === 0) {
      reader.refuse(list === undefined ? path : [...path, key], `a taint rule needs a list under "${key}"`);
      return [];
    }
    return list.flatMap((entry, index) => {
      const at = [...path, key, index];
      const formula = readFormula(entry, at, reader, also);
      return formula === undefined ? [] : (make(formula, isEntry(entry) ? entry : {}, at) ?? []);
    });
  };
  const propagators = read("pattern-propagators", false, PROPAGATOR, (...item) => propagator(...item, reader));
  const taint: TaintSpec = {
    sources: read("pattern-sources", true, SOURCE, (...item) => source(...item, reader)),
    sinks: read("pattern-sinks", true, SINK, (...item) => sink(...item, reader)),
    sanitizers: read("pattern-sanitizers", false, SANITIZER, (...item) => sanitizer(...item, reader)),
    ...(propagators.length === 0 ? {} : { propagators }),
  };
  checkLabels(taint, path, reader);
  return taint;
}

type Make<T> = (formula: Formula, entry: Entry, path: Path) => T | undefined;

function source(formula: Formula, entry: Entry, path: Path, reader: Reader): TaintSource {
  const exact = truth(entry, "exact", path, reader);
  const effect = entry["by-side-effect"];
  refuseTrue(entry, "control", path, reader);
  if (effect !== undefined && typeof effect !== "boolean" && effect !== "only")
    reader.refuse([...path, "by-side-effect"], '"by-side-effect" is true, false or "only"');
  const requires = terms(entry, path, reader);
  const label = entry["label"] === undefined ? undefined : readText(entry["label"], [...path, "label"], reader);
  return {
    formula,
    ...(exact === true ? { exact } : {}),
    ...(effect === true ? { bySideEffect: "also" as const } : effect === "only" ? { bySideEffect: effect } : {}),
    ...(label === undefined ? {} : { label }),
    ...(requires === undefined ? {} : { requires }),
  };
}

function sink(formula: Formula, entry: Entry, path: Path, reader: Reader): TaintSink {
  const exact = truth(entry, "exact", path, reader);
  refuseTrue(entry, "at-exit", path, reader);
  const requires = terms(entry, path, reader);
  return { formula, ...(exact === false ? { inside: true } : {}), ...(requires === undefined ? {} : { requires }) };
}

function sanitizer(formula: Formula, entry: Entry, path: Path, reader: Reader): TaintSanitizer {
  const exact = truth(entry, "exact", path, reader);
  const effect = truth(entry, "by-side-effect", path, reader);
  refuseTrue(entry, "not_conflicting", path, reader);
  return { formula, ...(exact === true ? { exact } : {}), ...(effect === true ? { bySideEffect: true } : {}) };
}

function propagator(formula: Formula, entry: Entry, path: Path, reader: Reader): TaintPropagator | undefined {
  for (const key of ["label", "requires", "replace-labels"])
    if (key in entry) reader.refuse([...path, key], `"${key}" is not supported in a propagator`);
  truth(entry, "by-side-effect", path, reader);
  const from = readMetavariable(entry["from"], [...path, "from"], reader);
  const to = readMetavariable(entry["to"], [...path, "to"], reader);
  return from === undefined || to === undefined ? undefined : { formula, from, to };
}

function truth(entry: Entry, key: string, path: Path, reader: Reader): boolean | undefined {
  const value = entry[key];
  if (value === undefined || typeof value === "boolean") return value;
  reader.refuse([...path, key], `"${key}" is true or false`);
  return undefined;
}

function refuseTrue(entry: Entry, key: string, path: Path, reader: Reader): void {
  if (truth(entry, key, path, reader) === true) reader.refuse([...path, key], `"${key}" is not supported`);
}

function terms(entry: Entry, path: Path, reader: Reader): LabelTerm | undefined {
  const value = entry["requires"];
  if (value === undefined) return undefined;
  const at = [...path, "requires"];
  if (Array.isArray(value)) {
    reader.refuse(at, '"requires" for each metavariable is not supported; give one text');
    return undefined;
  }
  const text = readText(value, at, reader);
  if (text === undefined) return undefined;
  try {
    return parseLabels(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    reader.refuse(at, `"requires": ${error.message}`);
    return undefined;
  }
}

/** Labels that no source has, too many of them, and sources that wait for one another are refused. */
function checkLabels({ sources, sinks }: TaintSpec, path: Path, reader: Reader): void {
  const labels = new Set(sources.flatMap(({ label }) => label ?? []));
  if (labels.size > MAX_LABELS) reader.refuse([...path, "pattern-sources"], `more than ${MAX_LABELS} labels are not supported`);
  for (const [key, list] of [
    ["pattern-sources", sources],
    ["pattern-sinks", sinks],
  ] as const)
    for (const [index, { requires }] of list.entries())
      for (const name of requires === undefined ? [] : labelsOf(requires))
        if (!labels.has(name)) reader.refuse([...path, key, index, "requires"], `no source has the label "${name}"`);
  if (labelOrder(sources) === undefined)
    reader.refuse([...path, "pattern-sources"], "sources whose labels require one another are not supported");
}
