import type { NodeId } from "#analysis/parse/tree.ts";
import { kindOf } from "#analysis/parse/tree.ts";
import type { CompiledCondition } from "./compile-formula.ts";
import type { Facts } from "./facts.ts";
import { unwrap } from "./grammar.ts";
import { contentRange } from "./string-value.ts";

type RegexCondition = Extract<CompiledCondition, { kind: "regex" }>;

/** More joined texts than this are not gone through. */
const MAX_JOINED = 500;

interface Texts {
  /** Everything that a metavariable in quotes can be bound to; undefined where that is too much. */
  readonly all: ReadonlySet<string> | undefined;
  readonly answers: Map<RegexCondition, boolean>;
}

const known = new WeakMap<Facts, Texts>();

/** False when no constant text of the file fulfils the condition: far fewer looks than to match all code that holds a constant. */
export function someTextMeets(facts: Facts, condition: RegexCondition): boolean {
  let texts = known.get(facts);
  if (texts === undefined) known.set(facts, (texts = { all: textsIn(facts), answers: new Map() }));
  const { all, answers } = texts;
  if (all === undefined) return true;
  let answer = answers.get(condition);
  if (answer === undefined) {
    const { regex, also, unless } = condition;
    answer = all
      .values()
      .some(
        (text) => regex.testStart(text) && also.every((one) => one.testStart(text)) && !unless.some((one) => one.testStart(text)),
      );
    answers.set(condition, answer);
  }
  return answer;
}

/** What stands between quotes, and, where a text is put together or stands in parentheses, its code and its value. */
function textsIn(facts: Facts): ReadonlySet<string> | undefined {
  const { tree, grammar } = facts;
  const joins = grammar.kinds("binary_operator", "binary_expression", "concatenated_string");
  const found = new Set<string>();
  const add = (node: NodeId): void => void found.add(tree.text.slice(tree.starts[node], tree.ends[node]));
  let joined = 0;
  for (let node = 0; node < tree.count; node++) {
    const kind = tree.kinds[node] as number;
    const joining = joins[kind] === 1;
    if (!joining && grammar.string[kind] !== 1) continue;
    const text = facts.constantText(node);
    if (text === undefined) continue;
    found.add(text);
    if (kindOf(tree, node) !== "concatenated_string" && !joining) {
      const { start, end } = contentRange(tree, node);
      found.add(tree.text.slice(start, end));
    } else {
      if (++joined > MAX_JOINED) return undefined;
      add(node);
    }
    for (
      let around = tree.parents[node] as NodeId;
      around > 0 && unwrap(tree, grammar, around) === node;
      around = tree.parents[around] as NodeId
    )
      add(around);
  }
  return found;
}
