import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, childrenByField, kindOf, NONE, namedChildren, textOf } from "#analysis/parse/tree.ts";

/** One name that an import statement binds. */
export interface ImportedName {
  /** The name in this file. */
  readonly local: string;
  /** What it stands for: `os.path` for `import os.path as p`, `os` for `import os.path`, `flask.request` for `from flask import request`. */
  readonly target: string;
  /** The name or `name as alias` in the statement. */
  readonly node: NodeId;
  readonly statement: NodeId;
  /** False inside a function, class, `try` or `if`. */
  readonly topLevel: boolean;
}

const KNOWN = new WeakMap<SyntaxTree, readonly ImportedName[]>();

/** All names that imports bind anywhere in the file, in source order. Relative modules keep their dots. */
export function importedNames(tree: SyntaxTree): readonly ImportedName[] {
  let names = KNOWN.get(tree);
  if (names === undefined) {
    names = readImports(tree);
    KNOWN.set(tree, names);
  }
  return names;
}

function readImports(tree: SyntaxTree): ImportedName[] {
  const found: ImportedName[] = [];
  for (let node = 0; node < tree.count; node++) {
    const kind = kindOf(tree, node);
    if (kind !== "import_statement" && kind !== "import_from_statement") continue;
    const from = kind === "import_from_statement" ? textOf(tree, childByField(tree, node, "module_name")) : undefined;
    for (const item of childrenByField(tree, node, "name")) {
      const aliased = kindOf(tree, item) === "aliased_import";
      const name = textOf(tree, aliased ? childByField(tree, item, "name") : item).replaceAll(/\s/g, "");
      const alias = aliased ? textOf(tree, childByField(tree, item, "alias")) : undefined;
      const whole = from === undefined ? name : `${from}.${name}`;
      const first = name.split(".")[0] as string;
      const target = from === undefined && alias === undefined ? first : whole;
      found.push({ local: alias ?? first, target, node: item, statement: node, topLevel: tree.parents[node] === 0 });
    }
  }
  return found;
}

/** `a.b.c` for an identifier or a chain of attributes on one; undefined for anything else. */
export function dottedName(tree: SyntaxTree, node: NodeId): string | undefined {
  if (node === NONE) return undefined;
  const kind = kindOf(tree, node);
  if (kind === "identifier") return textOf(tree, node);
  if (kind !== "attribute") return undefined;
  const object = dottedName(tree, childByField(tree, node, "object"));
  return object === undefined ? undefined : `${object}.${textOf(tree, childByField(tree, node, "attribute"))}`;
}

/** The dotted name with the file's imports resolved: `sp.run` is `subprocess.run` after `import subprocess as sp`. Other names stay as written. */
export function canonicalName(tree: SyntaxTree, node: NodeId): string | undefined {
  const written = dottedName(tree, node);
  if (written === undefined) return undefined;
  const [first = "", ...rest] = written.split(".");
  const imported = importedNames(tree).find((name) => name.local === first);
  return imported === undefined ? written : [imported.target, ...rest].join(".");
}

/** True when the file imports the module or something out of it. */
export function importsModule(tree: SyntaxTree, module: string): boolean {
  for (let node = 0; node < tree.count; node++) {
    const kind = kindOf(tree, node);
    if (kind === "import_from_statement") {
      const from = textOf(tree, childByField(tree, node, "module_name"));
      if (from === module || from.startsWith(`${module}.`)) return true;
      const items = childrenByField(tree, node, "name").map((item) => `${from}.${textOf(tree, item).split(/\s/)[0]}`);
      if (items.includes(module)) return true;
    } else if (kind === "import_statement") {
      const names = namedChildren(tree, node).map((item) => textOf(tree, item).split(/\s/)[0] as string);
      if (names.some((name) => name === module || name.startsWith(`${module}.`))) return true;
    }
  }
  return false;
}
