import type { Need } from "./need.ts";
import type { WordTable } from "./words.ts";

/** One bit for each run of four characters, case aside: most literals that do not occur are told by a few looks each. */
function runsOf(text: string): Uint32Array {
  const marks = new Uint32Array((1 << 20) / 32);
  let run = 0;
  for (let at = 0; at < text.length; at++) {
    run = ((run << 5) ^ fold(text.charCodeAt(at))) & 0xfffff;
    marks[run >>> 5] = (marks[run >>> 5] as number) | (1 << (run & 31));
  }
  return marks;
}

function mayHold(runs: Uint32Array, literal: string): boolean {
  let run = 0;
  for (let at = 0; at < literal.length; at++) {
    run = ((run << 5) ^ fold(literal.charCodeAt(at))) & 0xfffff;
    if (at >= 3 && ((runs[run >>> 5] as number) & (1 << (run & 31))) === 0) return false;
  }
  return true;
}

/** Five bits that are equal for both cases of a letter. Characters that fold from elsewhere into ASCII give their own bits, hence K and ſ are mapped. */
function fold(unit: number): number {
  return (unit === 0x212a ? 0x4b : unit === 0x17f ? 0x53 : unit) & 0x1f;
}

/** What needs are checked against: one text, with the answers found so far. */
export interface Holdings {
  satisfies(need: Need): boolean;
}

export function holdingsOf(text: string, table: WordTable): Holdings {
  const present = table.present(text);
  /** By the literal's id: 1 it occurs, 2 it does not, 0 not known yet. */
  let answers = new Uint8Array(table.literals.length);
  let lower: string | undefined;
  let runs: Uint32Array | undefined;
  const holds = (id: number): boolean => {
    if (id >= answers.length) {
      const more = new Uint8Array(table.literals.length);
      more.set(answers);
      answers = more;
    }
    if (answers[id] === 0) {
      const literal = table.literals[id] as string;
      runs ??= runsOf(text);
      answers[id] = mayHold(runs, literal) && (lower ??= text.toLowerCase()).includes(literal) ? 1 : 2;
    }
    return answers[id] === 1;
  };
  const satisfies = (need: Need): boolean => {
    if (need.op === "word") return need.id >= present.length || present[need.id] === 1;
    if (need.op === "text") {
      for (const id of need.literals) if (holds(id)) return true;
      return false;
    }
    const enough = need.op === "any";
    for (const item of need.items) if (satisfies(item) === enough) return enough;
    return !enough;
  };
  return { satisfies };
}
