import type { Declared } from "#adapters/checks/attack/harmless.ts";
import { javascriptDefinition, javascriptDefinitionNamed } from "#adapters/checks/attack/javascript-entry.ts";
import { type Definition, pythonDefinition, pythonDefinitionNamed } from "#adapters/checks/attack/python-entry.ts";
import type { TouchedFile } from "#adapters/checks/kit/touched-files.ts";
import { descendants, kindOf, namedChildren, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { FilePatch } from "#domain/patch.ts";

/** A function that the patch touches and that both states let be called the same way. */
export interface Target {
  readonly definition: Definition;
  /** The same function in the patched code. */
  readonly fresh: Definition;
  /** As a person calls it. */
  readonly label: string;
}

export interface Targets {
  readonly found: readonly Target[];
  /** Why a touched function cannot be called, one sentence each. */
  readonly missing: readonly string[];
}

const FUNCTIONS = [
  "function_definition",
  "function_declaration",
  "function_expression",
  "arrow_function",
  "method_definition",
  "generator_function_declaration",
];

/** The functions whose text a patch changes; where it changes none, those that speak of a name that it binds anew. */
export function targetsOf(file: TouchedFile, patch: FilePatch): Targets {
  const { trees } = file;
  if (trees === undefined) return { found: [], missing: [`There is no grammar for ${file.path}.`] };
  const python = file.language?.id === "python";
  const [around, named] = python ? [pythonDefinition, pythonDefinitionNamed] : [javascriptDefinition, javascriptDefinitionNamed];
  const { before, after } = trees;
  const kept = new Set(descendants(after, 0, FUNCTIONS).map((node) => textOf(after, node)));
  const differing = descendants(before, 0, FUNCTIONS).filter(
    (node) => isEdited(before, node, patch) && !kept.has(textOf(before, node)),
  );
  const changed = differing.filter((node) => hasOwnEdit(before, node, differing, patch));
  const places = changed.length > 0 ? changed : usersOf(before, after, patch);
  const found: Target[] = [];
  const missing: string[] = [];
  const seen = new Set<NodeId>();
  for (const place of places) {
    const definition = around(before, place);
    if (definition === undefined || seen.has(definition.node)) continue;
    seen.add(definition.node);
    const label = labelOf(definition);
    const fresh = named(after, definition.name, definition.owner, definition.route ?? []);
    if (fresh === undefined || fresh.kind !== definition.kind)
      missing.push(`The patched code has no ${label} that can be called the same way.`);
    else if (!sameParameters(definition.declared, fresh.declared)) missing.push(`The patched ${label} takes other parameters.`);
    else found.push({ definition, fresh, label });
  }
  return { found, missing };
}

/** Whether an edit of a function is in none of the functions inside it that differ too. */
function hasOwnEdit(tree: SyntaxTree, node: NodeId, differing: readonly NodeId[], { edits }: FilePatch): boolean {
  const inner = differing.filter((each) => each > node && each < (tree.after[node] as number));
  return edits.some(
    ({ start, end }) =>
      start <= (tree.ends[node] as number) &&
      end >= (tree.starts[node] as number) &&
      !inner.some((each) => start >= (tree.starts[each] as number) && end <= (tree.ends[each] as number)),
  );
}

function isEdited(tree: SyntaxTree, node: NodeId, { edits }: FilePatch): boolean {
  return edits.some(({ start, end }) => start <= (tree.ends[node] as number) && end >= (tree.starts[node] as number));
}

function labelOf({ owner, name, route }: Definition): string {
  const label = [owner, name, route?.join(" ")].filter((part) => part !== undefined && part !== "").join(".");
  return label === "" ? "the default export" : label;
}

/** Functions that speak of a name that the patch binds anew outside of them. */
function usersOf(before: SyntaxTree, after: SyntaxTree, patch: FilePatch): NodeId[] {
  const kept = new Set(namedChildren(after, 0).map((node) => textOf(after, node)));
  const names = namedChildren(before, 0)
    .filter(
      (node) =>
        isEdited(before, node, patch) && !kept.has(textOf(before, node)) && !/import|function|class/.test(kindOf(before, node)),
    )
    .flatMap(
      (node) => /^(?:(?:export )?(?:const|let|var) )?([A-Za-z_$][\w$]*)\s*(?::[^=]+)?=/.exec(textOf(before, node))?.[1] ?? [],
    );
  if (names.length === 0) return [];
  return descendants(before, 0, ["identifier"]).filter((node) => names.includes(textOf(before, node)));
}

function sameParameters(old: readonly Declared[], fresh: readonly Declared[]): boolean {
  return (
    old.every(({ name, keyword }, index) => fresh[index]?.name === name && fresh[index]?.keyword === keyword) &&
    fresh.slice(old.length).every((each) => each.default !== "")
  );
}
