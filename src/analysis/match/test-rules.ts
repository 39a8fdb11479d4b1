import { languageOf } from "#analysis/languages/registry.ts";
import type { TreeParser } from "#analysis/parse/parser.ts";
import { errorNodes } from "#analysis/parse/tree.ts";
import { lineStarts, positionAt } from "#lib/text.ts";
import { annotations, expectedLines } from "./annotations.ts";
import type { RuleSet } from "./compile.ts";
import { type RuleMatch, scanTree } from "./scan-tree.ts";

export interface Fixture {
  /** Name of the file; its ending tells the language. */
  readonly name: string;
  readonly text: string;
  /** The same after the fixes of all rules. */
  readonly fixed?: { readonly name: string; readonly text: string };
}

/** What one rule did with one fixture. It passed when `missed`, `unexpected`, `unfixed` and `problems` are empty and something was expected. */
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
  /** Where the rule has a fix: 1-based lines of the `.fixed` file that applying the fixes does not give, sorted. */
  readonly unfixed?: readonly number[];
  /** Why the comparison itself cannot be trusted: the fixture does not parse, a bound was hit, an annotation names no rule of the set. */
  readonly problems: readonly string[];
}

/** Runs rules over a fixture and compares, line by line, with its annotations: one result for each rule, in the order of the set. */
export async function testRules(ruleSet: RuleSet, parser: TreeParser, fixture: Fixture): Promise<readonly RuleTest[]> {
  const { name, text, fixed } = fixture;
  const marks = annotations(text);
  const ids = ruleSet.rules.map((rule) => rule.id);
  const strangers = marks.filter(({ rules }) => !rules.some((rule) => ids.includes(rule)));
  const problems = strangers.map(
    ({ at, rules }) => `line ${at} names ${rules.join(", ") || "no rule"}, which is not in the rule file`,
  );
  const found = new Map<string, Set<number>>(ids.map((id) => [id, new Set()]));
  const outcome = await scanFixture(ruleSet, parser, fixture);
  problems.push(...outcome.problems);
  const starts = lineStarts(text);
  for (const match of outcome.matches) found.get(match.ruleId)?.add(positionAt(starts, match.start).line);
  const unfixed = fixed === undefined ? undefined : differingLines(applied(text, outcome.matches), fixed.text);
  const fixing = new Set(ruleSet.rules.filter((rule) => rule.fix !== undefined).map((rule) => rule.id));
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
      ...(unfixed !== undefined && fixing.has(rule) ? { unfixed } : {}),
      problems,
    };
  });
}

async function scanFixture(
  ruleSet: RuleSet,
  parser: TreeParser,
  { name, text }: Fixture,
): Promise<{ readonly matches: readonly RuleMatch[]; readonly problems: readonly string[] }> {
  const pack = languageOf(name);
  if (pack === undefined) return { matches: [], problems: ["no language has this ending"] };
  const parsed = await parser.parse(pack, text);
  if (parsed.kind !== "tree") return { matches: [], problems: [parsed.message] };
  const { tree } = parsed;
  const starts = lineStarts(text);
  const { matches, problems } = scanTree(ruleSet, tree);
  const errors = errorNodes(tree).map(
    (node) => `line ${positionAt(starts, tree.starts[node] as number).line} is not valid ${pack.id}`,
  );
  return { matches, problems: [...errors, ...problems.map(({ message }) => message)] };
}

/** The text with every fix in place; of fixes that overlap the first counts. */
function applied(text: string, matches: readonly RuleMatch[]): string {
  let result = "";
  let at = 0;
  for (const { start, end, fix } of matches) {
    if (fix === undefined || start < at) continue;
    result += text.slice(at, start) + fix;
    at = end;
  }
  return result + text.slice(at);
}

/** 1-based lines of the expected text that the actual one does not have there. */
function differingLines(actual: string, expected: string): number[] {
  const [have, want] = [actual, expected].map((text) => text.trimEnd().split(/\r?\n/)) as [string[], string[]];
  const count = Math.max(have.length, want.length);
  return Array.from({ length: count }, (_, index) => index + 1).filter((line) => have[line - 1] !== want[line - 1]);
}
