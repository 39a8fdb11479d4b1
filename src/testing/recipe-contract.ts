import assert from "node:assert/strict";
import { languageOf } from "#analysis/languages/registry.ts";
import type { TreeParser } from "#analysis/parse/parser.ts";
import { errorNodes, type SyntaxTree } from "#analysis/parse/tree.ts";
import { ReviewGuidance, TradeOffs } from "#domain/candidate.ts";
import { Cwe } from "#domain/cwe.ts";
import type { Defect } from "#domain/defect.ts";
import { DefectId, FindingId } from "#domain/ids.ts";
import { applyEdits, type TextEdit } from "#domain/patch.ts";
import { lineStarts, offsetAt, positionAt } from "#lib/text.ts";
import type { Recipe, RecipeAnswer, RecipeOption } from "#ports/recipe.ts";
import type { RecipeCase } from "./recipe-cases.ts";

/** One promise of the contract; `run` rejects with an AssertionError when the recipe breaks it. For any test runner. */
export interface ContractCheck {
  readonly name: string;
  run(): Promise<void>;
}

export interface RecipeContract {
  readonly recipe: Recipe;
  /** Path of the recipe's file under recipes/, without the ending: what its id must be. */
  readonly path: string;
  readonly cases: readonly RecipeCase[];
  readonly parser: TreeParser;
  /** Other texts of the recipe's languages, at whose nodes it must not throw nor propose what does not parse. */
  readonly others?: readonly { readonly file: string; readonly text: string }[];
}

interface Range {
  readonly start: number;
  readonly end: number;
}

const MINIMUM_CASES = 4;
/** Places asked in each other text; spread evenly, the same on every run. */
const PLACES_A_TEXT = 24;

/** The contract that every recipe keeps: {@link Recipe} states it. Checks are independent of each other and of their order. */
export function recipeContract({ recipe, path, cases, parser, others = [] }: RecipeContract): ContractCheck[] {
  return [
    { name: "metadata is complete", run: async () => checkMetadata(recipe, path) },
    { name: "has positive cases and a near miss", run: async () => checkCases(cases) },
    ...cases.flatMap((each) => caseChecks(recipe, each, parser)),
    { name: "never throws and never breaks a file, wherever it is asked", run: () => checkElsewhere(recipe, others, parser) },
  ];
}

function checkMetadata(recipe: Recipe, path: string): void {
  assert.equal(recipe.id, path, "the id is the path under recipes/");
  assert.match(recipe.id, /^[a-z]+\/cwe-\d+-[a-z0-9-]+$/);
  assert.ok(recipe.title.length >= 10, "title");
  assert.ok(recipe.description.length >= 40, "description of at least 40 characters");
  assert.ok(!/\n\s*\n/.test(recipe.description), "the description is one paragraph");
  assert.ok(recipe.languages.length > 0, "languages");
  assert.ok(recipe.cwes.length > 0, "cwes");
  for (const cwe of recipe.cwes) Cwe.parse(cwe);
  assert.ok(recipe.cwes.includes(`CWE-${/cwe-(\d+)/.exec(recipe.id)?.[1]}`), "the weakness of the id is among cwes");
  ReviewGuidance.parse(recipe.review);
}

function checkCases(cases: readonly RecipeCase[]): void {
  assert.ok(cases.length >= MINIMUM_CASES, `at least ${MINIMUM_CASES} cases, found ${cases.length}`);
  assert.ok(cases.filter((each) => each.after !== undefined).length >= 2, "at least two cases with an after");
  assert.ok(
    cases.some((each) => each.after === undefined),
    "at least one near miss that must be declined",
  );
  for (const each of cases)
    if (each.after === undefined) assert.equal(each.variants.size, 0, `${each.name}: variants without an after`);
}

function caseChecks(recipe: Recipe, each: RecipeCase, parser: TreeParser): ContractCheck[] {
  const plain = { name: `${each.name}: proposes exactly what is expected`, run: () => checkCase(recipe, each, parser) };
  if (each.before.includes("\r")) return [plain];
  const windows: RecipeCase = {
    ...each,
    before: crlf(each.before),
    after: each.after === undefined ? undefined : crlf(each.after),
    variants: new Map([...each.variants].map(([variant, text]) => [variant, crlf(text)])),
  };
  return [plain, { name: `${each.name}: keeps CRLF`, run: () => checkCase(recipe, windows, parser) }];
}

function crlf(text: string): string {
  return text.replaceAll("\n", "\r\n");
}

async function checkCase(recipe: Recipe, each: RecipeCase, parser: TreeParser): Promise<void> {
  const tree = await parse(parser, each.file, each.before);
  assert.ok(recipe.languages.includes(tree.pack.id), `${tree.pack.id} is not among the recipe's languages`);
  assert.deepEqual(errorNodes(tree), [], "before must parse");
  const range = rangeOf(each);
  const answer = propose(recipe, tree, each.file, range, each.place);
  assert.deepEqual(propose(recipe, tree, each.file, range, each.place), answer, "the answer must not vary");

  if (each.after === undefined) {
    assert.equal(answer.kind, "declined", "must decline");
    assert.ok(answer.kind === "declined" && answer.reason.length >= 10, "must say why it declines");
    return;
  }
  assert.equal(answer.kind, "options", answer.kind === "declined" ? `declined: ${answer.reason}` : "");
  if (answer.kind !== "options") return;
  const texts = checkOptions(tree, answer.options);
  assert.equal([...texts.values()][0], each.after, "the first option's text");
  for (const [variant, expected] of each.variants) {
    assert.ok(texts.has(variant), `no option named ${variant}`);
    assert.equal(texts.get(variant), expected, `the text of option ${variant}`);
  }
  for (const option of answer.options) await checkSettled(recipe, each, range, option, parser);
}

/** Every option is well-formed; gives the text of each by variant, in the recipe's order. */
function checkOptions(tree: SyntaxTree, options: readonly RecipeOption[]): Map<string, string> {
  assert.ok(options.length > 0, "an answer with options has one");
  const texts = new Map<string, string>();
  for (const option of options) {
    assert.match(option.variant, /^[a-z0-9]+(-[a-z0-9]+)*$/, "variants are kebab-case");
    assert.ok(!texts.has(option.variant), `variant ${option.variant} comes twice`);
    assert.ok(option.title.length >= 8 && option.rationale.length >= 20, `${option.variant}: title and rationale`);
    TradeOffs.parse(option.tradeOffs);
    if (option.review !== undefined) ReviewGuidance.parse(option.review);
    assert.ok(option.edits.length > 0, `${option.variant}: no edits`);
    option.edits.reduce((previous, edit) => {
      assert.ok(edit.start >= previous, `${option.variant}: edits are sorted and do not overlap`);
      return edit.end;
    }, 0);
    texts.set(option.variant, applied(tree.text, option));
  }
  assert.equal(new Set(texts.values()).size, texts.size, "two options give the same text");
  return texts;
}

/** The option's result parses, keeps the file's last line end, and leaves this recipe nothing more to do at the same place. */
async function checkSettled(
  recipe: Recipe,
  each: RecipeCase,
  range: Range,
  option: RecipeOption,
  parser: TreeParser,
): Promise<void> {
  const text = applied(each.before, option);
  const tree = await parse(parser, each.file, text);
  assert.deepEqual(errorNodes(tree), [], `${option.variant}: the result must parse`);
  assert.notEqual(text, each.before, `${option.variant}: changes nothing`);
  assert.equal(text.endsWith("\n"), each.before.endsWith("\n"), `${option.variant}: the final line end`);
  const again = propose(recipe, tree, each.file, mapRange(range, option.edits), each.place);
  if (again.kind === "options")
    assert.deepEqual(
      again.options.map((more) => applied(text, more)),
      [],
      `${option.variant}: is not settled`,
    );
}

async function checkElsewhere(recipe: Recipe, others: NonNullable<RecipeContract["others"]>, parser: TreeParser): Promise<void> {
  for (const { file, text } of others) {
    const tree = await parse(parser, file, text);
    if (!recipe.languages.includes(tree.pack.id)) continue;
    const seen = new Set<string>();
    const stride = Math.max(1, Math.floor(tree.count / PLACES_A_TEXT));
    for (let node = 0; node < tree.count; node += stride) {
      const range = { start: tree.starts[node] as number, end: tree.ends[node] as number };
      const answer = propose(recipe, tree, file, range, { cwe: recipe.cwes[0] as Cwe, packages: [] });
      if (answer.kind !== "options") continue;
      for (const result of checkOptions(tree, answer.options).values()) {
        if (seen.has(result)) continue;
        seen.add(result);
        assert.deepEqual(
          errorNodes(await parse(parser, file, result)),
          [],
          `${file} does not parse after the repair at ${range.start}`,
        );
      }
    }
  }
}

function propose(
  recipe: Recipe,
  tree: SyntaxTree,
  path: string,
  range: Range,
  { cwe, packages }: Pick<RecipeCase["place"], "cwe" | "packages">,
): RecipeAnswer {
  const starts = lineStarts(tree.text);
  const [from, to] = [positionAt(starts, range.start), positionAt(starts, range.end)];
  const location = { path, startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
  const defect: Defect = {
    id: DefectId.parse("contract"),
    cwe,
    rule: "contract",
    title: "A defect of the contract suite",
    message: "A defect of the contract suite",
    severity: "medium",
    probability: 1,
    location,
    witnesses: [FindingId.parse("contract")],
  };
  return recipe.propose({ defect, path, language: tree.pack.id, tree, range, packages: new Set(packages) });
}

function rangeOf({ before, place }: RecipeCase): Range {
  const starts = lineStarts(before);
  const endLine = place.endLine ?? place.line;
  const start = offsetAt(starts, place.line, place.column ?? 1);
  if (place.endColumn !== undefined) return { start, end: offsetAt(starts, endLine, place.endColumn) };
  const next = starts[endLine] ?? before.length;
  return { start, end: start + before.slice(start, next).trimEnd().length };
}

/** Where the range lies after the edits, text that they put into it included. */
function mapRange({ start, end }: Range, edits: readonly TextEdit[]): Range {
  let [from, to] = [start, end];
  for (const edit of edits) {
    const growth = edit.text.length - (edit.end - edit.start);
    if (edit.end <= start) from += growth;
    else if (edit.start < start) from -= start - edit.start;
    if (edit.end <= end) to += growth;
    else if (edit.start < end) to += edit.text.length - (end - edit.start);
  }
  return { start: from, end: Math.max(from, to) };
}

function applied(text: string, option: RecipeOption): string {
  const outcome = applyEdits(text, option.edits);
  assert.ok(outcome.ok, `${option.variant}: ${outcome.ok ? "" : outcome.reason}`);
  return outcome.text;
}

const PARSED = new WeakMap<TreeParser, Map<string, SyntaxTree>>();

/** Parses each text of a language once for all recipes that share the parser. */
async function parse(parser: TreeParser, file: string, text: string): Promise<SyntaxTree> {
  const pack = languageOf(file);
  assert.ok(pack !== undefined, `${file} is of no known language`);
  const known = PARSED.get(parser) ?? new Map<string, SyntaxTree>();
  PARSED.set(parser, known);
  const cached = known.get(`${pack.id}\n${text}`);
  if (cached !== undefined) return cached;
  const result = await parser.parse(pack, text);
  assert.ok(result.kind === "tree", `${file}: no tree`);
  known.set(`${pack.id}\n${text}`, result.tree);
  return result.tree;
}
