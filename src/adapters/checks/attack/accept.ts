import type { Entry, Family, Observation, Shot } from "./plan.ts";

/** What a module holds that calls may be let in by. */
export interface Known {
  /** Words that it lists. */
  readonly listed?: readonly string[];
  /** Its tables of texts by texts. */
  readonly pairs?: readonly (readonly [string, string])[];
  /** Texts that it names a token. */
  readonly tokens?: readonly string[];
}

/** A call that the code should take, by the text of one parameter and, where needed, of others. */
interface Twin {
  readonly target: number;
  readonly text: string;
  readonly also?: Readonly<Record<string, string>>;
  readonly attacks: readonly string[];
  /** A text that nobody would take. */
  readonly bad: string;
}

interface Aimed extends Known {
  readonly family: Family;
  readonly entry: Entry;
}

type Add = (shot: Pick<Shot, "id" | "parameter" | "text" | "also" | "twin">) => void;

/**
 * For weaknesses in what is let in: a text that is on the list, texts that only look like it, and one that is not like it at all. Only where the code
 * tells the first from the last is it known that it judges.
 */
export function addAccepted(aimed: Aimed, targets: readonly number[], mark: string, add: Add): void {
  for (const [index, { target, text, also, attacks, bad }] of twinsOf(aimed, targets, mark).entries()) {
    const twin = `control-${target}-good${index}`;
    const rest = { parameter: target, ...(also !== undefined && { also }) };
    add({ id: twin, text, ...rest });
    add({ id: `bad-${twin}`, text: bad, ...rest });
    for (const [turn, each] of attacks.entries()) add({ id: `attack-${target}-like${index}-${turn}`, text: each, twin, ...rest });
  }
}

function twinsOf({ family, entry, listed = [], pairs = [] }: Aimed, targets: readonly number[], mark: string): Twin[] {
  if (family === "allow-list")
    return targets.flatMap((target) =>
      listed.slice(0, 4).flatMap((word) => [
        {
          target,
          text: word,
          bad: mark,
          attacks: [
            `${word}${mark}`,
            `${mark}${word}`,
            `${word} ${mark}`,
            `${word}.${mark}.example`,
            `${mark}.${word}`,
            `${word}\n${mark}`,
            `${mark}/${word}`,
          ],
        },
        ...(word.includes(".")
          ? [
              {
                target,
                text: `https://${word}/a`,
                bad: `https://${mark}.example/a`,
                attacks: [
                  `https://${word}.${mark}.example/a`,
                  `https://${mark}${word}/a`,
                  `https://${mark}.example/${word}`,
                  `https://${word}@${mark}.example/a`,
                  `https://${mark}.example/?x=${word}`,
                ],
              },
            ]
          : []),
      ]),
    );
  if (family !== "token-verification") return [];
  const texts = entry.parameters.flatMap(({ shape }, index) => (shape === "text" ? [index] : []));
  const signatures = texts.filter((index) =>
    /sign|mac\b|hmac|digest|token|hash|auth|code|key$/i.test(entry.parameters[index]?.name ?? ""),
  );
  return signatures.flatMap((target) =>
    pairs.slice(0, 2).flatMap(([key, value]) =>
      texts
        .filter((other) => other !== target)
        .slice(0, 2)
        .map(
          (other): Twin => ({ target, text: value, also: { [String(other)]: key }, bad: "", attacks: [mark, `${value}${mark}`] }),
        ),
    ),
  );
}

/** Whether a call was let in: it returned something other than a refusal. */
export function isAccepted({ outcome, value, output, events }: Observation): boolean {
  const refused = events.some(([kind, code = ""]) => kind === "status" && Number(code) >= 400);
  return outcome === "returned" && value !== "nothing" && value !== "a refusal" && !refused && !REFUSALS.test(output.trim());
}

/** What stands for no, written by either language. */
const REFUSALS = /^(?:|False|false|None|null|undefined|0|-1|\[\]|\{\}|''|""|\(False\b[^]*|\[false\b[^]*)$/;
