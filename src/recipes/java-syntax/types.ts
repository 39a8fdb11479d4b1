import {
  childByField,
  childrenByField,
  descendants,
  enclosing,
  kindOf,
  namedChildren,
  type NodeId,
  NONE,
  parentOf,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import { METHODS, methodName, objectOf, typeOf } from "./calls.ts";

const DECLARATIONS = ["formal_parameter", "local_variable_declaration", "field_declaration", "resource"];
/** Methods of the JDK whose result has one type wherever they are called. */
const RESULTS: Readonly<Record<string, string>> = {
  toPath: "Path",
  toAbsolutePath: "Path",
  normalize: "Path",
  toRealPath: "Path",
  resolve: "Path",
  resolveSibling: "Path",
  toFile: "File",
  getParentFile: "File",
  getCanonicalFile: "File",
  getAbsoluteFile: "File",
  toString: "String",
  trim: "String",
  strip: "String",
  toLowerCase: "String",
  toUpperCase: "String",
  substring: "String",
  getAbsolutePath: "String",
  getCanonicalPath: "String",
  getProperty: "String",
  getenv: "String",
  getRealPath: "String",
  getParameter: "String",
  getHeader: "String",
};

/** The declaration of a plain name or of a field of `this`: the last one before it in its function, otherwise the field of the file; NONE where there is none. */
export function declarationOf(
  tree: SyntaxTree,
  node: NodeId,
): { readonly declaration: NodeId; readonly value: NodeId } | undefined {
  const text = textOf(tree, node);
  const name = text.replace(/^this\./u, "");
  if (!/^\w+$/u.test(name)) return undefined;
  const own = text === name ? enclosing(tree, node, ["method_declaration", "constructor_declaration"]) : NONE;
  const local = own === NONE ? [] : descendants(tree, own, DECLARATIONS).filter((one) => one < node);
  const fields = descendants(tree, 0, ["field_declaration"]);
  for (const declaration of [...local.toReversed(), ...fields]) {
    const declarators = namedChildren(tree, declaration).filter((child) => kindOf(tree, child) === "variable_declarator");
    const [found] = [...declarators, declaration].filter((one) =>
      childrenByField(tree, one, "name").some((child) => textOf(tree, child) === name),
    );
    if (found !== undefined) return { declaration, value: childByField(tree, found, "value") };
  }
  return undefined;
}

/** The last name of the type of an expression, without its parameters; `""` where the file does not tell. */
export function typeOfValue(tree: SyntaxTree, node: NodeId): string {
  switch (kindOf(tree, node)) {
    case "string_literal":
      return "String";
    case "object_creation_expression":
      return typeOf(tree, node);
    case "binary_expression":
      return textOf(tree, childByField(tree, node, "operator")) === "+" ? "String" : "";
    case "method_invocation": {
      const name = methodName(tree, node);
      const object = objectOf(tree, node);
      const owner = object === NONE ? "" : textOf(tree, object);
      if ((owner === "Paths" && name === "get") || (owner === "Path" && name === "of")) return "Path";
      return RESULTS[name] ?? "";
    }
    case "identifier":
    case "field_access": {
      const found = declarationOf(tree, node);
      if (found === undefined) return "";
      const type = childByField(tree, found.declaration, "type");
      const written = type === NONE ? "" : textOf(tree, type).replace(/<[\s\S]*$/u, "");
      if (written !== "var") return written.split(".").at(-1) ?? "";
      return found.value === NONE ? "" : typeOfValue(tree, found.value);
    }
    default:
      return "";
  }
}

/** The one value that a variable of the function is declared with and keeps; NONE where it gets another one, or none. */
export function valueOfVariable(tree: SyntaxTree, node: NodeId): NodeId {
  if (kindOf(tree, node) !== "identifier") return NONE;
  const found = declarationOf(tree, node);
  if (found === undefined || found.value === NONE || kindOf(tree, found.declaration) !== "local_variable_declaration")
    return NONE;
  const method = enclosing(tree, parentOf(tree, node), METHODS);
  const name = textOf(tree, node);
  const changed =
    method !== NONE &&
    descendants(tree, method, ["assignment_expression"]).some((one) => textOf(tree, childByField(tree, one, "left")) === name);
  return changed ? NONE : found.value;
}
