import {
  childByField,
  descendants,
  enclosing,
  kindOf,
  type NodeId,
  NONE,
  parentOf,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";

/** The type that a variable or field is declared with, as it is written, a `*` behind it for a pointer and `[]` for an array; `""` where that is not in view or not the same everywhere. */
export function declaredType(tree: SyntaxTree, node: NodeId): string {
  const field = kindOf(tree, node) === "field_expression";
  const name = textOf(tree, field ? childByField(tree, node, "field") : node);
  const definition = enclosing(tree, node, ["function_definition"]);
  if (field) return onlyOne(types(tree, 0, ["field_declaration"], "field_identifier", name));
  const inside = definition === NONE ? [] : types(tree, definition, ["declaration", "parameter_declaration"], "identifier", name);
  return onlyOne(inside.length > 0 ? inside : types(tree, 0, ["declaration"], "identifier", name));
}

function types(tree: SyntaxTree, within: NodeId, kinds: readonly string[], nameKind: string, name: string): string[] {
  return descendants(tree, within, [nameKind]).flatMap((node) => {
    if (textOf(tree, node) !== name) return [];
    let form = "";
    let around = parentOf(tree, node);
    for (let from = node; kindOf(tree, around).endsWith("_declarator"); from = around, around = parentOf(tree, around)) {
      if (tree.fieldNames[tree.fields[from] as number] !== "declarator") return [];
      if (kindOf(tree, around) === "pointer_declarator") form += " *";
      else if (kindOf(tree, around) === "array_declarator") form += "[]";
    }
    return kinds.includes(kindOf(tree, around)) ? [textOf(tree, childByField(tree, around, "type")) + form] : [];
  });
}

function onlyOne(found: readonly string[]): string {
  const [first = ""] = found;
  return found.every((type) => type === first) ? first : "";
}
