import type { Expression } from "#analysis/ir/expression.ts";
import type { Statement } from "#analysis/ir/statement.ts";
import { type Builder, declare, lowerStatement, spanOf } from "#analysis/lower/builder.ts";
import {
  childByField,
  childrenByField,
  descendants,
  kindOf,
  namedChildren,
  type NodeId,
  NONE,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import { annotationOf, importPath, libraryPath, localNames } from "./facts.ts";
import { lowerFunction } from "./function.ts";
import { zeroOf } from "./literal.ts";

/** A file: its imports, types and functions, which are known everywhere in it, then what else it declares. */
export function lowerFile(builder: Builder): Statement[] {
  const { tree } = builder;
  const nodes = namedChildren(tree, 0).flatMap((node) => (kindOf(tree, node) === "ERROR" ? namedChildren(tree, node) : [node]));
  const ofKind = (...kinds: string[]): NodeId[] => nodes.filter((node) => kinds.includes(kindOf(tree, node)));
  const types = ofKind("type_declaration").flatMap((node) => descendants(tree, node, ["type_spec"]));
  const methods = ofKind("method_declaration");
  const known = new Map(types.map((spec) => [textOf(tree, childByField(tree, spec, "name")), spec]));
  const names = ordered(builder, known);
  // Methods may stand in another file than their type.
  for (const method of methods) if (!names.includes(receiverOf(builder, method))) names.push(receiverOf(builder, method));
  for (const name of names) {
    declare(builder, name);
    builder.classes.push({
      index: builder.classes.length,
      name,
      bases: [],
      decorators: [],
      methods: [],
      body: [],
      start: 0,
      end: 0,
    });
  }
  const numbers = new Map<string, number[]>(names.map((name) => [name, []]));
  for (const method of methods) {
    const name = receiverOf(builder, method);
    numbers.get(name)?.push(lowerFunction(builder, method, names.indexOf(name)));
  }
  for (const [index, name] of names.entries()) {
    const spec = known.get(name) ?? NONE;
    const span = spec === NONE ? { start: 0, end: 0 } : spanOf(builder, spec);
    const fields = spec === NONE ? { bases: [], body: [] } : fieldsOf(builder, childByField(tree, spec, "type"));
    const own = numbers.get(name) ?? [];
    builder.classes[index] = { index, name, ...fields, decorators: [], methods: own, ...span, partial: spec === NONE };
  }
  const rest = nodes.filter(
    (node) => !/^(?:import_declaration|method_declaration|function_declaration)$/u.test(kindOf(tree, node)),
  );
  return [
    ...ofKind("import_spec").map((node) => importOf(builder, node)),
    ...names.map((_, index): Statement => ({ kind: "class", start: 0, end: 0, index })),
    ...ofKind("function_declaration").flatMap((node) => lowerStatement(builder, node)),
    ...rest.flatMap((node) => lowerStatement(builder, node)),
  ];
}

/** The name in the package clause, `""` where it is missing. */
export function packageOf(tree: SyntaxTree): string {
  const clause = namedChildren(tree, 0).find((node) => kindOf(tree, node) === "package_clause");
  const [name = NONE] = clause === undefined ? [] : namedChildren(tree, clause);
  return name === NONE ? "" : textOf(tree, name);
}

function importOf(builder: Builder, spec: NodeId): Statement {
  const { tree } = builder;
  const locals = localNames(tree, spec);
  const name = childByField(tree, spec, "name");
  const all = name !== NONE && kindOf(tree, name) === "dot";
  for (const local of locals) declare(builder, local);
  const names = all ? [{ imported: "*", local: "" }] : locals.map((local) => ({ imported: "", local }));
  const written = importPath(tree, spec);
  return { kind: "import", ...spanOf(builder, spec), specifier: libraryPath(written), names, written };
}

/** The name of the type that a method belongs to. */
function receiverOf({ tree }: Builder, method: NodeId): string {
  const [declaration = NONE] = namedChildren(tree, childByField(tree, method, "receiver"));
  return declaration === NONE ? "" : annotationOf(tree, childByField(tree, declaration, "type"));
}

/** Types so that those that the fields of others have come before them. */
function ordered({ tree }: Builder, known: ReadonlyMap<string, NodeId>): string[] {
  const names: string[] = [];
  const begun = new Set<string>();
  const visit = (name: string): void => {
    const spec = known.get(name);
    if (spec === undefined || begun.has(name)) return;
    begun.add(name);
    for (const inner of descendants(tree, childByField(tree, spec, "type"), ["type_identifier"])) visit(textOf(tree, inner));
    names.push(name);
  };
  for (const name of known.keys()) visit(name);
  return names;
}

/** Fields with what their types let expect, and embedded types as bases. */
function fieldsOf(builder: Builder, type: NodeId): { bases: Expression[]; body: Statement[] } {
  const { tree } = builder;
  if (type === NONE || kindOf(tree, type) !== "struct_type") return { bases: [], body: [] };
  const bases: Expression[] = [];
  const body: Statement[] = [];
  for (const field of descendants(tree, type, ["field_declaration"])) {
    if (tree.parents[tree.parents[field] as NodeId] !== type) continue;
    const declared = childByField(tree, field, "type");
    const span = spanOf(builder, field);
    const names = childrenByField(tree, field, "name");
    const annotation = annotationOf(tree, declared);
    const value: Expression = fieldValue(builder, declared) ?? { kind: "constant", ...span, value: undefined };
    const own = names.length > 0 ? names.map((name) => textOf(tree, name)) : [annotation.split(".").at(-1) ?? ""];
    if (names.length === 0 && value.kind === "call") bases.push(value.callee);
    for (const name of own)
      if (name !== "")
        body.push({ kind: "assign", ...span, target: { kind: "name", ...span, name }, value, operator: "", annotation });
  }
  return { bases, body };
}

function fieldValue(builder: Builder, type: NodeId): Expression | undefined {
  const { tree } = builder;
  const inner = type !== NONE && kindOf(tree, type) === "pointer_type" ? (namedChildren(tree, type)[0] ?? NONE) : type;
  const zero = zeroOf(builder, inner);
  return zero?.kind === "call" ? zero : undefined;
}
