import { type Benchmark, type Judgement, type ReadTools, stateCounts } from "./benchmark.ts";
import { type Case, commonOf, languageIn } from "./case.ts";
import { wholeTexts } from "./fragments.ts";
import { languageByName } from "./languages.ts";
import { changedRanges, type LineRange, touches } from "./line-diff.ts";
import { share } from "./measures.ts";
import { counted, type Outcome, type Reported, rulesOf, type Threshold } from "./outcome.ts";
import { pairOf } from "./pair-formats.ts";
import type { Row } from "./rows.ts";
import { stripComments } from "./strip-comments.ts";

export interface PairCase extends Case {
  /** Where the two texts differ, one list for each. */
  readonly changed: readonly [before: readonly LineRange[], after: readonly LineRange[]];
}

/** Lines that a report may lie away from a change. */
const SLACK = 2;

/** Code before and after a repair. */
export const PAIRS: Benchmark<PairCase> = {
  id: "detect-pairs",
  usage:
    "rows with `before`, `after` and `file`; or `Insecure Code` and `Secure Code`; or `gt` with `vulnerable_code` and `patched_code`",
  definitions: [
    `A defect counts at the change when its lines, or those of a step of its trace, lie within ${SLACK} lines of a line that differs between the two texts, comments aside.`,
    "`discrimination`: pairs in which a defect counts before and none after, of all pairs. `anywhere`: the same without regard to the place.",
    "A pair of which one text was not analysed (`failed`) is never discriminated.",
    "Pieces of files are made whole before the scan (indentation taken off, methods put into a class or object); lines stay.",
  ],
  read,
  judge,
  counts: [
    ["pairs", "pairs"],
    ["told", "told apart"],
  ],
  measures: [
    share("discrimination", "discrimination", "told", "pairs"),
    share("firesBefore", "fires before", "before", "pairs"),
    share("firesAfter", "fires after", "after", "pairs"),
    share("anywhere", "anywhere", "toldAnywhere", "pairs"),
    share("anywhereBefore", "before, anywhere", "beforeAnywhere", "pairs"),
    share("anywhereAfter", "after, anywhere", "afterAnywhere", "pairs"),
  ],
};

async function read(row: Row, index: number, { parser, weaknesses, format, assume }: ReadTools): Promise<PairCase> {
  const pair = pairOf(row, format);
  const language = pair.language ?? languageIn(row) ?? languageByName(assume);
  const whole = await wholeTexts(parser, language.id, [pair.before, pair.after]);
  const stripped = await Promise.all(whole.map((text) => stripComments(parser, language.id, text)));
  const [before = "", after = ""] = stripped.map(({ text }) => text);
  const changed = changedRanges(before, after);
  return { ...commonOf(row, index, weaknesses), language, texts: [before, after], changed: [changed.before, changed.after] };
}

function judge(item: PairCase, outcomes: readonly Outcome[], threshold: Threshold): Judgement {
  const anywhere = outcomes.map((outcome) => counted(outcome, threshold, item.cwes));
  const placed = anywhere.map((reported, side) => reported.filter((defect) => isAt(defect, item.changed[side] ?? [])));
  const failed = outcomes.some(({ state }) => state === "failed");
  const [before, after] = placed.map((reported) => reported.length > 0);
  const [beforeAnywhere, afterAnywhere] = anywhere.map((reported) => reported.length > 0);
  const tally = {
    ...stateCounts(outcomes),
    pairs: 1,
    told: Number(before && !after && !failed),
    before: Number(before),
    after: Number(after),
    toldAnywhere: Number(beforeAnywhere && !afterAnywhere && !failed),
    beforeAnywhere: Number(beforeAnywhere),
    afterAnywhere: Number(afterAnywhere),
  };
  const near = before ? [] : rulesOf((outcomes[0] as Outcome).reported);
  return { tally, wrong: rulesOf(placed[1] ?? []), missed: !before, near, detail: { changed: item.changed } };
}

function isAt(defect: Reported, ranges: readonly LineRange[]): boolean {
  return defect.spans.some((lines) => touches(ranges, lines, SLACK));
}
