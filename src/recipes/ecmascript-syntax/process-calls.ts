import { kindOf, NONE, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { argumentsOf, calleeOf } from "./expressions.ts";
import { exportedPath, moduleBindings } from "./modules.ts";
import { resolve, valueOf } from "./scope.ts";

const isModule = (name: string): boolean => name === "child_process";

/** A call of a function of child_process. */
export interface ProcessCall {
  readonly node: NodeId;
  /** Name of the function in the module. */
  readonly name: string;
  /** Called through the result of `promisify`. */
  readonly promisified: boolean;
}

/** What the call means, or undefined when it calls nothing of child_process. */
export function processCall(tree: SyntaxTree, node: NodeId): ProcessCall | undefined {
  const bindings = moduleBindings(tree, isModule);
  const callee = calleeOf(tree, node);
  const name = exportedPath(tree, callee, bindings, isModule) ?? undeclared(tree, callee);
  if (name !== undefined) return { node, name, promisified: false };
  const { value } = valueOf(tree, callee);
  if (
    value === callee ||
    value === NONE ||
    kindOf(tree, value) !== "call_expression" ||
    !/(^|\.)promisify$/.test(textOf(tree, calleeOf(tree, value)))
  )
    return undefined;
  const inner = argumentsOf(tree, value)[0] ?? NONE;
  return inner !== NONE && exportedPath(tree, inner, bindings, isModule) === "exec"
    ? { node, name: "exec", promisified: true }
    : undefined;
}

/** A file fragment may use the module's usual names without importing them. */
function undeclared(tree: SyntaxTree, callee: NodeId): string | undefined {
  const match =
    callee === NONE
      ? null
      : /^(?:(child_process|childProcess|cp)\.)?(exec|execSync|spawn|spawnSync|execFile|execFileSync)$/.exec(
          textOf(tree, callee),
        );
  return match !== null && resolve(tree, callee, match[1] ?? (match[2] as string)) === undefined ? match[2] : undefined;
}
