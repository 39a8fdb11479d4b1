/** What a comment in a fixture says of the line below it: a finding, none, or one of these that assay is not yet right about. */
type Expectation = "ruleid" | "ok" | "todoruleid" | "todook";

export interface Annotation {
  readonly expects: Expectation;
  /** Ids of rules. */
  readonly rules: readonly string[];
  /** 1-based line that it speaks of: the next one that holds no annotation. */
  readonly line: number;
  /** 1-based line of the comment. */
  readonly at: number;
}

const ANNOTATION = /(?:#|\/\/|\/\*|<!--)\s*(ruleid|ok|todoruleid|todook)\s*:\s*([\w.,\s-]+)/;

/** Semgrep's test comments, in source order. */
export function annotations(text: string): Annotation[] {
  const lines = text.split(/\r?\n/);
  return lines.flatMap((line, index) => {
    const match = ANNOTATION.exec(line);
    if (match === null) return [];
    let next = index + 1;
    while (next < lines.length && ANNOTATION.test(lines[next] as string)) next++;
    const rules = (match[2] as string).split(/[,\s]+/).filter((name) => /^\w/.test(name));
    return [{ expects: match[1] as Expectation, rules, line: next + 1, at: index + 1 }];
  });
}

/** 1-based lines that annotations of these kinds name for a rule. */
export function expectedLines(all: readonly Annotation[], rule: string, ...kinds: readonly Expectation[]): ReadonlySet<number> {
  return new Set(all.filter(({ expects, rules }) => kinds.includes(expects) && rules.includes(rule)).map(({ line }) => line));
}
