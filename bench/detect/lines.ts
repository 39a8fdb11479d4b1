import { z } from "zod";
import { type Benchmark, type Judgement, type ReadTools, stateCounts } from "./benchmark.ts";
import { type Case, commonOf, languageIn } from "./case.ts";
import { languageByName, languageByPath } from "./languages.ts";
import { share } from "./measures.ts";
import { counted, type Outcome, rulesOf, type Threshold } from "./outcome.ts";
import type { Row } from "./rows.ts";
import { stripComments } from "./strip-comments.ts";

export interface LineCase extends Case {
  /** 1-based. */
  readonly alerts: ReadonlySet<number>;
  /** Lines that are not blank once comments are gone. */
  readonly code: ReadonlySet<number>;
  /** Lines whose comment says that they are right: hard negatives. */
  readonly right: ReadonlySet<number>;
}

const Labelled = z.object({ code: z.string(), alert_lines: z.array(z.int()), path: z.string().optional() });

const SAID_RIGHT = /^\W*(?:OK|GOOD)\b/u;

/** Lines on which an alert is expected. */
export const LINES: Benchmark<LineCase> = {
  id: "detect-lines",
  usage: "rows with `code` and `alert_lines`, and `lang` or `path`",
  definitions: [
    "A line is flagged when a finding behind a defect that counts starts on it. `recall`: flagged alert lines of all alert lines, exact line.",
    "`FPR`: flagged lines without alert, of all lines of code without alert; blank lines and lines of comments only are no lines of code.",
    "`FPR, said right`: the same over lines whose own comment begins with OK or GOOD: they look like the weakness.",
    "`flagged safe files`: files without any alert in which something is flagged. `precision`: flagged alert lines of all flagged lines.",
    "Lines of a file that was not analysed (`failed`) count as missed and as not flagged.",
  ],
  read,
  judge,
  counts: [
    ["files", "files"],
    ["alerts", "alert lines"],
    ["hits", "hits"],
    ["false", "false alarms"],
  ],
  measures: [
    share("recall", "recall", "hits", "alerts"),
    share("falsePositiveRate", "FPR", "false", "others"),
    share("precision", "precision", "hits", "flagged"),
    share("falsePositiveRateSaidRight", "FPR, said right", "falseRight", "right"),
    share("flaggedSafeFiles", "flagged safe files", "flaggedSafe", "safe"),
  ],
};

async function read(row: Row, index: number, { parser, weaknesses, assume }: ReadTools): Promise<LineCase> {
  const { code, alert_lines, path } = Labelled.parse(row);
  const named = path === undefined ? undefined : languageByPath(path);
  const language = named ?? languageIn(row) ?? languageByName(assume);
  const { text, comments } = await stripComments(parser, language.id, code);
  const alerts = new Set(alert_lines);
  const filled = text.split(/\r\n|\n|\r/u).flatMap((line, at) => (line.trim() === "" ? [] : [at + 1]));
  const right = filled.filter((line) => !alerts.has(line) && SAID_RIGHT.test(comments.get(line) ?? ""));
  return { ...commonOf(row, index, weaknesses), language, texts: [text], alerts, code: new Set(filled), right: new Set(right) };
}

function judge(item: LineCase, outcomes: readonly Outcome[], threshold: Threshold): Judgement {
  const outcome = outcomes[0] as Outcome;
  const defects = counted(outcome, threshold, item.cwes);
  const flagged = new Set(defects.flatMap(({ lines }) => lines));
  const hits = flagged.intersection(item.alerts);
  const wrong = flagged.difference(item.alerts);
  const missed = item.alerts.difference(flagged);
  const safe = item.alerts.size === 0;
  const tally = {
    ...stateCounts(outcomes),
    files: 1,
    alerts: item.alerts.size,
    hits: hits.size,
    flagged: flagged.size,
    false: wrong.size,
    others: item.code.difference(item.alerts).size,
    right: item.right.size,
    falseRight: flagged.intersection(item.right).size,
    safe: Number(safe),
    flaggedSafe: Number(safe && flagged.size > 0),
  };
  return {
    tally,
    wrong: rulesOf(defects.filter(({ lines }) => lines.some((line) => wrong.has(line)))),
    missed: missed.size > 0,
    near: missed.size > 0 ? rulesOf(outcome.reported) : [],
    detail: { falseLines: [...wrong].toSorted((a, b) => a - b), missedLines: [...missed].toSorted((a, b) => a - b) },
  };
}
