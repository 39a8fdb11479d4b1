import { childByField, kindOf, NONE, type NodeId, namedChildren, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { bare } from "./expressions.ts";
import { type Import, useExport } from "./imports.ts";
import { bindingOf, moduleBindings } from "./modules.ts";
import { removeEntry } from "./removal.ts";
import { bindingsNamed, resolve, usesOf } from "./scope.ts";

/**
 * Turns a name that means export `from` of a module at `node` into export `to`: a member gets another property, a name imported only for this use
 * is imported as the other one, a name with further uses stays and the other one joins it. `text` replaces the node.
 */
export function swapExport(tree: SyntaxTree, node: NodeId, module: string, from: string, to: string): Import {
  const plain = bare(tree, node);
  if (kindOf(tree, plain) === "member_expression") return addExport(tree, plain, module, to);
  const bindings = moduleBindings(tree, (name) => name === module);
  const binding = bindingOf(tree, plain, bindings);
  const declared = binding === undefined ? undefined : resolve(tree, plain, binding.local);
  if (binding === undefined || declared === undefined || usesOf(tree, declared).length > 1 || exportsName(tree, binding.local))
    return addExport(tree, plain, module, to);
  const known = bindings.find(
    (other) => other.exported === to && resolve(tree, plain, other.local)?.identifier === other.identifier,
  );
  if (known !== undefined) return { text: known.local, edits: binding.clause === NONE ? [] : [removeEntry(tree, binding.entry)] };
  const free = bindingsNamed(tree, to).length === 0;
  if (binding.local !== from)
    return { text: textOf(tree, plain), edits: renameSource(tree, binding.entry, binding.clause, binding.identifier, from, to) };
  if (!free) return addExport(tree, plain, module, to);
  return {
    text: to,
    edits: [
      replaceNode(tree, binding.identifier, to),
      ...renameSource(tree, binding.entry, binding.clause, binding.identifier, from, to),
    ],
  };
}

/** As {@link swapExport} where the old name has to stay. */
export function addExport(tree: SyntaxTree, node: NodeId, module: string, to: string): Import {
  const plain = bare(tree, node);
  if (kindOf(tree, plain) !== "member_expression") return useExport(tree, plain, { module, exported: to, as: "name" });
  const property = childByField(tree, plain, "property");
  return { text: tree.text.slice(tree.starts[plain], tree.starts[property]) + to, edits: [] };
}

function exportsName(tree: SyntaxTree, name: string): boolean {
  return new RegExp(`export\\s*\\{[^}]*\\b${name}\\b`).test(tree.text);
}

/** Renames the exported side of `exec: run`, `exec as run` or `const run = require("…").exec`. */
function renameSource(tree: SyntaxTree, entry: NodeId, clause: NodeId, identifier: NodeId, from: string, to: string): TextEdit[] {
  if (clause !== NONE) {
    const key = namedChildren(tree, entry)[0] ?? NONE;
    return key !== NONE && key !== identifier && textOf(tree, key) === from ? [replaceNode(tree, key, to)] : [];
  }
  const value = bare(tree, childByField(tree, tree.parents[identifier] as number, "value"));
  const property = value === NONE || kindOf(tree, value) !== "member_expression" ? NONE : childByField(tree, value, "property");
  return property === NONE ? [] : [replaceNode(tree, property, to)];
}
