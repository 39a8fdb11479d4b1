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

const KINDS = ["method_declaration"];
const CLASSES = ["class_declaration", "record_declaration", "enum_declaration", "interface_declaration"];

/** The method around a place, its owner named as the machine names it. */
export function javaCallable(tree: SyntaxTree, node: NodeId): Callable | undefined {
  const found = outermost(tree, node, KINDS);
  return found === NONE ? undefined : callableAt(tree, found);
}

export function javaCallables(tree: SyntaxTree): Callable[] {
  return descendants(tree, 0, KINDS).flatMap((node) => callableAt(tree, node) ?? []);
}

function callableAt(tree: SyntaxTree, node: NodeId): Callable | undefined {
  const owners: string[] = [];
  for (let current = parentOf(tree, node); current !== NONE; current = parentOf(tree, current)) {
    const kind = kindOf(tree, current);
    if (kind === "object_creation_expression") return undefined;
    if (CLASSES.includes(kind)) owners.unshift(fieldText(tree, current, "name"));
  }
  if (owners.length === 0 || childByField(tree, node, "body") === NONE) return undefined;
  const held = /^\s*package\s+([\w.]+)\s*;/mu.exec(tree.text)?.[1];
  const owner = `${held === undefined ? "" : `${held}.`}${owners.join("$")}`;
  return {
    name: fieldText(tree, node, "name"),
    owner,
    node,
    parameters: declaredIn(tree, childByField(tree, node, "parameters")),
  };
}

function declaredIn(tree: SyntaxTree, list: NodeId): Typed[] {
  return namedChildren(tree, list).flatMap((child): Typed[] => {
    const kind = kindOf(tree, child);
    if (kind === "formal_parameter") return [{ name: fieldText(tree, child, "name"), type: fieldText(tree, child, "type") }];
    if (kind !== "spread_parameter") return [];
    const name = descendants(tree, child, ["identifier"]).at(-1);
    return [{ name: name === undefined ? "" : textOf(tree, name), type: "String[]" }];
  });
}

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^(?:String|CharSequence|Object)$/, "string"],
  [
    /^(?:byte\[\]|(?:java\.io\.)?(?:InputStream|Reader|ObjectInputStream|ByteArrayInputStream)|InputSource|ZipInputStream)$/,
    "bytes",
  ],
  [/^(?:String\[\]|(?:List|Collection|Set)<String>)$/, "list"],
  [/^(?:int|long|short|byte|double|float|Integer|Long|Double)$/, "int"],
  [/^[Bb]oolean$/, "bool"],
  [/^Map<String, *(?:String|Object)>$/, "Record"],
  [/^(?:Path|File|URI|URL)$/, "Path"],
  [/^(?:Connection|Statement|DataSource)$/, "Connection"],
];

export const JAVA_WORDS: Vocabulary = {
  wordFor: (type) => WORDS.find(([pattern]) => pattern.test(type))?.[1],
  isRequest: (type) => /^(?:Http)?ServletRequest$/.test(type),
  packed: (body) => (/\bZip(?:InputStream|File)\b|\bZipEntry\b/.test(body) ? "archive" : undefined),
};

/** Texts of literals, without their quotes; escapes stay as written. */
export function javaLiterals(tree: SyntaxTree, node: NodeId): string[] {
  const found = descendants(tree, node, ["string_literal"]);
  return [...new Set(found.map((each) => textOf(tree, each).replace(/^"+|"+$/gu, "")))];
}
