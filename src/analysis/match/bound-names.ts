import type { CompiledFormula } from "./compile-formula.ts";
import type { Pattern, StringContent } from "./pattern.ts";

const known = new WeakMap<CompiledFormula, ReadonlySet<string>>();

/** Metavariables that matches of a formula may bind. */
export function boundBy(formula: CompiledFormula): ReadonlySet<string> {
  let names = known.get(formula);
  if (names === undefined) {
    names = new Set(namesIn(formula));
    known.set(formula, names);
  }
  return names;
}

function namesIn(formula: CompiledFormula): readonly string[] {
  if (formula.kind === "regex") return ["1", "2", "3", "4", "5", "6", "7", "8", "9", ...formula.names];
  if (formula.kind === "pattern") return formula.leaf === undefined ? [] : inPattern(formula.leaf.pattern);
  const parts = formula.kind === "any" ? formula.items : [...formula.items, ...formula.inside];
  return parts.flatMap((part) => [...boundBy(part)]);
}

function inPattern(pattern: Pattern): readonly string[] {
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
      return inPattern(pattern.inner);
    case "string":
      return inString(pattern.content);
    case "member":
      return [...inPattern(pattern.object), ...inPattern(pattern.property)];
    case "chain":
      return inPattern(pattern.base);
    case "call":
      return [pattern.callee, ...pattern.args].flatMap(inPattern);
    case "assign":
      return [...inPattern(pattern.left), ...inPattern(pattern.right)];
    case "pair":
      return [...inPattern(pattern.key), ...inPattern(pattern.value)];
    case "function":
      return [pattern.head, pattern.name, ...pattern.parameters, pattern.body].flatMap((part) =>
        part === undefined ? [] : inPattern(part),
      );
    case "decorated":
      return [...pattern.decorators, pattern.definition].flatMap(inPattern);
    case "declaration":
      return pattern.declarators.flatMap(inPattern);
    case "loop":
      return inPattern(pattern.body);
    case "block":
    case "node":
    case "statements":
      return pattern.items.flatMap(inPattern);
    default:
      return pattern satisfies never;
  }
}

function inString(content: StringContent): readonly string[] {
  if (content.kind === "meta") return [content.name];
  if (content.kind !== "pieces" && content.kind !== "template") return [];
  return content.parts.flatMap((part) => {
    if ("meta" in part) return [part.meta];
    return "expression" in part ? inPattern(part.expression) : [];
  });
}
