import type { Models } from "#analysis/models/compile.ts";
import type { SourceModel } from "#analysis/models/schema.ts";
import { memberReferences } from "./references.ts";
import type { Facet, Value } from "./types.ts";
import { constantValue, EMPTY } from "./value.ts";

/** What models alone say of a member, whatever the program. */
export interface MemberFacts {
  /** References under which models may speak of it. */
  readonly references: readonly string[];
  /** What it is of an object that carries nothing. */
  readonly value: Value;
  /** `value` stands for the member whatever its object carries. */
  readonly fixed: boolean;
  readonly type: string;
  readonly sources: readonly { readonly reference: string; readonly source: SourceModel }[];
  /** It is harmless even of an object that carries something. */
  readonly harmless: boolean;
  /** What it is of the thing that its object carries; undefined where models do not say. */
  readonly facet: Facet | undefined;
}

/** Facts kept for one language; when there are more all are dropped. */
const MAX_KEPT = 40_000;

interface Kept {
  readonly names: Map<string, Value>;
  /** By the object's path, type and whether it carries something, then by the member's name. */
  readonly members: Map<string, Map<string, MemberFacts>>;
  count: number;
}

const keptOf = new WeakMap<Models, Kept>();

function kept(models: Models): Kept {
  let own = keptOf.get(models);
  if (own === undefined || own.count > MAX_KEPT) keptOf.set(models, (own = { names: new Map(), members: new Map(), count: 0 }));
  return own;
}

/** A name that nothing in the project declares. */
export function foreignName(models: Models, name: string): Value {
  const own = kept(models);
  let value = own.names.get(name);
  if (value === undefined) {
    value = { ...EMPTY, path: name, type: models.nameTypes.get(name) ?? "" };
    own.names.set(name, value);
    own.count++;
  }
  return value;
}

export function memberFacts(models: Models, value: Value, name: string): MemberFacts {
  if (value.module !== undefined || value.class !== undefined || value.instance !== undefined)
    return newFacts(models, value, name);
  const own = kept(models);
  const { path, type, taints } = value;
  const object = taints.length > 0 ? `!${type}#${path}` : type === "" ? path : `${type}#${path}`;
  let members = own.members.get(object);
  if (members === undefined) own.members.set(object, (members = new Map()));
  let facts = members.get(name);
  if (facts === undefined) {
    members.set(name, (facts = newFacts(models, value, name)));
    own.count++;
  }
  return facts;
}

function newFacts(models: Models, value: Value, name: string): MemberFacts {
  const references = memberReferences(value, name, models.libraries);
  const path = value.path === "" ? "" : `${value.path}.${name}`;
  const type = references.map((reference) => models.readTypes.get(reference) ?? "").find((one) => one !== "") ?? "";
  const constant = path === "" ? undefined : models.constants.get(path);
  const passing = references
    .flatMap((reference) => models.propagators.get(reference) ?? [])
    .find((model) => model.from.includes("this"));
  return {
    references,
    value: constant === undefined ? { ...EMPTY, path, type } : constantValue(constant),
    fixed: constant !== undefined,
    type,
    sources: references.flatMap((reference) =>
      (models.readSources.get(reference) ?? []).map((source) => ({ reference, source })),
    ),
    harmless: references.some(
      (reference) =>
        models.sanitizers.get(reference)?.some((model) => model.clears === "all" && model.when === undefined) === true,
    ),
    facet: passing === undefined ? undefined : (passing.facet ?? "value"),
  };
}
