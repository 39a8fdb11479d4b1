import { posix } from "node:path";
import { descendants, nodeAt, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { Location } from "#domain/location.ts";
import { lineStarts } from "#lib/text.ts";
import type { CheckContext } from "#ports/check.ts";
import type { TouchedFile } from "#adapters/checks/kit/touched-files.ts";
import { attacksEnvironment } from "./families.ts";
import { type Declared, describe } from "./harmless.ts";
import { javascriptDefinition, javascriptDefinitionNamed } from "./javascript-entry.ts";
import type { Entry, Family } from "./plan.ts";
import { type Definition, pythonDefinition, pythonDefinitionNamed } from "./python-entry.ts";
import { growthsOf } from "./growths.ts";
import type { Attack } from "./run-side.ts";
import { foldersOf, programsOf, separatorsOf } from "./texts.ts";

export interface Found {
  readonly attack: Attack;
  /** Whether a place of the unchanged file lies in what is called. */
  readonly covers: (location: Location) => boolean;
}

/** How the weakness at a defect can be reached from outside its module, in both states alike; else why it cannot. */
export async function findAttack(context: CheckContext, file: TouchedFile, family: Family): Promise<Found | string> {
  const language = file.language?.id === "python" ? "python" : "javascript";
  if (file.trees === undefined) return "There is no grammar for the file.";
  const { before, after } = file.trees;
  const [around, named] =
    language === "python" ? [pythonDefinition, pythonDefinitionNamed] : [javascriptDefinition, javascriptDefinitionNamed];
  const definition = definitionsAt(context, file, before, around)[0];
  if (definition === undefined) return "The weak place is in no function or method that can be called from outside its module.";
  const fresh = named(after, definition.name, definition.owner, definition.route ?? []);
  const label = [definition.owner, definition.name, definition.route?.join(" ")]
    .filter((part) => part !== undefined && part !== "")
    .join(".");
  if (fresh === undefined || fresh.kind !== definition.kind)
    return `The patched code has no ${label} that can be called the same way.`;
  if (!sameParameters(definition.declared, fresh.declared)) return `The patched ${label} takes other parameters.`;
  const texts = descendants(before, definition.node, ["string_content", "string_fragment"]).map((node) => textOf(before, node));
  const freshTexts = descendants(after, fresh.node, ["string_content", "string_fragment"]).map((node) => textOf(after, node));
  const entry = entryOf(before, definition, family, inHand(context, before, definition), texts);
  if (entry === undefined) return `Nothing that an attacker could choose goes into ${label}.`;
  const attack: Attack = {
    family,
    language,
    path: file.path,
    ...(language === "python" ? await importOf(context, file.path) : { module: "", search: [] }),
    entry,
    programs: family === "command-injection" ? programsOf([...texts, ...freshTexts]) : [],
    folders: family === "path-traversal" ? foldersOf(before) : [],
    separators: ["code-injection", "command-injection", "deserialization"].includes(family)
      ? separatorsOf(textOf(before, definition.node))
      : [],
    ...(family === "regex-blow-up" && { growths: growthsOf(before, definition.node) }),
    words: [...new Set([...freshTexts, ...texts])].filter((text) => /^\w[\w.-]{0,30}$/.test(text)),
  };
  const [start, end] = [before.starts[definition.node] as number, before.ends[definition.node] as number];
  const offsets = lineStarts(before.text);
  return {
    attack,
    covers: ({ path, startLine, startColumn }) => {
      const at = (offsets[startLine - 1] ?? 0) + startColumn - 1;
      return path === file.path && at >= start && at < end;
    },
  };
}

/** The definitions to call, best first: the one that the patch changes, then where the data comes in, then where it is used. */
function definitionsAt(
  { candidate, defect }: CheckContext,
  file: TouchedFile,
  tree: SyntaxTree,
  around: (tree: SyntaxTree, node: NodeId) => Definition | undefined,
): Definition[] {
  const edits = candidate.patch.files.find(({ path }) => path === file.path)?.edits ?? [];
  const places = [defect.location, ...(defect.trace ?? []).map((step) => step.location)].filter(({ path }) => path === file.path);
  const found = places.flatMap((place) => around(tree, nodeOf(tree, place)) ?? []);
  const changed = found.filter(({ node }) =>
    edits.some(({ start, end }) => start < (tree.ends[node] as number) && end > (tree.starts[node] as number)),
  );
  if (changed.length > 0) return changed;
  const source = defect.trace?.[0]?.location;
  const first = source === undefined || source.path !== file.path ? undefined : around(tree, nodeOf(tree, source));
  return first === undefined ? found : [first, ...found];
}

function nodeOf(tree: SyntaxTree, { startLine, startColumn, endLine, endColumn }: Location): NodeId {
  const offsets = lineStarts(tree.text);
  return nodeAt(tree, (offsets[startLine - 1] ?? 0) + startColumn - 1, (offsets[endLine - 1] ?? 0) + endColumn - 1);
}

/** Parameters that the trace begins with: what the engine holds to be the attacker's. */
function inHand({ defect }: CheckContext, tree: SyntaxTree, { declared }: Definition): Set<string> {
  const source = defect.trace?.[0]?.location;
  if (source === undefined) return new Set();
  const node = nodeOf(tree, source);
  const names = new Set(descendants(tree, node, ["identifier"]).map((each) => textOf(tree, each)));
  return new Set(declared.map(({ name }) => name).filter((name) => names.has(name)));
}

export const AMBIENT = /(?<![\w.])(?:flask\.)?request\.(?:args|form|values|json|get_json|files|headers|cookies|data)\b/;

/** A script of a page, which takes what the address, the server and other windows say. */
const PAGE = /(?<![\w.$])(?:document\.|window\.|location\.|localStorage\.|\$\()/;

/** No parameter is the attacker's. */
const NOBODY: ReadonlySet<string> = new Set(["-"]);

function entryOf(
  tree: SyntaxTree,
  definition: Definition,
  family: Family,
  hand: ReadonlySet<string>,
  texts: readonly string[],
): Entry | undefined {
  const { kind, name, owner, node } = definition;
  const body = textOf(tree, node);
  const describeAll = (declared: readonly Declared[], chosen: ReadonlySet<string>): Entry["parameters"] =>
    declared.map((each) => describe(each, body, family, chosen));
  const parameters = describeAll(definition.declared, kind === "routes" ? NOBODY : hand);
  const environment = attacksEnvironment(family);
  const ambient =
    kind === "function" &&
    (tree.pack.id === "python" ? AMBIENT : PAGE).test(body) &&
    !parameters.some((each) => each.name === "request");
  if (kind !== "http-handler" && kind !== "routes" && !ambient && !environment && !parameters.some((each) => each.attacked))
    return undefined;
  return {
    kind,
    name,
    ...(owner === undefined ? {} : { owner }),
    made: describeAll(definition.made, NOBODY),
    parameters,
    ambient,
    literals:
      definition.route ??
      [...new Set(texts)]
        .filter((text) => /^\/[\w./-]*$|^\w{1,30}$/.test(text))
        .slice(0, 12)
        .concat(/\bzipfile\b|\bZipFile\b/.test(body) ? ["zipfile"] : []),
  };
}

function sameParameters(old: readonly Declared[], fresh: readonly Declared[]): boolean {
  return (
    old.every(({ name, keyword }, index) => fresh[index]?.name === name && fresh[index]?.keyword === keyword) &&
    fresh.slice(old.length).every((each) => each.default !== "")
  );
}

/** Dotted name and import folders of a Python file. */
export async function importOf({ before }: CheckContext, path: string): Promise<{ module: string; search: string[] }> {
  const parts = path.replace(/\.pyw?$/, "").split("/");
  if (!path.endsWith(".py") || parts.some((part) => !/^[A-Za-z_]\w*$/.test(part)))
    return { module: "", search: [posix.dirname(path), ""] };
  let top = parts.length - 1;
  while (top > 0 && (await before.has([...parts.slice(0, top), "__init__.py"].join("/")))) top--;
  const module = parts
    .slice(top)
    .join(".")
    .replace(/\.__init__$/, "");
  return { module, search: [...new Set([parts.slice(0, top).join("/"), "", "src"])] };
}
