import { type Callable, fieldText, outermost, type Typed, type Vocabulary } from "#adapters/checks/compiled/entry.ts";
import {
  childByField,
  descendants,
  kindOf,
  namedChildren,
  type NodeId,
  NONE,
  parentOf,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";

const KINDS = ["function_declaration", "method_declaration"];

/** The function or method of the package around a place. */
export function goCallable(tree: SyntaxTree, node: NodeId): Callable | undefined {
  const found = outermost(tree, node, KINDS);
  return found === NONE ? undefined : callableAt(tree, found);
}

export function goCallables(tree: SyntaxTree): Callable[] {
  return descendants(tree, 0, KINDS).flatMap((node) => callableAt(tree, node) ?? []);
}

function callableAt(tree: SyntaxTree, node: NodeId): Callable | undefined {
  const name = fieldText(tree, node, "name");
  if (childByField(tree, node, "type_parameters") !== NONE || name === "init" || name === "_") return undefined;
  const receiver = childByField(tree, node, "receiver");
  const owner = receiver === NONE ? "" : (declaredIn(tree, receiver)[0]?.type ?? "");
  if (owner.includes("[")) return undefined;
  const parameters = declaredIn(tree, childByField(tree, node, "parameters"));
  // A method is called by its expression, which takes the receiver first.
  const first = owner === "" ? [] : [{ name: "receiver", type: owner, receiver: true }];
  return { name, owner, node, parameters: [...first, ...parameters] };
}

function declaredIn(tree: SyntaxTree, list: NodeId): Typed[] {
  return namedChildren(tree, list).flatMap((child): Typed[] => {
    const kind = kindOf(tree, child);
    if (kind !== "parameter_declaration" && kind !== "variadic_parameter_declaration") return [];
    const typeNode = childByField(tree, child, "type");
    const type = typeNode === NONE ? "" : textOf(tree, typeNode);
    const names = namedChildren(tree, child).filter((each) => each !== typeNode && kindOf(tree, each) === "identifier");
    const written = kind === "variadic_parameter_declaration" ? `...${type}` : type;
    return names.length === 0
      ? [{ name: "_", type: written }]
      : names.map((each) => ({ name: textOf(tree, each), type: written }));
  });
}

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^string$/, "string"],
  [/^\[\]byte$/, "bytes"],
  [/^(?:\.\.\.|\[\])string$/, "list"],
  [/^(?:u?int(?:8|16|32|64)?|float(?:32|64)|byte|rune)$/, "int"],
  [/^bool$/, "bool"],
  [/^(?:map\[string\]\w+|url\.Values)$/, "Record"],
  [/^(?:io\.(?:Reader|ReadCloser|ReadSeeker|ReaderAt)|\*(?:zip|tar)\.Reader|\*zip\.File|\*url\.URL)$/, "bytes"],
];

export const GO_WORDS: Vocabulary = {
  wordFor: (type) => WORDS.find(([pattern]) => pattern.test(type))?.[1],
  isRequest: (type) => type === "*http.Request",
  packed: (body) => (/\bzip\.(?:OpenReader|NewReader)|\btar\.NewReader/.test(body) ? "archive" : undefined),
};

/** Texts of literals, without their quotes; escapes stay as written. */
export function goLiterals(tree: SyntaxTree, node: NodeId): string[] {
  const found = descendants(tree, node, ["interpreted_string_literal", "raw_string_literal"]).filter(
    (each) => kindOf(tree, parentOf(tree, each)) !== "import_spec",
  );
  return [...new Set(found.map((each) => textOf(tree, each).slice(1, -1)))];
}

/** Names of variables of the package that this file declares. */
export function goVariables(tree: SyntaxTree): string[] {
  return descendants(tree, 0, ["var_declaration"])
    .filter((node) => outermost(tree, node, KINDS) === NONE)
    .flatMap((node) => descendants(tree, node, ["var_spec"]))
    .flatMap((spec) =>
      namedChildren(tree, spec).filter(
        (each) => kindOf(tree, each) === "identifier" && each !== childByField(tree, spec, "type"),
      ),
    )
    .map((each) => textOf(tree, each))
    .filter((name) => name !== "_" && /^\w+$/.test(name));
}

/** The package clause's name. */
export function goPackage(text: string): string {
  return /^\s*package\s+(\w+)/mu.exec(text)?.[1] ?? "main";
}
