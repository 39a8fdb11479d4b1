import type { CompiledFormula } from "./compile-formula.ts";
import type { Pattern, StringContent } from "./pattern.ts";

type Known = WeakMap<CompiledFormula, ReadonlySet<string>>;

const everywhere: Known = new WeakMap();
const inCode: Known = new WeakMap();

/** Metavariables that matches of a formula may bind. */
export function boundBy(formula: CompiledFormula): ReadonlySet<string> {
  return boundIn(formula, everywhere);
}

/** Metavariables that matches of a formula may bind to anything but a whole constant text. */
export function boundToCode(formula: CompiledFormula): ReadonlySet<string> {
  return boundIn(formula, inCode);
}

function boundIn(formula: CompiledFormula, known: Known): ReadonlySet<string> {
  let names = known.get(formula);
  if (names === undefined) {
    names = new Set(namesIn(formula, known));
    known.set(formula, names);
  }
  return names;
}

function namesIn(formula: CompiledFormula, known: Known): readonly string[] {
  if (formula.kind === "regex") return ["1", "2", "3", "4", "5", "6", "7", "8", "9", ...formula.names];
  if (formula.kind === "pattern") return formula.leaf === undefined ? [] : inPattern(formula.leaf.pattern, known === everywhere);
  const parts = formula.kind === "any" ? formula.items : [...formula.items, ...formula.inside];
  return parts.flatMap((part) => [...boundIn(part, known)]);
}

/** `texts`: also those that stand for the whole of a text. */
function inPattern(pattern: Pattern, texts: boolean): readonly string[] {
  const all = (patterns: readonly Pattern[]): readonly string[] => patterns.flatMap((one) => inPattern(one, texts));
  switch (pattern.op) {
    case "meta":
    case "rest":
    case "typed":
      return [pattern.name];
    case "name":
    case "word":
    case "leaf":
      return [];
    case "deep":
      return inPattern(pattern.inner, texts);
    case "string":
      return inString(pattern.content, texts);
    case "member":
      return all([pattern.object, pattern.property]);
    case "chain":
      return inPattern(pattern.base, texts);
    case "call":
      return all([pattern.callee, ...pattern.args]);
    case "assign":
      return all([pattern.left, pattern.right]);
    case "pair":
      return all([pattern.key, pattern.value]);
    case "function":
      return all(
        [pattern.head, pattern.name, pattern.result?.type, ...pattern.parameters, pattern.body].filter(
          (part) => part !== undefined,
        ),
      );
    case "decorated":
      return all([...pattern.decorators, pattern.definition]);
    case "declaration":
      return all(pattern.declarators);
    case "loop":
      return inPattern(pattern.body, texts);
    case "block":
    case "node":
    case "statements":
      return all(pattern.items);
    default:
      return pattern satisfies never;
  }
}

function inString(content: StringContent, texts: boolean): readonly string[] {
  if (content.kind === "meta") return texts ? [content.name] : [];
  if (content.kind !== "pieces" && content.kind !== "template") return [];
  return content.parts.flatMap((part) => {
    if ("meta" in part) return [part.meta];
    return "expression" in part ? inPattern(part.expression, texts) : [];
  });
}
