import type { Models } from "#analysis/models/compile.ts";
import type { SourceModel } from "#analysis/models/schema.ts";
import { memberReferences } from "./references.ts";
import type { ClassUnit, Facet, Value } from "./types.ts";
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

/** By the object's type, its path and the member's name. */
type Members = Map<string, Map<string, Map<string, MemberFacts>>>;

interface Kept {
  readonly names: Map<string, Value>;
  readonly members: ByNature;
  readonly instances: WeakMap<ClassUnit, ByNature>;
  count: number;
}

/** Whether an object carries something, or is no object but a module or a class, tells under which references models may speak of its members. */
interface ByNature {
  readonly plain: Members;
  readonly carrying: Members;
  readonly named: Members;
  readonly namedCarrying: Members;
}

const keptOf = new WeakMap<Models, Kept>();

function kept(models: Models): Kept {
  let own = keptOf.get(models);
  if (own === undefined || own.count > MAX_KEPT) {
    own = { names: new Map(), members: byNature(), instances: new WeakMap(), count: 0 };
    keptOf.set(models, own);
  }
  return own;
}

function byNature(): ByNature {
  return { plain: new Map(), carrying: new Map(), named: new Map(), namedCarrying: new Map() };
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
  const own = kept(models);
  const { path, type, taints, instance } = value;
  let natures = own.members;
  if (instance !== undefined) {
    const known = own.instances.get(instance);
    natures = known ?? byNature();
    if (known === undefined) own.instances.set(instance, natures);
  }
  const carries = taints.length > 0;
  const members =
    value.module === undefined && value.class === undefined
      ? natures[carries ? "carrying" : "plain"]
      : natures[carries ? "namedCarrying" : "named"];
  // Levels and not one key: a key put together for each question would be hashed for each.
  let paths = members.get(type);
  if (paths === undefined) members.set(type, (paths = new Map()));
  let names = paths.get(path);
  if (names === undefined) paths.set(path, (names = new Map()));
  let facts = names.get(name);
  if (facts === undefined) {
    names.set(name, (facts = newFacts(models, value, name)));
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
