import type { Call, Compare, Expression } from "#analysis/ir/expression.ts";
import { ALL, maskOf } from "#analysis/models/compile.ts";
import { charactersOf, type Characters, EVERY, harmOf, namedPredicate, predicateOf, type Sides } from "./characters.ts";
import { cleared } from "./cleared.ts";
import type { Engine } from "./engine.ts";
import type { Frame } from "./types.ts";
import { whole } from "./walked-text.ts";

/** The kinds that a text of these characters does no harm to. */
function maskOfCharacters(frame: Frame, left: Characters): number {
  const harm = harmOf(left);
  if (harm === "all") return 0;
  return harm === "none"
    ? ALL
    : ALL & ~maskOf(frame.unit.models, ["path", "contained", "sibling", "ssrf", "redirect", "endpoint"]);
}

/** `text.chars().allMatch(Character::isDigit)`: what holds of each character. */
export function eachCharacter(engine: Engine, frame: Frame, node: Call, answer: boolean): void {
  const [only] = node.arguments;
  if (node.callee.kind !== "member" || only === undefined || node.arguments.length !== 1) return;
  const { name, object } = node.callee;
  const every = name === "allMatch" || name === "every";
  if (!(every ? answer : name === "noneMatch" ? answer : (name === "anyMatch" || name === "some") && !answer)) return;
  const text = whole(object);
  if (text === object) return;
  const sides = sidesOfPredicate(frame, only.value);
  charactersShown(engine, frame, text, every ? sides.yes : sides.no);
}

function sidesOfPredicate(frame: Frame, node: Expression): Sides {
  const { functions } = frame.unit.ir;
  if (node.kind === "function") {
    const code = functions[node.index];
    return code === undefined ? { yes: EVERY, no: EVERY } : predicateOf(code, functions);
  }
  if (node.kind !== "member" && node.kind !== "name") return { yes: EVERY, no: EVERY };
  const own = functions.find((code) => code.name === node.name && code.name !== "");
  return own === undefined ? namedPredicate(node.name) : predicateOf(own, functions);
}

/** `strspn(text, "list") == strlen(text)`, `text[strspn(text, "list")] == 0`: all of it is made of what is listed. */
export function spanned(engine: Engine, frame: Frame, { left, right }: Compare): void {
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    if (one.kind === "index" && other.kind === "constant" && other.value === 0) endsAtSpan(engine, frame, one);
    const span = spanOf(one);
    if (span === undefined || other.kind !== "call" || other.callee.kind !== "name" || other.callee.name !== "strlen") continue;
    const [measured] = other.arguments;
    if (measured?.value.kind === "name" && span.text.kind === "name" && measured.value.name === span.text.name)
      charactersShown(engine, frame, span.text, charactersOf(span.list));
  }
}

/** `text[strspn(text, "list")]` is the end mark. */
export function endsAtSpan(engine: Engine, frame: Frame, node: Expression): void {
  if (node.kind !== "index" || node.object.kind !== "name") return;
  const span = spanOf(node.index);
  if (span?.text.kind === "name" && span.text.name === node.object.name)
    charactersShown(engine, frame, span.text, charactersOf(span.list));
}

interface Spanned {
  readonly text: Expression;
  readonly list: string;
}

function spanOf(node: Expression): Spanned | undefined {
  if (node.kind === "wrapped") return spanOf(node.operand);
  if (node.kind !== "call" || node.callee.kind !== "name" || node.callee.name !== "strspn") return undefined;
  const [text, list] = node.arguments;
  return text !== undefined && list?.value.kind === "constant" && typeof list.value.value === "string"
    ? { text: text.value, list: list.value.value }
    : undefined;
}

/** Notes that a text holds none but these characters. */
export function charactersShown(engine: Engine, frame: Frame, text: Expression, left: Characters): void {
  const mask = maskOfCharacters(frame, left);
  if (mask !== 0) cleared(engine, frame, text, engine.evaluate(frame, text), mask);
}
