import { childByField, kindOf, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { replaceNode, settleEdits } from "#recipes/kit/edit.ts";
import type { BuiltPath } from "./built-paths.ts";
import { calledName, endsWithSemicolons } from "./expressions.ts";
import { useExport } from "./imports.ts";
import { type PathParts, pathFunction } from "./path-parts.ts";
import { guardLines, refuseAt } from "./refusals.ts";
import { freshName, resolve } from "./scope.ts";
import { follow, placeBefore, precede } from "./statements.ts";

/** Sinks that the folder itself may be given to. */
const FOLDERS = /^(?:readdir|opendir|mkdir|ensureDir|rmdir|glob)/;

/** A name in the file that already holds the resolved folder. */
function resolvedName(tree: SyntaxTree, { node }: PathParts, folder: readonly string[]): string | undefined {
  const [only = ""] = folder;
  if (folder.length !== 1 || !/^[A-Za-z_$][\w$]*$/.test(only)) return undefined;
  const binding = resolve(tree, node, only);
  if (binding?.kind !== "const" || binding.value < 0 || kindOf(tree, binding.value) !== "call_expression") return undefined;
  return pathFunction(tree, binding.value) === "resolve" || calledName(tree, binding.value).startsWith("realpath")
    ? only
    : undefined;
}

/**
 * Edits that refuse a built path unless it lies below its folder, or why none can be made. With `followLinks` folder and path are taken as the file
 * system resolves them.
 */
export function containPath(tree: SyntaxTree, { parts, sink }: BuiltPath, followLinks: boolean): TextEdit[] | string {
  const { node } = parts;
  const place = placeBefore(tree, node);
  if (place === undefined) return "no check can be put before the path is used without changing when it runs";
  const end = endsWithSemicolons(tree) ? ";" : "";
  const imports: TextEdit[] = [];
  const use = (module: string, exported: string): string => {
    const used = useExport(tree, node, { module, exported, as: "module" });
    imports.push(...used.edits);
    return used.text;
  };
  const resolver = followLinks ? use("fs", "realpathSync") : "";
  const real = (text: string): string => (followLinks ? `${resolver}(${text})` : text);
  const folder = parts.below ?? parts.base;
  const known = followLinks ? undefined : resolvedName(tree, parts, folder);
  const base = known ?? freshName(tree, ["baseDir", "rootDir", "baseFolder"]);
  const declareBase =
    known === undefined ? [`const ${base} = ${real(`${use("path", "resolve")}(${folder.join(", ")})`)}${end}`] : [];
  const head = parts.below === undefined ? [base] : parts.base;
  const joined = `${use("path", parts.joinedBy)}(${[...head, ...parts.rest].join(", ")})`;
  const isAbsolute = parts.below === undefined || known !== undefined || parts.joinedBy === "resolve";
  const target = real(isAbsolute ? joined : `${use("path", "resolve")}(${joined})`);
  const declarator = parentOf(tree, node);
  const declaredName = kindOf(tree, declarator) === "variable_declarator" ? childByField(tree, declarator, "name") : -1;
  const isDeclared =
    declaredName >= 0 &&
    parentOf(tree, declarator) === place.statement &&
    place.kind === "block" &&
    kindOf(tree, declaredName) === "identifier";
  const name = isDeclared ? textOf(tree, declaredName) : freshName(tree, ["filePath", "targetPath", "resolvedPath"]);
  const outside = `!${name}.startsWith(${base} + ${use("path", "sep")})`;
  const condition = FOLDERS.test(sink) ? `${name} !== ${base} && ${outside}` : outside;
  const guard = guardLines(condition, refuseAt(tree, node, 403, "Forbidden", "Path is outside of its folder"));
  const edits = isDeclared
    ? [
        ...(declareBase.length > 0 ? precede(tree, place, declareBase) : []),
        replaceNode(tree, node, target),
        follow(tree, place.statement, guard),
      ]
    : [...precede(tree, place, [...declareBase, `const ${name} = ${target}${end}`, ...guard]), replaceNode(tree, node, name)];
  return settleEdits(tree, [...edits, ...imports]);
}
