import type { Expression } from "#analysis/ir/expression.ts";
import type { ImportedName, Statement } from "#analysis/ir/statement.ts";
import { type Builder, declare, lowerExpression, lowerStatement, spanOf } from "#analysis/lower/builder.ts";
import { unescape } from "#analysis/lower/escapes.ts";
import { childByField, childrenByField, kindOf, namedChildren, type NodeId, NONE, textOf } from "#analysis/parse/tree.ts";

function specifierOf(builder: Builder, node: NodeId): string {
  const source = childByField(builder.tree, node, "source");
  return source === NONE ? "" : unescape(textOf(builder.tree, source).slice(1, -1));
}

function lowerImport(builder: Builder, node: NodeId): Statement[] {
  const { tree } = builder;
  const names: ImportedName[] = [];
  const clause = namedChildren(tree, node).find((child) => kindOf(tree, child) === "import_clause");
  for (const child of clause === undefined ? [] : namedChildren(tree, clause)) {
    const kind = kindOf(tree, child);
    if (kind === "identifier") names.push({ imported: "default", local: textOf(tree, child) });
    else if (kind === "namespace_import")
      names.push({ imported: "", local: textOf(tree, namedChildren(tree, child)[0] ?? child) });
    else for (const part of namedChildren(tree, child)) names.push(specifier(builder, part));
  }
  for (const name of names) declare(builder, name.local);
  return [{ kind: "import", ...spanOf(builder, node), specifier: specifierOf(builder, node), names }];
}

function specifier(builder: Builder, node: NodeId): ImportedName {
  const { tree } = builder;
  const imported = textOf(tree, childByField(tree, node, "name") === NONE ? node : childByField(tree, node, "name"));
  const alias = childByField(tree, node, "alias");
  return { imported, local: alias === NONE ? imported : textOf(tree, alias) };
}

export function lowerExport(builder: Builder, node: NodeId): Statement[] {
  const { tree } = builder;
  const { start, end } = spanOf(builder, node);
  const from = specifierOf(builder, node);
  const clause = namedChildren(tree, node).find((child) => kindOf(tree, child) === "export_clause");
  if (clause !== undefined) {
    return namedChildren(tree, clause).map((part): Statement => {
      const { imported, local } = specifier(builder, part);
      if (from !== "") return { kind: "reexport", start, end, specifier: from, name: local, imported };
      return { kind: "export", start, end, name: local, value: { kind: "name", ...spanOf(builder, part), name: imported } };
    });
  }
  if (from !== "") {
    const space = namedChildren(tree, node).find((child) => kindOf(tree, child) === "namespace_export");
    const name = space === undefined ? "*" : textOf(tree, namedChildren(tree, space)[0] ?? space);
    return [{ kind: "reexport", start, end, specifier: from, name, imported: space === undefined ? "*" : "" }];
  }
  const value = childByField(tree, node, "value");
  if (value !== NONE) return [{ kind: "export", start, end, name: "default", value: lowerExpression(builder, value) }];
  const declaration = childByField(tree, node, "declaration");
  if (declaration === NONE) return [];
  const statements = lowerStatement(builder, declaration);
  const isDefault = tree.text.slice(start, tree.starts[declaration]).includes("default");
  return [
    ...statements,
    ...declaredNames(builder, declaration).map(
      ({ name, at }): Statement => ({
        kind: "export",
        start,
        end,
        name: isDefault ? "default" : name,
        value: { kind: "name", ...spanOf(builder, at), name },
      }),
    ),
  ];
}

function declaredNames(builder: Builder, node: NodeId): { name: string; at: NodeId }[] {
  const { tree } = builder;
  const name = childByField(tree, node, "name");
  if (name !== NONE) return [{ name: textOf(tree, name), at: name }];
  return namedChildren(tree, node).flatMap((child) => {
    const declared = kindOf(tree, child) === "variable_declarator" ? childByField(tree, child, "name") : NONE;
    if (declared === NONE) return [];
    if (kindOf(tree, declared) === "identifier") return [{ name: textOf(tree, declared), at: declared }];
    return namedChildren(tree, declared)
      .filter((part) => kindOf(tree, part) === "shorthand_property_identifier_pattern")
      .map((part) => ({ name: textOf(tree, part), at: part }));
  });
}

/** What an assignment to `module.exports`, `exports.x` or `module.exports.x` exports; `=` names the whole module. */
export function assignedExport(target: Expression, value: Expression): Statement | undefined {
  if (target.kind !== "member") return undefined;
  const { start, end } = value;
  if (isModuleExports(target)) return { kind: "export", start, end, name: "=", value };
  const isExports = target.object.kind === "name" && target.object.name === "exports";
  return isExports || isModuleExports(target.object) ? { kind: "export", start, end, name: target.name, value } : undefined;
}

function isModuleExports(node: Expression): boolean {
  return node.kind === "member" && node.name === "exports" && node.object.kind === "name" && node.object.name === "module";
}

export function importRequire(builder: Builder, node: NodeId): Statement[] {
  const { tree } = builder;
  const clause = namedChildren(tree, node).find((child) => kindOf(tree, child) === "import_require_clause");
  const [local] = clause === undefined ? [] : namedChildren(tree, clause);
  const [source] = clause === undefined ? [] : childrenByField(tree, clause, "source");
  if (local === undefined || source === undefined) return lowerImport(builder, node);
  declare(builder, textOf(tree, local));
  return [
    {
      kind: "import",
      ...spanOf(builder, node),
      specifier: textOf(tree, source).slice(1, -1),
      names: [{ imported: "", local: textOf(tree, local) }],
    },
  ];
}
