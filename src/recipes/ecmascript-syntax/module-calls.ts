import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { calleeOf } from "./expressions.ts";
import { exportedPath, moduleBindings } from "./modules.ts";

/** Dotted path of the export of one of the modules (without `node:`) that a call or `new` calls, `""` for the module itself. */
export function exportCalled(tree: SyntaxTree, call: NodeId, modules: readonly string[]): string | undefined {
  const accepts = (module: string): boolean => modules.includes(module);
  return exportedPath(tree, calleeOf(tree, call), moduleBindings(tree, accepts), accepts);
}
