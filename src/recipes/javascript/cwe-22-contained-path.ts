import { childByField, kindOf, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe, type RecipeAnswer, type RecipeOption } from "#ports/recipe.ts";
import { type BuiltPath, findPath, isGuarded } from "#recipes/ecmascript-syntax/built-paths.ts";
import { endsWithSemicolons } from "#recipes/ecmascript-syntax/expressions.ts";
import { useExport } from "#recipes/ecmascript-syntax/imports.ts";
import { guardLines, refuseAt } from "#recipes/ecmascript-syntax/refusals.ts";
import { freshName } from "#recipes/ecmascript-syntax/scope.ts";
import { follow, placeBefore, precede } from "#recipes/ecmascript-syntax/statements.ts";
import { replaceNode, settleEdits } from "#recipes/kit/edit.ts";

const FOLDERS = /^(?:readdir|opendir|mkdir|ensureDir|rmdir|glob)/;
const READS = /^(?:readFile|createReadStream|stat|lstat|access|sendFile|download|readdir|opendir|open)/;

interface Style {
  readonly variant: "contained" | "real-path";
  readonly title: string;
  readonly tradeOffs: RecipeOption["tradeOffs"];
}

function option(tree: SyntaxTree, { parts, sink }: BuiltPath, style: Style): RecipeOption | string {
  const { node } = parts;
  const place = placeBefore(tree, node);
  if (place === undefined) return "no check can be put before the path is used without changing when it runs";
  const end = endsWithSemicolons(tree) ? ";" : "";
  const use = (module: string, exported: string): string => {
    const used = useExport(tree, node, { module, exported, as: "module" });
    imports.push(...used.edits);
    return used.text;
  };
  const imports: TextEdit[] = [];
  const real = style.variant === "real-path" ? use("fs", "realpathSync") : "";
  const base = freshName(tree, ["baseDir", "rootDir", "baseFolder"]);
  const resolved = `${use("path", "resolve")}(${parts.base.join(", ")})`;
  const joined = `${use("path", parts.joinedBy)}(${[base, ...parts.rest].join(", ")})`;
  const declareBase = `const ${base} = ${real === "" ? resolved : `${real}(${resolved})`}${end}`;
  const target = real === "" ? joined : `${real}(${joined})`;
  const declarator = parentOf(tree, node);
  const isDeclared =
    kindOf(tree, declarator) === "variable_declarator" &&
    parentOf(tree, declarator) === place.statement &&
    place.kind === "block" &&
    kindOf(tree, childByField(tree, declarator, "name")) === "identifier";
  const name = isDeclared
    ? textOf(tree, childByField(tree, declarator, "name"))
    : freshName(tree, ["filePath", "targetPath", "resolvedPath"]);
  const outside = `!${name}.startsWith(${base} + ${use("path", "sep")})`;
  const condition = FOLDERS.test(sink) ? `${name} !== ${base} && ${outside}` : outside;
  const guard = guardLines(condition, refuseAt(tree, node, 403, "Forbidden", "Path is outside of its folder"));
  const edits = isDeclared
    ? [...precede(tree, place, [declareBase]), replaceNode(tree, node, target), follow(tree, place.statement, guard)]
    : [...precede(tree, place, [declareBase, `const ${name} = ${target}${end}`, ...guard]), replaceNode(tree, node, name)];
  const rationale =
    "The path is resolved first and used only when it lies below its folder, so neither `..` nor an absolute path leads out.";
  return {
    variant: style.variant,
    title: style.title,
    rationale,
    edits: settleEdits(tree, [...edits, ...imports]),
    tradeOffs: style.tradeOffs,
  };
}

export default defineRecipe({
  id: "javascript/cwe-22-contained-path",
  title: "Path joined from outside values must stay below its folder",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-22", "CWE-23", "CWE-36", "CWE-73"],
  review: "merge-after-review",
  description:
    "Resolves the fixed part of a `path.join`, `path.resolve`, template or concatenation first, joins the rest to it, and refuses the result unless it begins with that folder and a separator: with an answer in a web handler, an error for a callback, else a thrown error. Declines when the folder itself comes from outside or cannot be told, when the function already compares paths, or when no statement can be put before the use.",
  propose({ tree, range }): RecipeAnswer {
    const found = findPath(tree, range);
    if (typeof found === "string") return { kind: "declined", reason: found };
    if (isGuarded(tree, found.parts)) return { kind: "declined", reason: "the function already compares or strips the path" };
    const plain = option(tree, found, {
      variant: "contained",
      title: "Refuse a path outside of its folder",
      tradeOffs: {
        security: "A symbolic link inside the folder may still lead out of it.",
        behaviour: "A path that leads out of the folder is refused.",
      },
    });
    if (typeof plain === "string") return { kind: "declined", reason: plain };
    const real = READS.test(found.sink)
      ? option(tree, found, {
          variant: "real-path",
          title: "Refuse a path outside of its folder, symbolic links followed",
          tradeOffs: { behaviour: "A missing file throws from realpathSync, before the call that opens it." },
        })
      : "";
    return { kind: "options", options: typeof real === "string" ? [plain] : [plain, real] };
  },
});
