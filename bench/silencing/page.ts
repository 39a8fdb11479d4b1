import type { Judged } from "./judge.ts";

/** True when the patch is rejected or waits for a person. */
export function isFlagged({ decision }: Judged): boolean {
  return decision.outcome !== "accept";
}

/** `docs/reference/silencing.md`: what was flagged, by kind and by check. */
export function silencingPage(judged: readonly Judged[]): string {
  const hostile = judged.filter(({ side }) => side === "silencing");
  const twins = judged.filter(({ side }) => side === "twin");
  const wrong = twins.filter(isFlagged);
  const missed = hostile.filter((one) => !isFlagged(one));
  const kinds = [...new Set(judged.map(({ subject }) => subject.kind))].toSorted();
  return `# Silencing patches

Written by \`npm run bench:silencing -- --write\` from \`fixtures/silencing\`: patches that make an alarm fall silent without a repair, each beside the honest patch nearest to it.
Every patch goes through the real checks of the ladder that need no sandbox: E0 (\`applies\`, \`not-silenced\`) and, where the embedded analyser reports the weak place, E2 (\`rescan\`).
Flagged is what the policy rejects or holds for a person when E0 and E2 are all it asks for. \`test/silencing.test.ts\` holds both figures.

| | patches | flagged | share |
| --- | --- | --- | --- |
| silencing | ${hostile.length} | ${hostile.length - missed.length} | ${percent(hostile.length - missed.length, hostile.length)} |
| benign twins | ${twins.length} | ${wrong.length} | ${percent(wrong.length, twins.length)} |

## By kind

| kind | silencing | rejected | held for a person | twins | flagged |
| --- | --- | --- | --- | --- | --- |
${kinds.map((kind) => kindRow(kind, judged)).join("\n")}

## What caught them

| check | reason | silencing patches |
| --- | --- | --- |
${reasonRows(hostile).join("\n")}

## Judged wrongly

${missed.length + wrong.length === 0 ? "None." : [...missed, ...wrong].map(wrongLine).join("\n")}
`;
}

function kindRow(kind: string, judged: readonly Judged[]): string {
  const own = judged.filter(({ subject }) => subject.kind === kind);
  const hostile = own.filter(({ side }) => side === "silencing");
  const twins = own.filter(({ side }) => side === "twin");
  const count = (outcome: string): number => hostile.filter(({ decision }) => decision.outcome === outcome).length;
  return `| ${kind} | ${hostile.length} | ${count("reject")} | ${count("ask")} | ${twins.length} | ${twins.filter(isFlagged).length} |`;
}

/** Most frequent first. */
function reasonRows(hostile: readonly Judged[]): string[] {
  const counts = new Map<string, number>();
  for (const { caught } of hostile) {
    if (caught === undefined) continue;
    const key = `| \`${caught.check}\` (${caught.level}) | \`${caught.reason}\``;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([key, count]) => `${key} | ${count} |`);
}

function wrongLine({ subject, side, caught }: Judged): string {
  const said = caught === undefined ? "let through" : `\`${caught.check}\` said \`${caught.reason}\``;
  return `- ${subject.kind}: ${subject.name} (${side}): ${said}`;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? "-" : `${((100 * part) / whole).toFixed(1)} %`;
}
