import type { Statement } from "#analysis/ir/statement.ts";
import { type Builder, declare, spanOf } from "#analysis/lower/builder.ts";
import { childByField, descendants, kindOf, namedChildren, type NodeId, NONE, textOf } from "#analysis/parse/tree.ts";
import { lowerMethod } from "./function.ts";
import { CLASSES, declareClasses } from "./class.ts";
import { importMember, modifiersOf, placeOf } from "./scope.ts";
import { lowerStatement } from "./statement.ts";

/** What a file declares: names of other files first, then its classes, those that others use before them. */
export function lowerFile(builder: Builder): Statement[] {
  const { tree } = builder;
  const parts = namedChildren(tree, 0);
  const imported = new Map<string, string>();
  for (const node of parts) if (kindOf(tree, node) === "import_declaration") readImport(builder, node, imported);
  const declared = new Set(descendants(tree, 0, CLASSES).map((node) => nameOf(builder, node)));
  const names = [...usedClasses(builder)].filter((name) => !declared.has(name));
  const span = { start: 0, end: 0 };
  const imports = names.map((name): Statement => {
    declare(builder, name);
    return {
      kind: "import",
      ...span,
      specifier: imported.get(name) ?? name,
      names: [{ imported: name, local: name }],
      near: true,
    };
  });
  const classes = parts.filter((node) => CLASSES.includes(kindOf(tree, node)));
  const ordered = inOrder(builder, classes);
  const loose = parts.filter((node) => !CLASSES.includes(kindOf(tree, node))).flatMap((node) => lowerLoose(builder, node));
  const lowered = ordered.flatMap((node) => declareClasses(builder, node, undefined));
  const exports = ordered.map((node): Statement => {
    const name = nameOf(builder, node);
    return { kind: "export", ...spanOf(builder, node), name, value: { kind: "name", ...spanOf(builder, node), name } };
  });
  return [...imports, ...lowered, ...exports, ...loose];
}

function nameOf({ tree }: Builder, node: NodeId): string {
  const name = childByField(tree, node, "name");
  return name === NONE ? "" : textOf(tree, name);
}

/** A method that stands outside of any class, as in a fragment, is a function. */
function lowerLoose(builder: Builder, node: NodeId): Statement[] {
  const kind = kindOf(builder.tree, node);
  if (kind !== "method_declaration" && kind !== "constructor_declaration") return lowerStatement(builder, node);
  declare(builder, nameOf(builder, node));
  const index = lowerMethod(builder, node, -1, placeOf(builder));
  return index === undefined ? [] : [{ kind: "function", ...spanOf(builder, node), index }];
}

function readImport(builder: Builder, node: NodeId, imported: Map<string, string>): void {
  const { tree } = builder;
  const path = namedChildren(tree, node).find((child) => kindOf(tree, child).endsWith("identifier"));
  if (path === undefined) return;
  const text = textOf(tree, path).replaceAll(/\s+/gu, "");
  const all = namedChildren(tree, node).some((child) => kindOf(tree, child) === "asterisk");
  const member = /^import\s+static\b/u.test(textOf(tree, node));
  if (all) return;
  const parts = text.split(".");
  const last = parts.at(-1) ?? "";
  if (!member) imported.set(last, text);
  else {
    const owner = parts.at(-2) ?? "";
    imported.set(owner, parts.slice(0, -1).join("."));
    importMember(builder, last, owner);
  }
}

/** Names that may be those of classes: of types, and of what begins with a capital. */
function usedClasses({ tree }: Builder): ReadonlySet<string> {
  const found = new Set<string>();
  for (const node of descendants(tree, 0, ["type_identifier", "identifier"])) {
    const text = textOf(tree, node);
    if (/^[A-Z]\w*[a-z]\w*$/u.test(text)) found.add(text);
  }
  return found;
}

/** Base classes in front of what extends them, public classes last: they use the others. */
function inOrder(builder: Builder, classes: readonly NodeId[]): NodeId[] {
  const { tree } = builder;
  const byName = new Map(classes.map((node) => [nameOf(builder, node), node]));
  const done = new Set<NodeId>();
  const ordered: NodeId[] = [];
  const add = (node: NodeId): void => {
    if (done.has(node)) return;
    done.add(node);
    for (const part of ["superclass", "interfaces"]) {
      const list = childByField(tree, node, part);
      for (const type of list === NONE ? [] : descendants(tree, list, ["type_identifier"])) {
        const base = byName.get(textOf(tree, type));
        if (base !== undefined) add(base);
      }
    }
    ordered.push(node);
  };
  const isPublic = (node: NodeId): boolean => modifiersOf(builder, node).includes("public");
  for (const node of classes) if (!isPublic(node)) add(node);
  for (const node of classes) add(node);
  return ordered;
}
