import { languageById } from "#analysis/languages/registry.ts";
import {
  childByField,
  children,
  descendants,
  kindOf,
  NONE,
  type NodeId,
  parentOf,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import { packageOf } from "./node-modules.ts";

/** A place where code asks for a module from outside the file. */
export interface ImportSite {
  /** As written: a dotted name or a specifier. */
  readonly module: string;
  /** Offsets in the text, half-open. */
  readonly start: number;
  readonly end: number;
  /** True where the code goes on without it: in a `try`, or for type checkers only. */
  readonly optional: boolean;
}

/** Absolute imports where modules have dotted names; elsewhere imports, exports and calls of `require` and `import` with a fixed text. */
export function importSites(tree: SyntaxTree): ImportSite[] {
  return tree.pack.dottedModules ? dottedSites(tree) : quotedSites(tree);
}

function site(tree: SyntaxTree, node: NodeId, module: string): ImportSite {
  return { module, start: tree.starts[node] as number, end: tree.ends[node] as number, optional: isOptional(tree, node) };
}

function dottedSites(tree: SyntaxTree): ImportSite[] {
  const found: ImportSite[] = [];
  for (const statement of descendants(tree, 0 as NodeId, ["import_statement", "import_from_statement"])) {
    if (kindOf(tree, statement) === "import_from_statement") {
      const module = childByField(tree, statement, "module_name");
      if (module !== NONE && kindOf(tree, module) === "dotted_name") found.push(site(tree, module, textOf(tree, module)));
      continue;
    }
    for (const name of children(tree, statement)) {
      const module = kindOf(tree, name) === "aliased_import" ? childByField(tree, name, "name") : name;
      if (module !== NONE && kindOf(tree, module) === "dotted_name") found.push(site(tree, module, textOf(tree, module)));
    }
  }
  return found;
}

function quotedSites(tree: SyntaxTree): ImportSite[] {
  const found: ImportSite[] = [];
  const add = (node: NodeId): void => {
    if (node !== NONE && kindOf(tree, node) === "string") found.push(site(tree, node, textOf(tree, node).slice(1, -1)));
  };
  for (const node of descendants(tree, 0 as NodeId, ["import_statement", "export_statement", "call_expression"])) {
    if (kindOf(tree, node) !== "call_expression") add(childByField(tree, node, "source"));
    else if (["require", "import", "require.resolve"].includes(textOf(tree, childByField(tree, node, "function")))) {
      const [first] = children(tree, childByField(tree, node, "arguments")).filter((one) => !/^[(),]$/u.test(kindOf(tree, one)));
      if (first !== undefined) add(first);
    }
  }
  return found;
}

function isOptional(tree: SyntaxTree, node: NodeId): boolean {
  for (let current = parentOf(tree, node); current !== NONE; current = parentOf(tree, current)) {
    const kind = kindOf(tree, current);
    if (kind === "try_statement") return true;
    if (kind === "if_statement" && textOf(tree, childByField(tree, current, "condition")).includes("TYPE_CHECKING")) return true;
  }
  return false;
}

/** The package or top-level module that an import asks for; undefined for what lies in the project by its form. */
export function askedFor(language: string, module: string): string | undefined {
  if (languageById(language)?.dottedModules === true) return module.split(".")[0];
  return /^[.#/$]|^[@~]\//u.test(module) ? undefined : packageOf(module);
}
