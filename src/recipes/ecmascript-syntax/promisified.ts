import { enclosing, NONE, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { indentationAt, insertAfter, replaceNode } from "#recipes/kit/edit.ts";
import { argumentsOf, calleeOf, endsWithSemicolons } from "./expressions.ts";
import type { Import } from "./imports.ts";
import { freshName, usesOf, valueOf } from "./scope.ts";
import { addExport, swapExport } from "./swap-export.ts";

/** As swapExport, for a callee that was declared as `promisify(<from>)`: redeclares it where this is its only use, else declares a second one after it. */
export function swapPromisified(tree: SyntaxTree, callee: NodeId, module: string, from: string, to: string): Import {
  const { value, binding } = valueOf(tree, callee);
  const wrapped = argumentsOf(tree, value)[0] ?? NONE;
  if (binding === undefined || wrapped === NONE) return { text: textOf(tree, callee), edits: [] };
  const only = usesOf(tree, binding).length === 1;
  const swap = only ? swapExport(tree, wrapped, module, from, to) : addExport(tree, wrapped, module, to);
  const name = binding.name.toLowerCase().includes(from.toLowerCase())
    ? binding.name.replace(new RegExp(from, "i"), (found) => (found[0] === "E" ? to[0]?.toUpperCase() + to.slice(1) : to))
    : undefined;
  if (only) {
    const local = name === undefined ? binding.name : freshName(tree, [name]);
    return {
      text: local,
      edits: [replaceNode(tree, binding.identifier, local), replaceNode(tree, wrapped, swap.text), ...swap.edits],
    };
  }
  const local = freshName(tree, [name ?? `${to}Async`]);
  const statement = enclosing(tree, binding.declaration, ["lexical_declaration", "variable_declaration"]);
  const indent = indentationAt(tree.text, tree.starts[statement] as number);
  const end = endsWithSemicolons(tree) ? ";" : "";
  const added = `\n${indent}const ${local} = ${textOf(tree, calleeOf(tree, value))}(${swap.text})${end}`;
  return { text: local, edits: [insertAfter(tree, statement, added), ...swap.edits] };
}
