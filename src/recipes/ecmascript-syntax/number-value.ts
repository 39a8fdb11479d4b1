import { childByField, kindOf, type NodeId, namedChildren, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { bare, calledName } from "./expressions.ts";
import { resolve, valueOf } from "./scope.ts";

/** True where the file shows that the value is a number. */
export function isNumber(tree: SyntaxTree, node: NodeId): boolean {
  const plain = bare(tree, node);
  const kind = kindOf(tree, plain);
  const text = textOf(tree, plain);
  if (kind === "number" || kind === "unary_expression" || kind === "update_expression") return true;
  if (kind === "binary_expression") return /[-*/%]/.test(textOf(tree, childByField(tree, plain, "operator")));
  if (kind === "call_expression") return /^(Number|parseInt|parseFloat|round|floor|ceil|now)$/.test(calledName(tree, plain));
  if (kind === "member_expression") return /\.(length|size|pid|port|\w*(Count|Port|Pid|Seconds))$/.test(text);
  if (kind !== "identifier") return false;
  const { value, binding } = valueOf(tree, plain);
  if (binding !== undefined) return isNumber(tree, value);
  const declared = resolve(tree, plain, text);
  const parameter =
    declared === undefined
      ? undefined
      : namedChildren(tree, declared.declaration).find(
          (child) => child <= declared.identifier && declared.identifier < (tree.after[child] as number),
        );
  if (parameter !== undefined && new RegExp(`^${text}\\??\\s*:\\s*string\\b`).test(textOf(tree, parameter))) return false;
  if (parameter !== undefined && /^\w+\??\s*:\s*(number|bigint)\b|=\s*\d+$/.test(textOf(tree, parameter))) return true;
  return /^(pid|port|count|width|height|size|limit|seconds|timeout|n|num|number|quality)$|(Pid|Port|Count|Width|Height|Seconds|Number)$/.test(
    text,
  );
}
