import { descendants, nodeAt, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { Location } from "#domain/location.ts";
import { lineStarts } from "#lib/text.ts";
import type { Called } from "./harness.ts";
import { shapesOf } from "./shapes.ts";
import { type CFunction, functionAround, functionsOf } from "./signature.ts";
import type { Outside } from "./values.ts";

/** A function to call, and the function that holds the weak place: the same, or one that it leads to. */
export interface Target {
  readonly called: Called;
  readonly weak: CFunction;
}

/** Levels of callers that are looked at. */
const DEEPEST = 5;

/** How the function at a node can be called: by itself, else through a caller in its file. In words why not. `folders`: parameters that are named like a folder are given one. */
export function targetAt(tree: SyntaxTree, path: string, node: NodeId, folders: boolean): Target | string {
  const weak = functionAround(tree, node);
  if (weak === undefined) return "The weak place is in no function.";
  const all = functionsOf(tree);
  let why: string | undefined;
  let level = [weak];
  const seen = new Set<string>();
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth++) {
    for (const each of level) {
      seen.add(each.name);
      const parameters = shapesOf(tree, each, folders);
      if (typeof parameters === "string") why ??= parameters;
      else {
        const outside = outsideOf(tree, each, all);
        const drives = parameters.some(({ shape }) => !["cell", "place", "folder", "database", "handle"].includes(shape.kind));
        if (drives || outside.stdin || outside.variables.length > 0 || each === weak)
          return { called: { path, function: each, parameters, outside, tables: tablesOf(tree) }, weak };
      }
    }
    const names = level.map(({ name }) => name);
    level = all.filter((each) => !seen.has(each.name) && names.some((name) => calls(tree, each, name)));
  }
  return why ?? `Nothing that an attacker could choose goes into ${weak.name}.`;
}

/** The function of that name with the same parameters, in the other state. */
export function sameTarget(tree: SyntaxTree, { called }: Target): Called | string {
  const { name, parameters } = called.function;
  const fresh = functionsOf(tree).find((each) => each.name === name);
  if (fresh === undefined) return `The patched code has no ${name} that can be called the same way.`;
  const same =
    fresh.parameters.length === parameters.length &&
    fresh.parameters.every(
      ({ type }, index) => type.base === parameters[index]?.type.base && type.pointers === parameters[index].type.pointers,
    );
  return same ? { ...called, function: fresh } : `The patched ${name} takes other parameters.`;
}

export function nodeOf(tree: SyntaxTree, { startLine, startColumn, endLine, endColumn }: Location): NodeId {
  const offsets = lineStarts(tree.text);
  return nodeAt(tree, (offsets[startLine - 1] ?? 0) + startColumn - 1, (offsets[endLine - 1] ?? 0) + endColumn - 1);
}

const NAMES = new WeakMap<CFunction, ReadonlySet<string>>();

function calls(tree: SyntaxTree, called: CFunction, name: string): boolean {
  let names = NAMES.get(called);
  if (names === undefined) {
    names = new Set(descendants(tree, called.node, ["identifier"]).map((each) => textOf(tree, each)));
    NAMES.set(called, names);
  }
  return names.has(name);
}

/** What a function and those of its file that it speaks of read from outside. */
function outsideOf(tree: SyntaxTree, called: CFunction, all: readonly CFunction[]): Outside {
  const reached = new Set([called]);
  for (const each of reached)
    for (const other of all) if (!reached.has(other) && calls(tree, each, other.name)) reached.add(other);
  const text = [...reached].map(({ node }) => textOf(tree, node)).join("\n");
  return {
    stdin: /\b(?:stdin|STDIN_FILENO|gets|getchar|scanf)\b|\bread\s*\(\s*0\s*,/.test(text),
    variables: [...new Set([...text.matchAll(/\b(?:secure_)?getenv\s*\(\s*"(\w{1,60})"/g)].map(([, name = ""]) => name))].slice(
      0,
      4,
    ),
  };
}

/** Tables that statements of the file speak of, with a row of plain values. */
function tablesOf(tree: SyntaxTree): string[] {
  const statements = descendants(tree, 0, ["string_literal"]).map((node) => textOf(tree, node));
  const names = new Set(
    statements.flatMap((text) => [...text.matchAll(/\b(?:FROM|INTO|UPDATE)\s+(\w+)/gi)].map(([, name = ""]) => name)),
  );
  if (names.size === 0) return [];
  const words = statements.flatMap((text) =>
    /\b(?:SELECT|INSERT|UPDATE|DELETE)\b/i.test(text) ? [...text.matchAll(/\b[A-Za-z_]\w*\b/g)].map(([word]) => word) : [],
  );
  const columns = [
    ...new Set(words.filter((word) => !names.has(word) && !KEYWORDS.test(word)).map((word) => word.toLowerCase())),
  ].slice(0, 12);
  const listed = columns.length === 0 ? ["id"] : columns;
  return [...names]
    .slice(0, 4)
    .flatMap((name) => [
      `CREATE TABLE ${name} (${listed.map((column) => `"${column}"`).join(", ")})`,
      `INSERT INTO ${name} VALUES (${listed.map(() => "'report'").join(", ")})`,
    ]);
}

const KEYWORDS =
  /^(?:select|from|where|and|or|not|insert|into|values|update|set|delete|order|group|by|limit|like|in|is|null|as|join|on|asc|desc|count|max|min|s|d|n)$/i;
