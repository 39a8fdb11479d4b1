import { parseArgs } from "node:util";
import { z } from "zod";
import { createParser } from "#analysis/parse/parser.ts";
import { loadGrammar } from "#app/load-grammar.ts";
import { addTallies, estimate, type Measure } from "#bench/detect/bootstrap.ts";
import { openBenchEngines } from "#bench/detect/engines.ts";
import { wholeTexts } from "#bench/detect/fragments.ts";
import { share } from "#bench/detect/measures.ts";
import { readRows } from "#bench/detect/rows.ts";
import { type ScannedBy, scanTexts } from "#bench/detect/scan-texts.ts";
import { stripComments } from "#bench/detect/strip-comments.ts";
import { AssayError } from "#domain/errors.ts";
import { rank } from "#stages/repair/rank.ts";
import { attemptFor, commonBase } from "./attempts.ts";

const ChallengeRow = z.object({
  challenge: z.string(),
  fixes: z.array(z.object({ n: z.string(), correct: z.boolean(), code: z.string() })).min(2),
  group: z.string().optional(),
});
type Challenge = z.infer<typeof ChallengeRow>;

const USAGE = `node bench/rank.ts --data <path> [--format json] [--bootstrap <n>] [--seed <n>]
Data: rows with \`challenge\` and \`fixes\`, each with \`n\`, \`correct\` and \`code\`. The unrepaired code is not in such data: what most of the fixes
have in common stands for it. Order and ties are our own: the file names never decide.`;

const MEASURES: readonly Measure[] = [
  share("first", "right one first", "first", "challenges"),
  share("chance", "chance", "chance", "challenges"),
  share("told", "told apart by checks", "told", "challenges"),
];

/** The command. Gives the exit code: 0, or 2 for options or data that cannot be used. */
export async function runRankBenchmark(args: readonly string[]): Promise<number> {
  const text = { type: "string" } as const;
  const { values } = parseArgs({ args: [...args], options: { data: text, format: text, bootstrap: text, seed: text } });
  if (values.data === undefined) {
    console.error(USAGE);
    return 2;
  }
  try {
    const rows = readRows(values.data);
    const challenges = rows.rows.map((row) => ChallengeRow.parse(row));
    const judged = await judgeAll(challenges);
    const options = { rounds: Number(values.bootstrap ?? 1000), seed: Number(values.seed ?? 1) };
    const estimates = estimate(
      judged.map(({ tally }) => tally),
      MEASURES,
      options,
    );
    const figures = Object.fromEntries(MEASURES.map(({ id }, at) => [id, estimates[at]]));
    const result = {
      schemaVersion: 1,
      benchmark: "rank",
      data: rows.digest,
      counts: addTallies(judged.map(({ tally }) => tally)),
      figures,
    };
    console.log(values.format === "json" ? JSON.stringify(result, undefined, 2) : asText(judged, figures));
    return 0;
  } catch (error) {
    if (!(error instanceof AssayError) && !(error instanceof z.ZodError)) throw error;
    console.error(error instanceof AssayError ? `${error.message}\n${error.hint}` : `${USAGE}\n${z.prettifyError(error)}`);
    return 2;
  }
}

interface Judged {
  readonly challenge: string;
  readonly order: readonly string[];
  readonly tally: Readonly<Record<string, number>>;
}

async function judgeAll(challenges: readonly Challenge[]): Promise<Judged[]> {
  const parser = await createParser(loadGrammar);
  const { root, engines } = await openBenchEngines([]);
  const texts = new Map<string, string>();
  const names: string[][] = [];
  for (const { fixes } of challenges) {
    const whole = await wholeTexts(
      parser,
      "typescript",
      fixes.map(({ code }) => code),
    );
    const stripped = await Promise.all(whole.map((code) => stripComments(parser, "typescript", code)));
    names.push(stripped.map(({ text }) => add(texts, text)));
  }
  const scanners = engines.flatMap(({ scanner }) => (scanner === undefined ? [] : [scanner]));
  const scanned = await scanTexts({ root, texts, scanners, parser }, new AbortController().signal);
  const together = scanned.find(({ id }) => id.includes("+")) ?? (scanned[0] as ScannedBy);
  return challenges.map((challenge, at) => judge(challenge, names[at] ?? [], texts, together));
}

function add(texts: Map<string, string>, text: string): string {
  const name = `${String(texts.size).padStart(6, "0")}.ts`;
  texts.set(name, text);
  return name;
}

/** Candidates in the order of their texts, so that the data's own order cannot help. */
function judge(
  { challenge, fixes }: Challenge,
  names: readonly string[],
  texts: ReadonlyMap<string, string>,
  scanned: ScannedBy,
): Judged {
  const candidates = fixes
    .map(({ n, correct }, at) => ({ n, correct, name: names[at] ?? "", text: texts.get(names[at] ?? "") ?? "" }))
    .toSorted((a, b) => (a.text < b.text ? -1 : 1));
  const base = commonBase(candidates.map(({ text }) => text));
  const reported = candidates.map(({ name }) => scanned.files.get(name)?.reported.length ?? 0);
  const least = Math.min(...reported);
  const attempts = candidates.map(({ text, name }, at) =>
    attemptFor({ name, base, text, remaining: (reported[at] as number) - least }),
  );
  const order = rank(attempts).map((index) => candidates[index] as (typeof candidates)[number]);
  const right = fixes.filter(({ correct }) => correct).length;
  return {
    challenge,
    order: order.map(({ n, correct }) => `${n}${correct ? " (right)" : ""}`),
    tally: {
      challenges: 1,
      first: Number(order[0]?.correct === true),
      chance: right / fixes.length,
      told: Number(new Set(reported).size > 1),
    },
  };
}

function asText(
  judged: readonly Judged[],
  figures: Readonly<Record<string, ReturnType<typeof estimate>[number] | undefined>>,
): string {
  const lines = MEASURES.map(({ id, title }) => {
    const { value, low, high } = figures[id] ?? {};
    return `${title}: ${value?.toFixed(3) ?? "–"} [${low?.toFixed(2) ?? "–"}, ${high?.toFixed(2) ?? "–"}]`;
  });
  return [...judged.map(({ challenge, order }) => `${challenge}: ${order.join(", ")}`), "", ...lines].join("\n");
}
