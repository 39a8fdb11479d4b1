import { childByField, kindOf, NONE, type NodeId, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { argumentsOf, bare, calledName, functionOf } from "./expressions.ts";
import { type PathParts, pathParts } from "./path-parts.ts";
import { valueOf } from "./scope.ts";

const FILES =
  /^(?:(?:read|write|append|open|unlink|stat|lstat|access|exists|copy|rename|rm|mkdir|rmdir|truncate|chmod|readlink|create\w+Stream)\w*|opendir|sendFile|sendfile|download|render|watch|require|readdir\w*|outputFile|remove)$/;

/** A built path and the call that opens it. */
export interface BuiltPath {
  readonly parts: PathParts;
  /** The call that opens the path, where it is in view. */
  readonly sink: string;
}

/** The built path, or why there is none, that the place means: itself, an argument of a call there, or the constant that such an argument names. */
export function findPath(tree: SyntaxTree, range: { readonly start: number; readonly end: number }): BuiltPath | string {
  let reason = "no built path at this place";
  for (const call of nodesNear(tree, range, ["call_expression", "template_string", "binary_expression", "variable_declarator"])) {
    const kind = kindOf(tree, call);
    const name = kind === "call_expression" ? calledName(tree, call) : "";
    const sources = FILES.test(name)
      ? argumentsOf(tree, call)
          .slice(0, 2)
          .map((argument) => valueOf(tree, bare(tree, argument)).value)
      : [];
    const own =
      kind === "call_expression"
        ? [call]
        : kind === "variable_declarator"
          ? [childByField(tree, call, "value")]
          : opened(tree, call)
            ? [call]
            : [];
    for (const node of [...sources, ...own]) {
      const parts = node === NONE ? undefined : pathParts(tree, node);
      if (
        typeof parts === "object" &&
        (kind !== "variable_declarator" || /path|dir|file|folder|join|resolve/i.test(textOf(tree, call)))
      )
        return { parts, sink: name };
      if (typeof parts === "string") reason = parts;
    }
  }
  return reason;
}

/** True when a built text is an argument of a call that opens files. */
function opened(tree: SyntaxTree, node: NodeId): boolean {
  const list = parentOf(tree, node);
  return kindOf(tree, list) === "arguments" && FILES.test(calledName(tree, parentOf(tree, list)));
}

/** True when the function around already compares this path, or every outside part of it, or strips its folders. */
export function isGuarded(tree: SyntaxTree, { node, rest }: PathParts): boolean {
  const around = functionOf(tree, node);
  const text = tree.text.slice(tree.starts[Math.max(around, 0)], tree.ends[Math.max(around, 0)]);
  let declarator = parentOf(tree, node);
  while (["arguments", "call_expression", "await_expression", "parenthesized_expression"].includes(kindOf(tree, declarator)))
    declarator = parentOf(tree, declarator);
  const own = kindOf(tree, declarator) === "variable_declarator" ? textOf(tree, childByField(tree, declarator, "name")) : "";
  if (/^\w+$/.test(own) && aliases(text, own).some((name) => isCompared(text, name))) return true;
  const outside = rest.filter((part) => !/^["'`][^$]*["'`]$/.test(part));
  return outside.every(
    (part) => /\bbasename\(/.test(part) || (part.match(/[A-Za-z_$][\w$]*/g) ?? []).some((name) => isCompared(text, name)),
  );
}

/** The name and those that the path's resolved forms are bound to. */
function aliases(text: string, name: string): string[] {
  const found = [
    ...text.matchAll(/\b(?:const|let|var)\s+(\w+)\s*=\s*([^;\n]*(?:resolve|normalize|realpath\w*|relative)\([^;\n]*)/g),
  ];
  return [
    name,
    ...found.filter((match) => new RegExp(`\\b${name}\\b`).test(match[2] as string)).map((match) => match[1] as string),
  ];
}

function isCompared(text: string, name: string): boolean {
  const plain = name.replaceAll("$", "\\$");
  return new RegExp(
    `(?<![\\w$.])${plain}\\)?\\.(?:startsWith|includes|indexOf)\\(|\\.test\\(\\s*${plain}\\s*\\)|\\.relative\\([^)]*\\b${plain}\\s*\\)`,
  ).test(text);
}
