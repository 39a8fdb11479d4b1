import type { Upgrade, UpgradeOutcome } from "#app/upgrade-run.ts";
import { paintDiff } from "#lib/paint-diff.ts";
import { oneLine } from "#lib/text.ts";
import { plural } from "./plural.ts";
import type { TextStyle } from "./style.ts";

const MARKS = { pass: ["green", "✓ tried"], fail: ["red", "✗ breaks"], inconclusive: ["yellow", "? not proved"] } as const;

/** One block for each advised upgrade, with the change it means. */
export function upgradesText({ upgrades, problems }: UpgradeOutcome, style: TextStyle): string {
  const { paint } = style;
  const unread = problems.map(({ path, message }) =>
    paint("yellow", `Not read: ${path === undefined ? "" : `${oneLine(path)}: `}${oneLine(message)}`),
  );
  if (upgrades.length === 0)
    return `${[...unread, unread.length === 0 ? "No package of the lock files has a known weakness." : "Nothing known of what was read."].join("\n")}\n`;
  const count = (outcome: Upgrade["outcome"]): number => upgrades.filter((one) => one.outcome === outcome).length;
  const sum = `${plural(upgrades.length, "upgrade")} advised: ${count("pass")} proved by the project's tests, ${count("fail")} break them, ${count("inconclusive")} not proved.`;
  const written = upgrades.some(({ applied }) => applied) ? ["Written. Install what the lock file says now: npm ci"] : [];
  return `${[...upgrades.flatMap((one) => block(one, style)), ...unread, sum, ...written].join("\n")}\n`;
}

function block({ name, from, to, advisories, outcome, reason, detail, diff }: Upgrade, { paint }: TextStyle): string[] {
  const [color, mark] = MARKS[outcome];
  const step = to === undefined ? from : `${from} → ${to}`;
  return [
    `${paint(color, mark)}  ${paint("bold", oneLine(`${name} ${step}`))}  ${oneLine(advisories.join(", "))}`,
    `  ${reason}: ${oneLine(detail)}`,
    ...paintDiff(diff, paint).map((line) => `  ${line}`),
    "",
  ];
}
