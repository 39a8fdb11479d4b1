import { holds, WORD } from "./char-set.ts";
import type { Instruction, Program } from "./program.ts";
import type { Edge } from "./syntax.ts";

const NOT_SET = -1;
/** Longest text that a look-behind tries to begin at. */
const MAX_BEHIND = 64;

interface Run {
  readonly program: Program;
  readonly text: readonly number[];
  readonly slots: Int32Array;
  left: number;
}

/**
 * Counts the steps that a backtracking engine takes from the first character on until it matches or has failed; `limit` at most. A step is one
 * instruction. This is what the engines of JavaScript and Python do, but for their shortcuts on fixed texts.
 */
export function backtrackingSteps(program: Program, text: string, limit: number): number {
  const codes = Array.from(text, (char) => char.codePointAt(0) as number);
  const run: Run = { program, text: codes, slots: new Int32Array(program.slots).fill(NOT_SET), left: limit };
  attempt(run, 0, 0);
  return limit - Math.max(run.left, 0);
}

/** A place to go on from after a failure, with how many changes of slots are to be undone until then. */
interface Choice {
  readonly at: number;
  readonly position: number;
  readonly undo: number;
}

/** The position after a match from `from` on up to `done`; undefined for none or when the steps are used up. */
function attempt(run: Run, from: number, start: number): number | undefined {
  const { text, slots } = run;
  const code = run.program.code;
  const choices: Choice[] = [];
  const undo: [slot: number, value: number][] = [];
  let at = from;
  let position = start;
  for (;;) {
    if (--run.left < 0) return undefined;
    const instruction = code[at] as Instruction;
    let failed = false;
    switch (instruction.op) {
      case "done":
        return position;
      case "read":
        if (position < text.length && holds(instruction.set, text[position] as number)) {
          position++;
          at++;
        } else failed = true;
        break;
      case "jump":
        at = instruction.to;
        break;
      case "split":
        choices.push({ at: instruction.second, position, undo: undo.length });
        at = instruction.first;
        break;
      case "save":
        undo.push([instruction.slot, slots[instruction.slot] as number]);
        slots[instruction.slot] = position;
        at++;
        break;
      case "moved":
        failed = slots[instruction.slot] === position;
        at++;
        break;
      case "edge":
        failed = !isEdge(instruction.at, text, position);
        at++;
        break;
      case "reference": {
        const end = afterReference(run, instruction.slot, position);
        failed = end === undefined;
        position = end ?? position;
        at++;
        break;
      }
      case "atomic": {
        const end = attempt(run, at + 1, position);
        failed = end === undefined;
        position = end ?? position;
        at = instruction.end;
        break;
      }
      case "look":
        failed = looks(run, instruction.behind, at + 1, position) === instruction.negative;
        at = instruction.end;
        break;
    }
    if (!failed) continue;
    const choice = choices.pop();
    if (choice === undefined) return undefined;
    while (undo.length > choice.undo) {
      const [slot, value] = undo.pop() as [number, number];
      slots[slot] = value;
    }
    ({ at, position } = choice);
  }
}

function looks(run: Run, behind: boolean, from: number, position: number): boolean {
  if (!behind) return attempt(run, from, position) !== undefined;
  for (let start = position; start >= Math.max(0, position - MAX_BEHIND); start--)
    if (attempt(run, from, start) === position) return true;
  return false;
}

/** Position behind a repetition of what a group matched; a group that took no part matches the empty text. */
function afterReference({ text, slots }: Run, slot: number, position: number): number | undefined {
  const start = slots[slot] as number;
  const end = slots[slot + 1] as number;
  if (start === NOT_SET || end === NOT_SET) return position;
  for (let offset = 0; offset < end - start; offset++) if (text[start + offset] !== text[position + offset]) return undefined;
  return position + end - start;
}

function isEdge(edge: Edge, text: readonly number[], position: number): boolean {
  switch (edge) {
    case "start":
      return position === 0;
    case "end":
      return position === text.length;
    case "line-start":
      return position === 0 || text[position - 1] === 10;
    case "line-end":
      return position === text.length || text[position] === 10;
    case "end-or-last-line-end":
      return position === text.length || (position === text.length - 1 && text[position] === 10);
    case "word":
      return isWord(text[position - 1]) !== isWord(text[position]);
    case "not-word":
      return isWord(text[position - 1]) === isWord(text[position]);
    default:
      return edge satisfies never;
  }
}

function isWord(code: number | undefined): boolean {
  return code !== undefined && holds(WORD, code);
}
