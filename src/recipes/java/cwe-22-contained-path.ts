import { type NodeId, NONE, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { declaredWith, importEdit, isTaken, methodAround } from "#recipes/java-syntax/calls.ts";
import { hoistBefore } from "#recipes/java-syntax/hoist.ts";
import { findJoinedPath, isChecked, isOpen, type JoinedPath } from "#recipes/java-syntax/joined-path.ts";
import { refusalAt } from "#recipes/java-syntax/refusal.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import {
  indentationAt,
  indentationUnit,
  insertAt,
  insertBefore,
  lineBodyEndAt,
  replaceNode,
  startsLine,
} from "#recipes/kit/edit.ts";

const PATH = "java.nio.file.Path";
const PATHS = "java.nio.file.Paths";
const ABSOLUTE = ".toAbsolutePath().normalize()";
/** The steps to the absolute form that a path ends with already. */
const STEPS = /(?:\s*\.(?:normalize|toAbsolutePath)\(\))*$/u;

export default defineRecipe({
  id: "java/cwe-22-contained-path",
  title: "Keep a joined path inside its folder",
  languages: ["java"],
  cwes: ["CWE-22", "CWE-23", "CWE-36", "CWE-73"],
  review: "merge-after-review",
  description:
    "Compares a path that is joined from a folder and further parts (`resolve`, `Path.of`, `Paths.get`, `new File`, text with `/`), absolute and without `..`, with its folder, and refuses it when it lies outside: by the status 400 in a handler, else by an IllegalArgumentException. Entries of archives are kept so too. Declines where no folder of ours is in view, where the part is reduced to a file name already, where the path is checked already, and where no statement can be put before its use.",
  propose({ tree, range }) {
    const joined = findJoinedPath(tree, range);
    if (joined === undefined)
      return decline("no path joined from a folder of ours and a further part is at the place", "other-place");
    if (!joined.parts.some((part) => isOpen(tree, part)))
      return decline("the parts are fixed, or reduced to the name of a file", "already-safe");
    const method = methodAround(tree, joined.node);
    if (method === NONE) return decline("the path is put together outside of a function", "too-involved");
    const declared = declaredWith(tree, joined.node);
    if (declared !== undefined && isChecked(textOf(tree, method), declared.name))
      return decline("the path is compared with its folder already", "already-safe");
    const maker = isTaken(tree, PATH) || /\bPaths\./u.test(tree.text) ? "Paths.get" : "Path.of";
    const owner = maker === "Path.of" ? PATH : PATHS;
    if (isTaken(tree, owner)) return decline("the names of the classes of paths mean something else here", "name-taken");
    const refusal = refusalAt(tree, joined.node, "path is outside its folder");
    const edits =
      declared === undefined ? hoisted(tree, joined, maker, refusal.lines) : behind(tree, joined, declared, maker, refusal.lines);
    if (edits === undefined) return decline("no line can be put where the path is made", "too-involved");
    const written = edits.map(({ text }) => text).join(";");
    const names = [/\bPath(?:\.of\(| )/u.test(written) ? PATH : undefined, written.includes("Paths.get(") ? PATHS : undefined];
    const headers = names.flatMap((name) => (name === undefined ? [] : (importEdit(tree, name) ?? [])));
    return offer(tree, [
      {
        variant: "contained",
        title: "Refuse paths outside the folder",
        rationale: "The path is used only when its folder is its ancestor, so neither `..` nor an absolute part leads out.",
        tradeOffs: {
          behaviour: `${joined.type === "Path" ? "The path becomes absolute; paths" : "Paths"} outside the folder ${refusal.answer}.`,
          security: "A link that lies in the folder is followed.",
        },
        edits: [...headers, ...edits],
      },
    ]);
  },
});

/** Lines right behind the statement that declares the path. */
function behind(
  tree: SyntaxTree,
  joined: JoinedPath,
  { name, statement }: { name: string; statement: NodeId },
  maker: string,
  refusal: readonly string[],
): TextEdit[] | undefined {
  const end = tree.ends[statement] as number;
  const rest = tree.text.slice(end, lineBodyEndAt(tree.text, end)).trim();
  if (!startsLine(tree, statement) || (rest !== "" && !rest.startsWith("//"))) return undefined;
  const indent = indentationAt(tree.text, tree.starts[statement] as number);
  const lines = check(tree, joined, name, maker, refusal).map((line) => `\n${indent}${line}`);
  return [replaceNode(tree, joined.node, value(tree, joined)), insertAt(lineBodyEndAt(tree.text, end), lines.join(""))];
}

/** A variable for the path, in lines before the statement that uses it. */
function hoisted(tree: SyntaxTree, joined: JoinedPath, maker: string, refusal: readonly string[]): TextEdit[] | undefined {
  const place = hoistBefore(
    tree,
    joined.node,
    joined.type === "File" ? ["file", "target", "resolved"] : ["path", "target", "resolved"],
  );
  if (place === undefined) return undefined;
  const { name, indent, statement } = place;
  const type = joined.type === "Path" && isTaken(tree, PATH) ? PATH : joined.type;
  const lines = [`${type} ${name} = ${value(tree, joined)};`, ...check(tree, joined, name, maker, refusal)];
  return [
    insertBefore(tree, statement, lines.map((line) => `${line}\n${indent}`).join("")),
    replaceNode(tree, joined.node, name),
  ];
}

function check(tree: SyntaxTree, joined: JoinedPath, name: string, maker: string, refusal: readonly string[]): string[] {
  const path = joined.type === "Path" ? name : asPath(name, joined.type, maker);
  const unit = indentationUnit(tree.text);
  return [
    `if (!${path}.startsWith(${asPath(joined.base, joined.baseType, maker)})) {`,
    ...refusal.map((line) => unit + line),
    "}",
  ];
}

function asPath(text: string, type: JoinedPath["type"], maker: string): string {
  const path = type === "Path" ? text : type === "File" ? `${text}.toPath()` : `${maker}(${text})`;
  return path.replace(STEPS, ABSOLUTE);
}

/** What the variable of the path holds: as it was, for a `Path` absolute and without `..`. */
function value(tree: SyntaxTree, { node, type }: JoinedPath): string {
  return type === "Path" ? textOf(tree, node).replace(STEPS, ABSOLUTE) : textOf(tree, node);
}
