import type { Models } from "#analysis/models/compile.ts";
import type { Given, Prepared, Taint, Value } from "./types.ts";
import { deepTaints, EMPTY, joinTaints } from "./value.ts";

/** What a new object was given by the names of its fields. */
export function namedFields(given: readonly Given[]): Value["fields"] {
  const fields = given.flatMap(({ name, value }) => (name === "" || name === "**" ? [] : [[name, value] as const]));
  return fields.length === 0 ? undefined : new Map(fields);
}

/**
 * A call of which nothing is known. A method's result carries what its object carries; a function that stands nowhere in the project
 * carries what it was given on, unless its name promises to check or clean. What a library that is known to be one gives is trusted.
 */
export function unknownCall(
  { callee, self, given, references }: Prepared,
  construct: boolean,
  { libraries, keptTypes }: Models,
  strict: boolean,
): Value {
  if (self !== undefined && self.type !== "" && keptTypes.has(self.type)) return self;
  if (construct && given.some(({ name }) => name !== "")) return { ...EMPTY, fields: namedFields(given) };
  const name = references.at(-1) ?? "";
  let taints: readonly Taint[] = self === undefined ? [] : deepTaints(self);
  const bare = self === undefined && name !== "" && !/[. ]/u.test(name) && !libraries.has(name);
  if (
    bare &&
    (strict || !/saniti|escape|encode|clean|valid|safe|quote|check|hash|digest|count|^len|^is_?[A-Z_]|^[A-Z]/u.test(name))
  )
    for (const one of given) taints = joinTaints(taints, deepTaints(one.value));
  return { ...EMPTY, taints, path: callee.path === "" ? "" : `${callee.path}()` };
}
