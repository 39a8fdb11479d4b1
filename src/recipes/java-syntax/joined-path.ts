import { childByField, kindOf, type NodeId, NONE, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { argumentsOf, literalAt, methodName, objectOf, objectText, operandsOf, typeOf } from "./calls.ts";
import { declarationOf, typeOfValue, valueOfVariable } from "./types.ts";

/** A path that is put together from a folder and further parts. */
export interface JoinedPath {
  readonly node: NodeId;
  readonly type: "Path" | "File" | "String";
  /** The folder as it is written, and what that is. */
  readonly base: string;
  readonly baseType: "Path" | "File" | "String";
  readonly parts: readonly NodeId[];
}

const STREAMS = ["FileInputStream", "FileOutputStream", "FileReader", "FileWriter", "RandomAccessFile"];
const SAME_PLACE = [
  "normalize",
  "toAbsolutePath",
  "toFile",
  "toPath",
  "toString",
  "getAbsoluteFile",
  "getCanonicalFile",
  "toRealPath",
];
/** What asks a client, whose answer is no folder of ours. */
const GIVEN = /\bget(?:Parameter|Header|QueryString|PathInfo|OriginalFilename|SubmittedFileName|Cookies|Name)\(/u;

/** The joined path at a reported place, or behind the variable that is used there; undefined where there is none. */
export function findJoinedPath(
  tree: SyntaxTree,
  range: { readonly start: number; readonly end: number },
): JoinedPath | undefined {
  const nodes = nodesNear(tree, range, ["object_creation_expression", "method_invocation"]);
  for (const node of nodes.filter((one) => !isCompared(tree, one))) {
    const joined = joinedBy(tree, node);
    if (joined !== undefined) return joined;
  }
  for (const node of nodes) {
    const object = kindOf(tree, node) === "method_invocation" ? objectOf(tree, node) : NONE;
    const stream = STREAMS.includes(typeOf(tree, node));
    for (const used of [...argumentsOf(tree, node), ...(object === NONE ? [] : [object])]) {
      const value = valueOfVariable(tree, used);
      const text = stream ? (value === NONE ? used : value) : NONE;
      const joined =
        (value === NONE ? undefined : joinedBy(tree, value)) ??
        (text === NONE ? undefined : textPath(tree, text, text, "String"));
      if (joined !== undefined) return joined;
    }
  }
  return undefined;
}

/** Whether a node is part of what `startsWith` compares. */
function isCompared(tree: SyntaxTree, node: NodeId): boolean {
  for (
    let one = node;
    one !== NONE && /^(?:method_invocation|field_access|argument_list)$/u.test(kindOf(tree, one));
    one = parentOf(tree, one)
  )
    if (kindOf(tree, one) === "method_invocation" && methodName(tree, one) === "startsWith") return true;
  return false;
}

function joinedBy(tree: SyntaxTree, node: NodeId): JoinedPath | undefined {
  const all = argumentsOf(tree, node);
  const [first, ...rest] = all;
  if (kindOf(tree, node) === "object_creation_expression") {
    if (typeOf(tree, node) !== "File" || first === undefined) return undefined;
    if (rest.length === 0) return textPath(tree, node, valueOr(tree, first), "File");
    return based(tree, node, "File", first, rest);
  }
  if (kindOf(tree, node) !== "method_invocation") return undefined;
  const name = methodName(tree, node);
  const object = objectOf(tree, node);
  if (object === NONE) return undefined;
  const owner = objectText(tree, node);
  if ((owner === "Paths" && name === "get") || (owner === "Path" && name === "of")) {
    if (first === undefined) return undefined;
    if (rest.length === 0) return textPath(tree, node, valueOr(tree, first), "Path");
    const fixed = rest.findIndex((part) => kindOf(tree, part) !== "string_literal");
    const joined = based(tree, node, "Path", first, rest);
    const folder = [first, ...rest.slice(0, Math.max(fixed, 0))].map((part) => textOf(tree, part));
    return joined === undefined ? undefined : { ...joined, base: `${owner}.${name}(${folder.join(", ")})`, baseType: "Path" };
  }
  if (name === "resolve" && first !== undefined && typeOfValue(tree, object) === "Path") {
    const inner = isOpen(tree, first) ? joinedBy(tree, object) : undefined;
    return inner !== undefined && inner.parts.some((part) => isOpen(tree, part))
      ? { ...inner, node }
      : based(tree, node, "Path", object, [first]);
  }
  if (!SAME_PLACE.includes(name) || all.length > 0) return undefined;
  const inner = joinedBy(tree, object);
  const type = typeOfValue(tree, node);
  return inner === undefined || (type !== "Path" && type !== "File" && type !== "String") ? undefined : { ...inner, node, type };
}

function based(
  tree: SyntaxTree,
  node: NodeId,
  type: JoinedPath["type"],
  base: NodeId,
  parts: readonly NodeId[],
): JoinedPath | undefined {
  const baseType = typeOfValue(tree, base);
  const known = baseType === "Path" || baseType === "File" || baseType === "String";
  return known && !GIVEN.test(textOf(tree, base)) ? { node, type, base: textOf(tree, base), baseType, parts } : undefined;
}

/** A path of text that begins with a folder: a literal with a slash, or a name that a slash follows. */
function textPath(tree: SyntaxTree, node: NodeId, text: NodeId, type: JoinedPath["type"]): JoinedPath | undefined {
  const [first, ...parts] = operandsOf(tree, text);
  const [next] = parts;
  if (first === undefined || next === undefined) return undefined;
  const literal = literalAt(tree, first);
  if (literal !== undefined) {
    const folder = literal.replace(/\/[^/\\]*$/u, "");
    return folder === "" || folder === literal ? undefined : { node, type, base: `"${folder}"`, baseType: "String", parts };
  }
  if (typeOfValue(tree, first) !== "String" || GIVEN.test(textOf(tree, first))) return undefined;
  const declared = declarationOf(tree, first);
  const value = declared === undefined || declared.value === NONE ? undefined : literalAt(tree, declared.value);
  const slash =
    /^(?:\/|\\\\)/u.test(literalAt(tree, next) ?? "") ||
    textOf(tree, next) === "File.separator" ||
    /(?:\/|\\\\)$/u.test(value ?? "");
  return slash ? { node, type, base: textOf(tree, first), baseType: "String", parts } : undefined;
}

function valueOr(tree: SyntaxTree, node: NodeId): NodeId {
  const value = valueOfVariable(tree, node);
  return value === NONE ? node : value;
}

/** Whether a part may hold `..` or a slash: no literal, and not reduced to the name of a file. */
export function isOpen(tree: SyntaxTree, part: NodeId): boolean {
  if (kindOf(tree, part) === "binary_expression")
    return ["left", "right"].some((side) => isOpen(tree, childByField(tree, part, side)));
  if (kindOf(tree, part).endsWith("_literal") || /^File\.separator(?:Char)?$/u.test(textOf(tree, part))) return false;
  const value = valueOfVariable(tree, part);
  return !/\bFilenameUtils\.getName\(|\.getFileName\(\)|\bnew File\([^()]*\)\.getName\(\)|\bUUID\.randomUUID\(\)[^+]*$/u.test(
    textOf(tree, value === NONE ? part : value),
  );
}

/** Whether the text of a function compares a path of this name by `startsWith`, at once or by steps. */
export function isChecked(method: string, name: string): boolean {
  const direct = new RegExp(String.raw`\b${name}\b[^;{}]{0,160}\.startsWith\(`, "u");
  const bySteps = new RegExp(String.raw`\b${name}\s*\.\s*(?:getCanonical|normalize|toRealPath)`, "u");
  return direct.test(method) || (bySteps.test(method) && method.includes(".startsWith("));
}
