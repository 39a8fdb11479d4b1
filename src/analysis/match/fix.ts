import { safeRegex } from "#lib/safe-regex.ts";
import type { RuleFix } from "./rule.ts";

type Bindings = Readonly<Record<string, string>>;

/** A text with `$X`, `$...X` and `$1` replaced by what they are bound to; what is not bound stays. */
export function filledIn(text: string, bindings: Bindings, shown: (bound: string) => string = (bound) => bound): string {
  return text.replace(/\$(?:\.\.\.)?([A-Z_][A-Z_0-9]*|[1-9]\d*)/g, (whole, name: string) => {
    const bound = bindings[name];
    return bound === undefined ? whole : shown(bound);
  });
}

/** What a rule would put in place of the matched text; undefined where that changes nothing. */
export function fixFor(fix: RuleFix, matched: string, bindings: Bindings): string | undefined {
  const text = fix.kind === "text" ? filledIn(fix.text, bindings) : replaced(fix, matched);
  return text === matched ? undefined : text;
}

/** `\1` and `$1` in the replacement stand for groups. */
function replaced({ source, replacement, count }: Extract<RuleFix, { kind: "regex" }>, matched: string): string {
  const outcome = safeRegex(source, { multiline: true });
  if (!outcome.ok) throw new Error(`the expression was checked when the rule was read: ${outcome.reason}`);
  let text = "";
  let at = 0;
  let times = 0;
  for (const match of outcome.regex.matches(matched)) {
    if (count > 0 && times >= count) break;
    times++;
    const group = (index: number): string => {
      const range = match.groups[index - 1];
      return range === undefined ? "" : matched.slice(range.start, range.end);
    };
    text += matched.slice(at, match.start) + replacement.replace(/[\\$](\d)/g, (_, index: string) => group(Number(index)));
    at = match.end;
  }
  return text + matched.slice(at);
}
