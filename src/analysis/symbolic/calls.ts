import type { Call, Expression } from "#analysis/ir/expression.ts";
import { parseRegex } from "#analysis/regex/parse-regex.ts";
import { RegexSyntaxError } from "#analysis/regex/syntax.ts";
import { any, concat, smtLanguage } from "./smt.ts";
import { type Exploration, freshText, type State, UNKNOWN, type Value } from "./value.ts";

/** Calls that give a text which an attacker cannot use any more. */
const HARMLESS =
  /^(?:quote|secure_filename|escape|escapeHtml|encodeURIComponent|quote_plus|int|float|Number|parseInt|uuid\.UUID)$/;
const NORMAL = /^(?:realpath|normpath|abspath|resolve|normalize|realpathSync)$/;

/** What a call gives; a sink among them is kept. */
export function evaluateCall(
  exploration: Exploration,
  state: State,
  call: Call,
  value: (expression: Expression) => Value,
): Value {
  const name = nameOf(call.callee);
  const object = call.callee.kind === "member" ? value(call.callee.object) : UNKNOWN;
  const given = call.arguments.map((argument) => value(argument.value));
  const [first = UNKNOWN, second = UNKNOWN] = given;
  if (exploration.sinks.test(name)) {
    const target = given.findLast((each, index) => each.kind === "text" && (index === 0 || name.endsWith("redirect")));
    if (target?.kind === "text" && !(call.arguments[0]?.spread ?? false)) {
      const { conditions, loose } = state;
      exploration.reached.push({ term: target.term, normal: target.normal === true, conditions, loose, start: call.start });
    }
  }
  const last = name.split(".").at(-1) ?? "";
  if (/^(?:str|String)$/.test(name) && first.kind === "text") return first;
  if (HARMLESS.test(last) || HARMLESS.test(name))
    return freshText(exploration, (text) => [`(str.in_re ${text} (re.* (re.range "a" "z")))`]);
  if (last === "join" && /^(?:os\.path|posixpath|path)(?:\.posix)?\.join$/.test(name)) return joined(exploration, given);
  if (NORMAL.test(last)) return normal(exploration, given);
  if (last === "basename")
    return freshText(exploration, (text) => [`(not (str.contains ${text} "/"))`, `(not (= ${text} ".."))`]);
  if (object.kind === "regex" && last === "test") return found(exploration, object, "anywhere", first);
  if (/^re\.(?:match|fullmatch|search)$/.test(name) && first.kind === "text" && first.literal !== undefined) {
    const how = last === "match" ? "head" : last === "fullmatch" ? "whole" : "anywhere";
    return found(exploration, { kind: "regex", source: first.literal, flags: "" }, how, second);
  }
  if (last === "includes" && object.kind === "list" && first.kind === "text") {
    const items = object.items.filter((item) => item.kind === "text");
    return { kind: "truth", term: any(items.map((item) => `(= ${first.term} ${item.term})`)) };
  }
  return object.kind === "text" ? ofText(exploration, object.term, last, given) : UNKNOWN;
}

function ofText(exploration: Exploration, term: string, name: string, given: readonly Value[]): Value {
  const [first = UNKNOWN, second = UNKNOWN] = given;
  const truth = (said: string): Value => ({ kind: "truth", term: said });
  const each = first.kind === "list" ? first.items : [first];
  const texts = each.flatMap((item) => (item.kind === "text" ? [item.term] : []));
  const known = texts.length === each.length;
  if (/^starts_?with$/i.test(name) && known) return truth(any(texts.map((text) => `(str.prefixof ${text} ${term})`)));
  if (/^ends_?with$/i.test(name) && known) return truth(any(texts.map((text) => `(str.suffixof ${text} ${term})`)));
  if (name === "includes" && first.kind === "text") return truth(`(str.contains ${term} ${first.term})`);
  if (name === "isdigit" || name === "isdecimal") return truth(`(str.in_re ${term} (re.+ (re.range "0" "9")))`);
  if (name === "isalnum")
    return truth(`(str.in_re ${term} (re.+ (re.union (re.range "0" "9") (re.range "A" "Z") (re.range "a" "z"))))`);
  if ((name === "replace" || name === "replaceAll") && first.kind === "text" && second.kind === "text") {
    const every = name === "replaceAll" || exploration.dialect === "python";
    return { kind: "text", term: `(str.replace${every ? "_all" : ""} ${term} ${first.term} ${second.term})` };
  }
  if (/^(?:toString|trim|strip|encode|decode)$/.test(name)) return { kind: "text", term };
  return UNKNOWN;
}

function found(
  exploration: Exploration,
  { source, flags }: Extract<Value, { kind: "regex" }>,
  how: "whole" | "head" | "anywhere",
  text: Value,
): Value {
  if (text.kind !== "text" || /[im]/.test(flags)) return UNKNOWN;
  try {
    const language = smtLanguage(parseRegex(source, exploration.dialect, flags).node, how);
    return language === undefined ? UNKNOWN : { kind: "truth", term: `(str.in_re ${text.term} ${language})` };
  } catch (error) {
    // Not valid, or beyond what is read: nothing is known of it.
    if (error instanceof RegexSyntaxError) return UNKNOWN;
    throw error;
  }
}

/** Paths joined: in Python an absolute part throws away what stands before it, elsewhere the result is normal. */
function joined(exploration: Exploration, given: readonly Value[]): Value {
  const texts = given.flatMap((each) => (each.kind === "text" ? [each.term] : []));
  const [base] = texts;
  if (base !== undefined) exploration.bases.add(base);
  if (texts.length !== given.length || base === undefined) return UNKNOWN;
  if (exploration.dialect === "javascript") return normal(exploration, given);
  const term = texts
    .slice(1)
    .reduce((whole, part) => `(ite (str.prefixof "/" ${part}) ${part} ${concat([whole, '"/"', part])})`, base);
  return { kind: "text", term };
}

function normal(exploration: Exploration, given: readonly Value[]): Value {
  const [base] = given;
  if (base?.kind === "text") exploration.bases.add(base.term);
  if (
    given.length === 1 &&
    base?.kind === "text" &&
    exploration.bases.size > 0 &&
    [...exploration.bases].includes(base.term) &&
    base.normal === true
  )
    return base;
  const fresh = freshText(exploration, (text) => [`(not (str.contains ${text} ".."))`, `(str.prefixof "/" ${text})`]);
  return fresh.kind === "text" ? { ...fresh, normal: true } : fresh;
}

/** The dotted name of what is called, `""` where it has none. */
function nameOf(callee: Expression): string {
  if (callee.kind === "name") return callee.name;
  if (callee.kind !== "member") return "";
  const owner = nameOf(callee.object);
  return owner === "" ? callee.name : `${owner}.${callee.name}`;
}
