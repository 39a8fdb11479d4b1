import type { ImportedName, Statement } from "#analysis/ir/statement.ts";
import { type Builder, declare, spanOf } from "#analysis/lower/builder.ts";
import { childByField, childrenByField, kindOf, namedChildren, type NodeId, NONE, textOf } from "#analysis/parse/tree.ts";

export function lowerImport(builder: Builder, node: NodeId): Statement[] {
  const { tree } = builder;
  const { start, end } = spanOf(builder, node);
  const kind = kindOf(tree, node);
  if (kind === "future_import_statement") return [];
  if (kind === "import_statement") {
    return childrenByField(tree, node, "name").map((name) => {
      const aliased = kindOf(tree, name) === "aliased_import";
      const module = textOf(tree, aliased ? childByField(tree, name, "name") : name);
      // `import a.b` binds `a`; its members lead to the rest.
      const local = aliased ? textOf(tree, childByField(tree, name, "alias")) : (module.split(".")[0] as string);
      declare(builder, local);
      return { kind: "import", start, end, specifier: aliased ? module : local, names: [{ imported: "", local }] };
    });
  }
  const specifier = textOf(tree, childByField(tree, node, "module_name")).replaceAll(/\s+/gu, "");
  const names = childrenByField(tree, node, "name").map((name): ImportedName => {
    const aliased = kindOf(tree, name) === "aliased_import";
    const imported = textOf(tree, aliased ? childByField(tree, name, "name") : name);
    const alias = aliased ? childByField(tree, name, "alias") : NONE;
    const local = alias === NONE ? imported : textOf(tree, alias);
    declare(builder, local);
    return { imported, local };
  });
  const all = namedChildren(tree, node).some((child) => kindOf(tree, child) === "wildcard_import");
  return [{ kind: "import", start, end, specifier, names: all ? [{ imported: "*", local: "*" }] : names }];
}
