import type { Expression, Span } from "#analysis/ir/expression.ts";
import type { Builder } from "#analysis/lower/builder.ts";
import { childByField, childrenByField, kindOf, namedChildren, type NodeId, NONE, textOf } from "#analysis/parse/tree.ts";

/** What a class declares, so that bare names inside of it find their object. */
export interface ClassScope {
  readonly name: string;
  /** By name, whether it belongs to the class and not to its objects. */
  readonly fields: ReadonlyMap<string, boolean>;
  readonly methods: ReadonlyMap<string, boolean>;
  /** Names may be inherited. */
  readonly extends: boolean;
  /** What its methods return is sent as it is. */
  readonly answers: boolean;
  readonly outer: ClassScope | undefined;
  /** Fields that hold a text under construction. */
  readonly builders: ReadonlySet<string>;
}

/** Where in the file the lowering stands. */
export interface Place {
  readonly scope: ClassScope | undefined;
  /** There is no object. */
  readonly static: boolean;
  /** Names of the functions around, outermost first. */
  readonly locals: readonly ReadonlySet<string>[];
  /** Variables that hold a text under construction. */
  readonly builders: ReadonlySet<string>;
}

interface Kept {
  place: Place;
  /** Members that the file imports by name, with their class. */
  readonly members: Map<string, string>;
}

const NOWHERE: Place = { scope: undefined, static: true, locals: [], builders: new Set() };
const known = new WeakMap<Builder, Kept>();

function kept(builder: Builder): Kept {
  let own = known.get(builder);
  if (own === undefined) known.set(builder, (own = { place: NOWHERE, members: new Map() }));
  return own;
}

export function placeOf(builder: Builder): Place {
  return kept(builder).place;
}

/** Runs `lower` at another place. */
export function at<T>(builder: Builder, place: Place, lower: () => T): T {
  const own = kept(builder);
  const before = own.place;
  own.place = place;
  const result = lower();
  own.place = before;
  return result;
}

export function importMember(builder: Builder, name: string, owner: string): void {
  kept(builder).members.set(name, owner);
}

const BUILDERS = /^(?:java\.lang\.)?(?:StringBuilder|StringBuffer)$/u;

export function isBuilderType(type: string): boolean {
  return BUILDERS.test(type.trim());
}

export function noteBuilder(builder: Builder, name: string): void {
  (kept(builder).place.builders as Set<string>).add(name);
}

export function isBuilder(builder: Builder, name: string): boolean {
  const { place } = kept(builder);
  return place.builders.has(name) || (!isLocal(place, name) && place.scope?.builders.has(name) === true);
}

function isLocal({ locals }: Place, name: string): boolean {
  return locals.some((names) => names.has(name));
}

/** What a bare name stands for: a variable, a field of the object or of a class around, or a class. */
export function readName(builder: Builder, node: NodeId): Expression {
  const name = textOf(builder.tree, node);
  const span = { start: builder.tree.starts[node] as number, end: builder.tree.ends[node] as number };
  const own = kept(builder);
  const { place } = own;
  if (name === "this" || name === "super" || isLocal(place, name)) return { kind: "name", ...span, name };
  const found = owned(place, span, name, (scope) => scope.fields.get(name));
  if (found !== undefined) return found;
  const imported = own.members.get(name);
  if (imported !== undefined) return { kind: "member", ...span, object: { kind: "name", ...span, name: imported }, name };
  const inherited = place.scope?.extends === true && !place.static && !/^[A-Z]/u.test(name);
  return inherited
    ? { kind: "member", ...span, object: { kind: "name", ...span, name: "this" }, name }
    : { kind: "name", ...span, name };
}

/** What a call without an object calls. */
export function readMethod(builder: Builder, node: NodeId): Expression {
  const name = textOf(builder.tree, node);
  const span = { start: builder.tree.starts[node] as number, end: builder.tree.ends[node] as number };
  const own = kept(builder);
  const { place } = own;
  const found = owned(place, span, name, (scope) => scope.methods.get(name));
  if (found !== undefined) return found;
  const imported = own.members.get(name);
  if (imported !== undefined) return { kind: "member", ...span, object: { kind: "name", ...span, name: imported }, name };
  return place.scope?.extends === true && !place.static
    ? { kind: "member", ...span, object: { kind: "name", ...span, name: "this" }, name }
    : { kind: "name", ...span, name };
}

function owned(place: Place, span: Span, name: string, look: (scope: ClassScope) => boolean | undefined): Expression | undefined {
  for (let scope = place.scope; scope !== undefined; scope = scope.outer) {
    const shared = look(scope);
    if (shared === undefined) continue;
    const object = shared || place.static || scope !== place.scope ? scope.name : "this";
    return { kind: "member", ...span, object: { kind: "name", ...span, name: object }, name };
  }
  return undefined;
}

/** The class as its members see it. */
export function scopeOf(builder: Builder, node: NodeId, outer: ClassScope | undefined): ClassScope {
  const { tree } = builder;
  const fields = new Map<string, boolean>();
  const methods = new Map<string, boolean>();
  const builders = new Set<string>();
  for (const member of membersOf(builder, node)) {
    const kind = kindOf(tree, member);
    const shared = kind === "constant_declaration" || modifiersOf(builder, member).includes("static");
    if (kind === "field_declaration" || kind === "constant_declaration") {
      const text = isBuilderType(textOf(tree, childByField(tree, member, "type")));
      for (const declarator of childrenByField(tree, member, "declarator")) {
        const name = textOf(tree, childByField(tree, declarator, "name"));
        fields.set(name, shared);
        if (text) builders.add(name);
      }
    } else if (kind === "method_declaration") methods.set(textOf(tree, childByField(tree, member, "name")), shared);
    else if (kind === "enum_constant") fields.set(textOf(tree, childByField(tree, member, "name")), true);
  }
  if (kindOf(tree, node) === "record_declaration")
    for (const parameter of namedChildren(tree, childByField(tree, node, "parameters"))) {
      const name = childByField(tree, parameter, "name");
      if (name !== NONE) fields.set(textOf(tree, name), false);
    }
  const name = childByField(tree, node, "name");
  return {
    name: name === NONE ? "" : textOf(tree, name),
    fields,
    methods,
    builders,
    answers: modifiersOf(builder, node).includes("@RestController") || modifiersOf(builder, node).includes("@ResponseBody"),
    extends: childByField(tree, node, "superclass") !== NONE,
    outer,
  };
}

/** Members of a class, interface, record or enumeration in order. */
export function membersOf({ tree }: Builder, node: NodeId): NodeId[] {
  const body = childByField(tree, node, "body");
  if (body === NONE) return [];
  return namedChildren(tree, body).flatMap((child) =>
    kindOf(tree, child) === "enum_body_declarations" ? namedChildren(tree, child) : [child],
  );
}

export function modifiersOf({ tree }: Builder, node: NodeId): readonly string[] {
  const list = namedChildren(tree, node).find((child) => kindOf(tree, child) === "modifiers");
  return list === undefined ? [] : textOf(tree, list).split(/\s+/u);
}
