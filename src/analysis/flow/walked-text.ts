import type { Expression } from "#analysis/ir/expression.ts";
import type { FunctionIr } from "#analysis/ir/file.ts";
import type { Loop, Statement } from "#analysis/ir/statement.ts";
import { walk } from "#analysis/ir/walk.ts";
import { characterOf, type Characters, EVERY, isCharacter, type Round, sidesOf } from "./characters.ts";

/** A text that a loop looks at one character at a time. */
export interface Walk {
  readonly text: Expression;
  /** Characters with which a round comes to its end. */
  readonly left: Characters;
}

const walks = new WeakMap<Loop, Walk | "none">();

/**
 * What a round of a loop shows of the characters of the text that it walks; undefined where it walks none, or may be left early for what stands behind it. Its text
 * alone tells that, and it is asked each time that the loop is followed.
 */
export function walkOf(loop: Loop, functions: readonly FunctionIr[]): Walk | undefined {
  let known = walks.get(loop);
  if (known === undefined) walks.set(loop, (known = findWalk(loop, functions) ?? "none"));
  return known === "none" ? undefined : known;
}

function findWalk(loop: Loop, functions: readonly FunctionIr[]): Walk | undefined {
  const found = walkedText(loop);
  if (found === undefined) return undefined;
  const { text, isCharacter } = found;
  const round: Round = { functions, depth: 2, isCharacter, names: new Set(), continued: 0n, lost: false };
  const start = loop.test === undefined || loop.late ? EVERY : sidesOf(round, loop.test).yes;
  const left = run(round, loop.body, start) | round.continued;
  return round.lost ? undefined : { text, left };
}

/** The text of `for (c of text)`, `text[i]` with an `i` that the test bounds, or `*p` with a `p` that the loop moves on. */
function walkedText(loop: Loop): { readonly text: Expression; readonly isCharacter: (node: Expression) => boolean } | undefined {
  const { pattern, source } = loop;
  if (source !== undefined) {
    if (pattern?.kind !== "name") return undefined;
    if (loop.over === "keys") return source.kind === "name" ? elements(source, pattern.name) : undefined;
    return { text: whole(source), isCharacter: (node) => node.kind === "name" && node.name === pattern.name };
  }
  const moved = new Set<string>();
  walk([loop.body, loop.update], (node) => {
    if ((node.kind === "assignment" || node.kind === "assign") && node.target.kind === "name") moved.add(node.target.name);
  });
  const asked = new Set<string>();
  walk(loop.test, (node) => {
    if (node.kind === "name") asked.add(node.name);
  });
  let text: (Expression & { kind: "name" }) | undefined;
  let at = "";
  walk([loop.test, loop.body], (node) => {
    if (text !== undefined) return;
    if (node.kind === "wrapped" && node.how === "content" && node.operand.kind === "name" && moved.has(node.operand.name))
      text = node.operand;
    const element = elementOf(node);
    if (element?.index.kind !== "name" || !asked.has(element.index.name)) return;
    text = element.object;
    at = element.index.name;
  });
  if (text === undefined || boundByNumber(loop.test, at)) return undefined;
  if (at !== "") return elements(text, at);
  const { name } = text;
  return { text, isCharacter: (node) => node.kind === "wrapped" && node.how === "content" && isName(node.operand, name) };
}

/** `text[at]`. */
function elements(text: Expression & { kind: "name" }, at: string): NonNullable<ReturnType<typeof walkedText>> {
  return {
    text,
    isCharacter: (node) => {
      const element = elementOf(node);
      return element !== undefined && element.object.name === text.name && isName(element.index, at);
    },
  };
}

/** `i < 4`: the rest of the text is not looked at. */
function boundByNumber(test: Expression | undefined, at: string): boolean {
  let bound = false;
  walk(test, (node) => {
    if (node.kind === "compare" && isName(node.left, at) && node.right.kind === "constant") bound = true;
  });
  return bound;
}

type Element = { readonly object: Expression & { kind: "name" }; readonly index: Expression };

/** `text[i]`, `text.charAt(i)`. */
function elementOf(node: { readonly kind: string }): Element | undefined {
  const one = node as Expression;
  if (one.kind === "index" && one.object.kind === "name") return { object: one.object, index: one.index };
  if (one.kind !== "call" || one.callee.kind !== "member" || one.callee.object.kind !== "name") return undefined;
  const [index] = one.arguments;
  return /^(?:charAt|codePointAt|charCodeAt|at)$/u.test(one.callee.name) && index !== undefined
    ? { object: one.callee.object, index: index.value }
    : undefined;
}

/** The text whose characters a list holds: `text.toCharArray()`, `[]rune(text)`. */
export function whole(node: Expression): Expression {
  if (node.kind === "wrapped") return whole(node.operand);
  if (node.kind !== "call") return node;
  if (node.callee.kind === "member" && /^(?:toCharArray|chars|codePoints|getBytes|bytes)$/u.test(node.callee.name))
    return whole(node.callee.object);
  return node;
}

const isName = (node: Expression, name: string | undefined): boolean => node.kind === "name" && node.name === name;

/** Characters with which statements are run to their end, of those with which they are begun. */
function run(round: Round, statements: readonly Statement[], start: Characters): Characters {
  let now = start;
  for (const statement of statements) now = runOne(round, statement, now);
  return now;
}

function runOne(round: Round, statement: Statement, now: Characters): Characters {
  switch (statement.kind) {
    case "if": {
      let open = now;
      let ended = 0n;
      for (const { test, body } of statement.clauses) {
        const { yes, no } = sidesOf(round, test);
        ended |= run(round, body, open & yes);
        open &= no;
      }
      return ended | run(round, statement.otherwise, open);
    }
    case "block":
      return run(round, statement.body, now);
    case "return":
    case "throw":
      return 0n;
    case "jump":
      if (statement.how === "break") round.lost ||= now !== 0n;
      else round.continued |= now;
      return 0n;
    case "assign":
      return written(round, statement.target, statement.value, now);
    case "expression":
      if (statement.expression.kind === "assignment")
        return written(round, statement.expression.target, statement.expression.value, now);
      return now;
    case "loop":
    case "switch":
    case "try":
    case "goto":
    case "label":
      // What jumps out of these is not followed.
      round.lost = true;
      return now;
    case "assert":
    case "class":
    case "declare":
    case "export":
    case "function":
    case "import":
    case "reexport":
      break;
  }
  return now;
}

/** A variable that gets the character is the character; a character that is overwritten is what is put there. */
function written(
  round: Round,
  target: Extract<Statement, { kind: "assign" }>["target"],
  value: Expression,
  now: Characters,
): Characters {
  if (target.kind === "name") {
    if (isCharacter(round, value)) round.names.add(target.name);
    else if (round.names.delete(target.name) || round.isCharacter({ ...target, kind: "name" })) round.lost = true;
    return now;
  }
  if (target.kind !== "place" || !round.isCharacter(target.place)) return now;
  const put = value.kind === "constant" ? characterOf(value.value) : undefined;
  return put ?? EVERY;
}
