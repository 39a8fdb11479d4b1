import { descendants, nodeAt, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { Location } from "#domain/location.ts";
import { lineStarts } from "#lib/text.ts";
import type { CheckContext } from "#ports/check.ts";
import type { TouchedFile } from "#adapters/checks/kit/touched-files.ts";
import { attacksEnvironment } from "./families.ts";
import { type Declared, describe, isBaseAddress } from "./harmless.ts";
import { javascriptDefinition, javascriptDefinitionNamed } from "./javascript-entry.ts";
import type { Entry, Family } from "./plan.ts";
import { importOf } from "./import-of.ts";
import { knownOf } from "./known.ts";
import { namesReaching } from "./reaching.ts";
import { type Definition, pythonDefinition, pythonDefinitionNamed } from "./python-entry.ts";
import { growthsOf } from "./growths.ts";
import type { Attack } from "./run-side.ts";
import { foldersOf, hostsOf, programsOf, separatorsOf } from "./texts.ts";

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
  const definition = definitionsAt(context, file, before, around)[0] ?? editedDefinition(context, file, before, around);
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
  const place = nodeOf(before, context.defect.location);
  const entry = entryOf(before, definition, family, choices(context, before, definition, place), texts);
  if (entry === undefined) return `Nothing that an attacker could choose goes into ${label}.`;
  const attack: Attack = {
    family,
    language,
    path: file.path,
    ...(language === "python" ? await importOf(context, file.path) : { module: "", search: [] }),
    entry,
    programs: family === "command-injection" ? programsOf([...texts, ...freshTexts]) : [],
    folders: ["path-traversal", "dangerous-upload"].includes(family) ? foldersOf(before) : [],
    ...knownOf(before, definition.node, family, entry),
    separators: ["code-injection", "command-injection", "deserialization"].includes(family)
      ? separatorsOf(textOf(before, definition.node))
      : [],
    ...(family === "regex-blow-up" && { growths: growthsOf(before, definition.node) }),
    ...(["open-redirect", "request-forgery"].includes(family) && { hosts: hostsOf(before.text) }),
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

/** The definition that the patch edits first, for a weak place that stands in none: a comment, an import. */
function editedDefinition(
  { candidate }: CheckContext,
  file: TouchedFile,
  tree: SyntaxTree,
  around: (tree: SyntaxTree, node: NodeId) => Definition | undefined,
): Definition | undefined {
  const edits = candidate.patch.files.find(({ path }) => path === file.path)?.edits ?? [];
  return edits.map(({ start, end }) => around(tree, nodeAt(tree, start, end))).find((each) => each !== undefined);
}

/**
 * Which parameters may be the attacker's, the likeliest set first: those that the trace begins with, what the engine holds to be so; then those
 * whose values may come to the weak place; then, with an empty set, all.
 */
function choices(
  { defect }: CheckContext,
  tree: SyntaxTree,
  { declared, node }: Definition,
  place: NodeId,
): ReadonlySet<string>[] {
  const source = defect.trace?.[0]?.location;
  const traced =
    source === undefined ? [] : descendants(tree, nodeOf(tree, source), ["identifier"]).map((each) => textOf(tree, each));
  const inside = place >= node && place < (tree.after[node] as number);
  const reaching = inside ? namesReaching(tree, node, place) : new Set<string>();
  const names = declared.flatMap((each) => [each.name, ...(each.fields ?? []).map(({ name }) => name)]);
  const among = (set: ReadonlySet<string>): Set<string> => new Set(names.filter((name) => set.has(name)));
  const known = among(new Set(traced));
  return [known.size > 0 ? known : NOBODY, among(reaching), new Set<string>()];
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
  hands: readonly ReadonlySet<string>[],
  texts: readonly string[],
): Entry | undefined {
  const { kind, name, owner, node } = definition;
  const body = textOf(tree, node);
  const describeAll = (declared: readonly Declared[], chosen: ReadonlySet<string>): Entry["parameters"] =>
    declared.map((each) => describe(each, { body, around: tree.text }, family, chosen));
  const open = new Set(describeAll(definition.declared, new Set()).flatMap((each) => (each.attacked ? [each.name] : [])));
  const options = (kind === "routes" ? [NOBODY] : hands).map((hand, index) =>
    describeAll(definition.declared, index === 0 ? hand : hand.intersection(open)),
  );
  const parameters = aside(options.find((each) => each.some(({ attacked }) => attacked)) ?? options.at(-1) ?? [], body, family);
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

/** Where another parameter is the attacker's too, one that says where addresses begin is the application's own. */
function aside(parameters: Entry["parameters"], body: string, family: Family): Entry["parameters"] {
  const others = parameters.filter((each) => each.attacked && !isBaseAddress(each, body, family));
  return others.length === 0
    ? parameters
    : parameters.map((each) => (isBaseAddress(each, body, family) ? { ...each, attacked: false } : each));
}

function sameParameters(old: readonly Declared[], fresh: readonly Declared[]): boolean {
  return (
    old.every(({ name, keyword }, index) => fresh[index]?.name === name && fresh[index]?.keyword === keyword) &&
    fresh.slice(old.length).every((each) => each.default !== "")
  );
}
