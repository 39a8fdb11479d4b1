import { z } from "zod";
import { type Benchmark, type Judgement, type ReadTools, stateCounts } from "./benchmark.ts";
import { type Case, commonOf, languageIn } from "./case.ts";
import { CLASSIFICATION } from "./measures.ts";
import { counted, type Outcome, rulesOf, type Threshold } from "./outcome.ts";
import type { Row } from "./rows.ts";
import { stripComments } from "./strip-comments.ts";
import { languageByName } from "./languages.ts";

export interface LabelledCase extends Case {
  readonly vulnerable: boolean;
}

const Labelled = z.object({ vulnerable: z.boolean(), code: z.string() });

/** Whole files that are vulnerable or not. */
export const LABELLED: Benchmark<LabelledCase> = {
  id: "detect-labelled",
  usage: "rows with `vulnerable`, `code` and `lang` (`language`); optional `id`, `group`, `cwe`",
  definitions: [
    "A file is predicted vulnerable when at least one defect that counts is reported in it.",
    "A file that was analysed in part (`partial`) is judged by what was reported.",
    "A file that was not analysed (`failed`) is a miss when it is vulnerable; otherwise it counts neither for nor against the scanner.",
    "`other language` files are not the scanner's: they are in no other column.",
  ],
  read,
  judge,
  counts: [
    ["tp", "TP"],
    ["fp", "FP"],
    ["tn", "TN"],
    ["fn", "FN"],
  ],
  measures: CLASSIFICATION,
};

async function read(row: Row, index: number, { parser, weaknesses, assume }: ReadTools): Promise<LabelledCase> {
  const { vulnerable, code } = Labelled.parse(row);
  const language = languageIn(row) ?? languageByName(assume);
  const { text } = await stripComments(parser, language.id, code);
  return { ...commonOf(row, index, weaknesses), language, vulnerable, texts: [text] };
}

function judge(item: LabelledCase, outcomes: readonly Outcome[], threshold: Threshold): Judgement {
  const outcome = outcomes[0] as Outcome;
  const defects = counted(outcome, threshold, item.cwes);
  const positive = defects.length > 0;
  const failed = outcome.state === "failed";
  const missed = item.vulnerable && !positive;
  const states = stateCounts(outcomes);
  const tally = {
    ...states,
    tp: Number(item.vulnerable && positive),
    fp: Number(!item.vulnerable && positive),
    tn: Number(!item.vulnerable && !positive && !failed),
    fn: Number(missed),
  };
  const wrong = !item.vulnerable ? rulesOf(defects) : [];
  const near = missed ? rulesOf(outcome.reported) : [];
  return { tally, wrong, missed, near, detail: { lines: defects.flatMap(({ lines }) => lines), state: outcome.state } };
}
