import { descendants, enclosing, kindOf, NONE, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { arrayDeclarator } from "./calls.ts";
import type { BuiltText } from "./built-text.ts";
import { withoutStatement } from "./statements.ts";

/** Edits that take away the call that built a text, and the array that held it, where nothing but the one use of the text needs them. */
export function withoutBuffer(tree: SyntaxTree, built: BuiltText): TextEdit[] {
  const definition = enclosing(tree, built.call, ["function_definition"]);
  const declarator = arrayDeclarator(tree, built.call, built.name);
  const declaration = declarator === NONE ? NONE : parentOf(tree, declarator);
  const uses = descendants(tree, definition, ["identifier"]).filter(
    (node) =>
      textOf(tree, node) === built.name &&
      (node < built.call || node >= (tree.after[built.call] as number)) &&
      (declarator === NONE || node < declarator || node >= (tree.after[declarator] as number)),
  );
  if (built.statement === NONE || uses.length !== 1 || declaration === NONE) return [];
  const alone = kindOf(tree, declaration) === "declaration" && !textOf(tree, declaration).includes(",");
  return alone ? [withoutStatement(tree, built.statement), withoutStatement(tree, declaration)] : [];
}
