import {
  childByField,
  descendants,
  kindOf,
  namedChildren,
  type NodeId,
  NONE,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";

/** What a file says of its packages and types before anything of it is lowered. */
export interface GoFacts {
  /** Library paths, see {@link libraryPath}, by the names that the file calls them. */
  readonly packages: ReadonlyMap<string, string>;
  /** Nodes of the types that the file declares, outside of functions first. */
  readonly types: ReadonlyMap<string, NodeId>;
}

const kept = new WeakMap<SyntaxTree, GoFacts>();

function factsOf(tree: SyntaxTree): GoFacts {
  let facts = kept.get(tree);
  if (facts === undefined) {
    const packages = new Map<string, string>();
    for (const spec of descendants(tree, 0, ["import_spec"]))
      for (const name of localNames(tree, spec)) packages.set(name, libraryPath(importPath(tree, spec)));
    const types = new Map<string, NodeId>();
    for (const spec of descendants(tree, 0, ["type_spec", "type_alias"])) {
      const name = textOf(tree, childByField(tree, spec, "name"));
      if (!types.has(name)) types.set(name, childByField(tree, spec, "type"));
    }
    facts = { packages, types };
    kept.set(tree, facts);
  }
  return facts;
}

/** The path that an import names, as written. */
export function importPath(tree: SyntaxTree, spec: NodeId): string {
  return textOf(tree, childByField(tree, spec, "path")).slice(1, -1);
}

/** `github.com/jackc/pgx/v5/pgxpool` as `jackc/pgx/pgxpool`: without the host it lies on, and without versions. */
export function libraryPath(path: string): string {
  const [host = "", ...rest] = path.split("/").map((part) => part.replace(/\.v\d+$/u, ""));
  const parts = host.includes(".") && rest.length > 0 ? rest : [host, ...rest];
  return parts.filter((part, position) => position === 0 || !/^v\d+$/u.test(part)).join("/");
}

/** Names that an import gives its package: the written one, or those that its path lets expect. None for `_` and `.`. */
export function localNames(tree: SyntaxTree, spec: NodeId): string[] {
  const name = childByField(tree, spec, "name");
  if (name !== NONE) return kindOf(tree, name) === "package_identifier" ? [textOf(tree, name)] : [];
  const last = libraryPath(importPath(tree, spec)).split("/").at(-1) ?? "";
  const bare = last.replace(/^go-|[-.]go$/gu, "");
  return [...new Set([bare, last.replaceAll("-", "_"), bare.split(/[-.]/u).at(-1) ?? ""])].filter((one) =>
    /^[A-Za-z_]\w*$/u.test(one),
  );
}

/**
 * A declared type as annotations name it: `*http.Request` as `http.Request`, whatever the file calls the package; `""` for what is made of other types.
 */
export function annotationOf(tree: SyntaxTree, type: NodeId): string {
  if (type === NONE) return "";
  switch (kindOf(tree, type)) {
    case "pointer_type":
    case "parenthesized_type":
      return annotationOf(tree, namedChildren(tree, type)[0] ?? NONE);
    case "generic_type":
      return annotationOf(tree, childByField(tree, type, "type"));
    case "type_identifier":
      return textOf(tree, type);
    case "qualified_type": {
      const alias = textOf(tree, childByField(tree, type, "package"));
      const path = factsOf(tree).packages.get(alias);
      const name = path === undefined || /[-.]/u.test(path.split("/").at(-1) ?? "") ? alias : path.split("/").at(-1);
      return `${name}.${textOf(tree, childByField(tree, type, "name"))}`;
    }
    default:
      return "";
  }
}

/** What a type is made of: that of a name which the file declares. */
export function underlying(tree: SyntaxTree, type: NodeId, depth = 6): NodeId {
  if (type === NONE || depth === 0 || kindOf(tree, type) !== "type_identifier") return type;
  const declared = factsOf(tree).types.get(textOf(tree, type));
  return declared === undefined ? type : underlying(tree, declared, depth - 1);
}
