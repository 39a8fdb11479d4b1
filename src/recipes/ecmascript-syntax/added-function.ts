import type { SyntaxTree } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { quoteStyle } from "#recipes/kit/edit.ts";
import { endsWithSemicolons } from "./expressions.ts";
import { addStatement } from "./imports.ts";
import { levelOf } from "./indentation.ts";
import { freshName, resolve } from "./scope.ts";

export interface AddedFunction {
  /** Parameters, types (for TypeScript alone) after a colon: `text: unknown`. */
  readonly parameters: readonly string[];
  readonly result: string;
  /** Lines of the body without semicolons at their ends where the line ends a statement; `\t` stands for a level of indentation, `"` for the file's quote. */
  readonly body: readonly string[];
}

/** The file's own function by one of the names, else one added below its imports under the first free name. */
export function useFunction(
  tree: SyntaxTree,
  names: readonly string[],
  { parameters, result, body }: AddedFunction,
): { readonly name: string; readonly edits: readonly TextEdit[] } {
  const own = names.find((name) => ["function", "import", "const"].includes(resolve(tree, 0, name)?.kind ?? ""));
  if (own !== undefined) return { name: own, edits: [] };
  const name = freshName(tree, names);
  const end = endsWithSemicolons(tree) ? ";" : "";
  const typed = tree.pack.id !== "javascript";
  const unit = levelOf(tree);
  const quote = quoteStyle(tree);
  const list = parameters.map((parameter) => (typed ? parameter : (parameter.split(":")[0] as string))).join(", ");
  const lines = body.map((line) => unit + line.replaceAll("\t", unit).replaceAll('"', quote) + (/[{}]$/.test(line) ? "" : end));
  const text = [`function ${name}(${list})${typed ? `: ${result}` : ""} {`, ...lines, "}"].join("\n");
  const place = addStatement(tree, text);
  return { name, edits: [place.text.endsWith("\n\n") ? place : { ...place, text: `\n${place.text}` }] };
}
