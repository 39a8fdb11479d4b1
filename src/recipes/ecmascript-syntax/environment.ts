import type { SyntaxTree } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { quoteStyle } from "#recipes/kit/edit.ts";
import { endsWithSemicolons } from "./expressions.ts";
import { addStatement } from "./imports.ts";
import { levelOf } from "./indentation.ts";
import { freshName, resolve } from "./scope.ts";

/** A function that reads an environment variable and throws when it is missing: the file's own, else one added below its imports. */
export function useEnvironment(tree: SyntaxTree): { readonly name: string; readonly edits: readonly TextEdit[] } {
  const names = ["requireEnv", "requiredEnv", "requireEnvironment"];
  const own = names.find((name) => ["function", "import"].includes(resolve(tree, 0, name)?.kind ?? ""));
  if (own !== undefined) return { name: own, edits: [] };
  const name = freshName(tree, names);
  const end = endsWithSemicolons(tree) ? ";" : "";
  const typed = tree.pack.id !== "javascript";
  const unit = levelOf(tree);
  const quote = quoteStyle(tree);
  const text = [
    `function ${name}(name${typed ? ": string" : ""})${typed ? ": string" : ""} {`,
    `${unit}const value = process.env[name]${end}`,
    `${unit}if (value === undefined || value === ${quote}${quote}) {`,
    `${unit}${unit}throw new Error(\`\${name} is not set\`)${end}`,
    `${unit}}`,
    `${unit}return value${end}`,
    "}",
  ].join("\n");
  const place = addStatement(tree, text);
  return { name, edits: [place.text.endsWith("\n\n") ? place : { ...place, text: `\n${place.text}` }] };
}

/** `apiKey` and `api-key` as the name of an environment variable: `API_KEY`. */
export function environmentName(words: readonly string[]): string {
  const name = words
    .map((word) => word.replace(/([a-z\d])([A-Z])/g, "$1_$2").replace(/([A-Z])([A-Z][a-z])/g, "$1_$2"))
    .join("_")
    .toUpperCase()
    .replaceAll(/[^A-Z\d]+/g, "_")
    .replaceAll(/^_+|_+$/g, "");
  return /^\d/.test(name) ? `_${name}` : name;
}
