import { languageOf } from "#analysis/languages/registry.ts";
import type { TreeParser } from "#analysis/parse/parser.ts";
import { errorNodes } from "#analysis/parse/tree.ts";
import { lineStarts, positionAt } from "#lib/text.ts";
import { annotations, expectedLines } from "./annotations.ts";
import type { RuleSet } from "./compile.ts";
import { scanTree } from "./scan-tree.ts";

export interface Fixture {
  /** Name of the file; its ending tells the language. */
  readonly name: string;
  readonly text: string;
}

/** What one rule did with one fixture. It passed when `missed`, `unexpected` and `problems` are empty and something was expected. */
export interface RuleTest {
  readonly rule: string;
  readonly fixture: string;
  /** How many lines are marked `ruleid` and `ok`. */
  readonly ruleid: number;
  readonly ok: number;
  /** 1-based lines marked `ruleid` without a finding, sorted. */
  readonly missed: readonly number[];
  /** 1-based lines with a finding and neither `ruleid` nor a `todo…` mark, sorted. */
  readonly unexpected: readonly number[];
  /** Why the comparison itself cannot be trusted: the fixture does not parse, a bound was hit, an annotation names no rule of the set. */
  readonly problems: readonly string[];
}

/** Runs rules over a fixture and compares, line by line, with its annotations: one result for each rule, in the order of the set. */
export async function testRules(ruleSet: RuleSet, parser: TreeParser, { name, text }: Fixture): Promise<readonly RuleTest[]> {
  const marks = annotations(text);
  const ids = ruleSet.rules.map((rule) => rule.id);
  const strangers = marks.filter(({ rules }) => !rules.some((rule) => ids.includes(rule)));
  const problems = strangers.map(
    ({ at, rules }) => `line ${at} names ${rules.join(", ") || "no rule"}, which is not in the rule file`,
  );
  const found = new Map<string, Set<number>>(ids.map((id) => [id, new Set()]));
  problems.push(...(await findLines(ruleSet, parser, { name, text }, found)));
  return ids.map((rule) => {
    const ruleid = expectedLines(marks, rule, "ruleid");
    const undecided = expectedLines(marks, rule, "todoruleid", "todook");
    const lines = found.get(rule) ?? new Set<number>();
    return {
      rule,
      fixture: name,
      ruleid: ruleid.size,
      ok: expectedLines(marks, rule, "ok").size,
      missed: [...ruleid].filter((line) => !lines.has(line)).toSorted((a, b) => a - b),
      unexpected: [...lines].filter((line) => !ruleid.has(line) && !undecided.has(line)).toSorted((a, b) => a - b),
      problems,
    };
  });
}

async function findLines(
  ruleSet: RuleSet,
  parser: TreeParser,
  { name, text }: Fixture,
  into: ReadonlyMap<string, Set<number>>,
): Promise<string[]> {
  const pack = languageOf(name);
  if (pack === undefined) return ["no language has this ending"];
  const parsed = await parser.parse(pack, text);
  if (parsed.kind !== "tree") return [parsed.message];
  const { tree } = parsed;
  const starts = lineStarts(text);
  const { matches, problems } = scanTree(ruleSet, tree);
  for (const match of matches) into.get(match.ruleId)?.add(positionAt(starts, match.start).line);
  const errors = errorNodes(tree).map(
    (node) => `line ${positionAt(starts, tree.starts[node] as number).line} is not valid ${pack.id}`,
  );
  return [...errors, ...problems.map(({ message }) => message)];
}
