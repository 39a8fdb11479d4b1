import {
  childByField,
  children,
  descendants,
  kindOf,
  NONE,
  type NodeId,
  namedChildren,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { insertAfter, insertAt, lineEndAt, lineStartAt, quoteStyle } from "#recipes/kit/edit.ts";
import { endsWithSemicolons, stringValue } from "./expressions.ts";
import { type ModuleBinding, moduleBindings, plainModule, requiredModule } from "./modules.ts";
import { bindingsNamed, freshName, resolve } from "./scope.ts";

export interface Import {
  /** Expression that means the wanted export at the place asked for. */
  readonly text: string;
  readonly edits: readonly TextEdit[];
}

export interface Wanted {
  /** Without `node:`. */
  readonly module: string;
  /** Names of exports used. */
  readonly exported: string;
  /** How a file that does not know the module yet should import it. */
  readonly as: "module" | "name";
}

const BUILTINS = new Set([
  "assert",
  "buffer",
  "child_process",
  "crypto",
  "events",
  "fs",
  "fs/promises",
  "http",
  "https",
  "net",
  "os",
  "path",
  "process",
  "querystring",
  "readline",
  "stream",
  "tls",
  "url",
  "util",
  "zlib",
  "worker_threads",
  "sqlite",
]);

/** An expression for an export of a built-in module, reusing what the file imports and else adding to it in the file's style. */
export function useExport(tree: SyntaxTree, at: NodeId, wanted: Wanted): Import {
  const bindings = moduleBindings(tree, (module) => module === wanted.module).filter((binding) => visible(tree, at, binding));
  const exact = bindings.find((binding) => binding.exported === wanted.exported);
  if (exact !== undefined) return { text: exact.local, edits: [] };
  const whole = bindings.find((binding) => binding.exported === "");
  if (whole !== undefined) return { text: `${whole.local}.${wanted.exported}`, edits: [] };
  const joined = bindings.find((binding) => binding.clause !== NONE && !binding.exported.includes("."));
  if (joined !== undefined) {
    const name = localName(tree, wanted.exported);
    return { text: name, edits: [joinClause(tree, joined.clause, joined.style, wanted.exported, name)] };
  }
  const local = localName(tree, wanted.as === "module" ? wanted.module : wanted.exported);
  return {
    text: wanted.as === "module" ? `${local}.${wanted.exported}` : local,
    edits: [addStatement(tree, importStatement(tree, wanted, local))],
  };
}

function visible(tree: SyntaxTree, at: NodeId, binding: ModuleBinding): boolean {
  return resolve(tree, at, binding.local)?.identifier === binding.identifier;
}

/** The name itself where the file declares nothing by it. */
function localName(tree: SyntaxTree, name: string): string {
  if (bindingsNamed(tree, name).length === 0) return name;
  return freshName(tree, [`node${name[0]?.toUpperCase()}${name.slice(1)}`]);
}

function joinClause(tree: SyntaxTree, clause: NodeId, style: "import" | "require", exported: string, local: string): TextEdit {
  const text = exported === local ? local : style === "import" ? `${exported} as ${local}` : `${exported}: ${local}`;
  const entries = namedChildren(tree, clause).filter((child) => kindOf(tree, child) !== "comment");
  const last = entries.at(-1);
  if (last === undefined) return insertAt((tree.starts[clause] as number) + 1, ` ${text} `);
  if (kindOf(tree, last) === "rest_pattern") return insertAt(tree.starts[last] as number, `${text}, `);
  const between = tree.text.slice(lineStartAt(tree.text, tree.starts[last] as number), tree.starts[last]);
  return insertAfter(tree, last, between.trim() === "" ? `,\n${between}${text}` : `, ${text}`);
}

/** True when the file is an ES module by its own words, or by its language when it says nothing. */
function usesImports(tree: SyntaxTree): boolean {
  const top = namedChildren(tree, 0).map((node) => kindOf(tree, node));
  if (top.includes("import_statement") || top.includes("export_statement")) return true;
  if (/\brequire\s*\(|\bmodule\.exports\b|\bexports\./.test(tree.text)) return false;
  return tree.pack.id !== "javascript";
}

function importStatement(tree: SyntaxTree, wanted: Wanted, local: string): string {
  const quote = quoteStyle(tree);
  const end = endsWithSemicolons(tree) ? ";" : "";
  const named = (style: "import" | "require"): string =>
    wanted.exported === local ? `{ ${local} }` : `{ ${wanted.exported}${style === "import" ? " as" : ":"} ${local} }`;
  const esm = usesImports(tree);
  const source = quote + (writesNodePrefix(tree, esm) ? "node:" : "") + wanted.module + quote;
  if (!esm) return `const ${wanted.as === "module" ? local : named("require")} = require(${source})${end}`;
  if (wanted.as === "name") return `import ${named("import")} from ${source}${end}`;
  return `import ${importsNamespaces(tree) ? `* as ${local}` : local} from ${source}${end}`;
}

/** As the file's other imports of built-in modules do; without any, only ES modules get the prefix. */
function writesNodePrefix(tree: SyntaxTree, otherwise: boolean): boolean {
  const sources = moduleBindings(tree, (module) => BUILTINS.has(module)).map((binding) => binding.source);
  return sources.length === 0 ? otherwise : sources.some((source) => source.startsWith("node:"));
}

/** `import * as x` needs no interop setting in TypeScript, so it is the choice there unless the file imports built-ins by default. */
function importsNamespaces(tree: SyntaxTree): boolean {
  const whole = moduleBindings(tree, (module) => BUILTINS.has(module)).filter(
    (binding) => binding.exported === "" && binding.style === "import",
  );
  if (whole.length === 0) return tree.pack.id !== "javascript";
  return whole.some((binding) => tree.text.slice(tree.starts[binding.statement], tree.starts[binding.identifier]).includes("*"));
}

/** A statement put after the file's last leading import, or before its first statement and the comment that belongs to it. */
export function addStatement(tree: SyntaxTree, statement: string): TextEdit {
  const top = namedChildren(tree, 0);
  const last = top.findLast((node) => isImport(tree, node));
  if (last !== undefined) {
    const end = lineEndAt(tree.text, tree.ends[last] as number);
    return tree.text[end - 1] === "\n" ? insertAt(end, `${statement}\n`) : insertAt(end, `\n${statement}`);
  }
  const first = top.findIndex((node) => !["comment", "hash_bang_line"].includes(kindOf(tree, node)) && !isDirective(tree, node));
  if (first < 0) return insertAt(tree.text.length, `${statement}\n`);
  let place = first;
  while (
    place > 0 &&
    kindOf(tree, top[place - 1] as NodeId) === "comment" &&
    adjacent(tree, top[place - 1] as NodeId, top[place] as NodeId)
  )
    place--;
  return insertAt(lineStartAt(tree.text, tree.starts[top[place] as NodeId] as number), `${statement}\n\n`);
}

function isImport(tree: SyntaxTree, node: NodeId): boolean {
  const kind = kindOf(tree, node);
  if (kind === "import_statement") return true;
  if (kind !== "lexical_declaration" && kind !== "variable_declaration") return false;
  return children(tree, node).some(
    (child) =>
      kindOf(tree, child) === "variable_declarator" && requiredModule(tree, childByField(tree, child, "value")) !== undefined,
  );
}

function isDirective(tree: SyntaxTree, node: NodeId): boolean {
  if (kindOf(tree, node) !== "expression_statement") return false;
  const only = namedChildren(tree, node)[0];
  return only !== undefined && kindOf(tree, only) === "string" && stringValue(tree, only) !== undefined;
}

function adjacent(tree: SyntaxTree, comment: NodeId, next: NodeId): boolean {
  return !/\n\s*\n|\r\s*\r/.test(tree.text.slice(tree.ends[comment], tree.starts[next])) && comment < next;
}

/** Modules that the file imports or requires anywhere, without `node:`. */
export function importedModules(tree: SyntaxTree): Set<string> {
  const found = new Set<string>();
  for (const node of descendants(tree, 0, ["import_statement"])) {
    const source = stringValue(tree, childByField(tree, node, "source"));
    if (source !== undefined) found.add(plainModule(source));
  }
  for (const node of descendants(tree, 0, ["call_expression"])) {
    const required = textOf(tree, childByField(tree, node, "function")) === "require" ? requiredModule(tree, node) : undefined;
    if (required !== undefined) found.add(plainModule(required.source));
  }
  return found;
}
