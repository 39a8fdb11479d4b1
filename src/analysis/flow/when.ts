import type { TestModel, WhenModel } from "#analysis/models/schema.ts";
import { valuesAt } from "./places.ts";
import { fixedText } from "./taint.ts";
import type { Given, Value } from "./types.ts";

const patterns = new Map<string, RegExp>();

export function pattern(source: string): RegExp {
  let regex = patterns.get(source);
  if (regex === undefined) {
    regex = new RegExp(source, "iu");
    patterns.set(source, regex);
  }
  return regex;
}

/** Whether a model's conditions hold for a call. `object` is the last name in front of the method, `""` for none. */
export function holds(when: WhenModel, self: Value | undefined, given: readonly Given[], object: string): boolean {
  if (when === undefined) return true;
  return when.every((test) =>
    Array.isArray(test)
      ? test.some((one: TestModel) => passes(one, self, given, object))
      : passes(test as TestModel, self, given, object),
  );
}

function passes(test: TestModel, self: Value | undefined, given: readonly Given[], object: string): boolean {
  return matches(test, self, given, object) !== (test.not ?? false);
}

function matches(test: TestModel, self: Value | undefined, given: readonly Given[], object: string): boolean {
  if (test.object !== undefined) return pattern(test.object).test(object);
  const found = test.argument === undefined ? [] : test.argument.split("|").flatMap((place) => valuesAt(place, self, given));
  if (test.given !== undefined) return found.length > 0 === test.given;
  if (test.begins !== undefined) return found.some(({ value }) => beginsUntrusted(value)) === test.begins;
  if (test.own !== undefined) return found.some(({ value }) => value.functions.length > 0) === test.own;
  if (test.facet !== undefined) return found.some(({ value }) => value.taints.some((taint) => taint.facet === test.facet));
  if (test.is !== undefined) return found.some(({ value }) => value.constant === test.is);
  if (test.matches !== undefined) {
    const regex = pattern(test.matches);
    return found.some(({ value }) => is(regex, value));
  }
  return false;
}

/** Of a list that each of its items is. */
function is(regex: RegExp, value: Value): boolean {
  const { fields, elements } = value;
  if (value.type === "List" && fields !== undefined && fields.size > 0 && elements === undefined)
    return [...fields.values()].every((item) => is(regex, item));
  return (
    regex.test(fixedText(value)) ||
    (value.regex !== undefined && regex.test(`/${value.regex.source}/${value.regex.flags}`)) ||
    (value.path !== "" && regex.test(value.path)) ||
    (value.type !== "" && regex.test(value.type))
  );
}

function beginsUntrusted({ taints, parts }: Value): boolean {
  if (taints.length === 0) return false;
  const [first] = parts ?? [];
  return first === undefined || (first.text === undefined && first.taints.length > 0);
}
