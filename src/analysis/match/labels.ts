/** A condition on the labels of data: names with `and`, `or`, `not`. */
export type LabelTerm =
  | { readonly op: "label"; readonly name: string }
  | { readonly op: "not"; readonly inner: LabelTerm }
  | { readonly op: "and" | "or"; readonly left: LabelTerm; readonly right: LabelTerm };

const MAX_TOKENS = 60;

/** Reads the Python-like text of `requires`. Throws a SyntaxError that says what is wrong. */
export function parseLabels(text: string): LabelTerm {
  const tokens = text.match(/[A-Za-z_]\w*|\S/g) ?? [];
  if (tokens.length > MAX_TOKENS) throw new SyntaxError(`more than ${MAX_TOKENS} words are not supported`);
  let at = 0;

  const either = (): LabelTerm => chain("or", () => chain("and", unary));

  function chain(word: "and" | "or", next: () => LabelTerm): LabelTerm {
    let left = next();
    while (tokens[at] === word) {
      at++;
      left = { op: word, left, right: next() };
    }
    return left;
  }

  function unary(): LabelTerm {
    const token = tokens[at++];
    if (token === "not") return { op: "not", inner: unary() };
    if (token === "(") {
      const inner = either();
      if (tokens[at++] !== ")") throw new SyntaxError("a bracket is not closed");
      return inner;
    }
    if (token === undefined || !/^[A-Za-z_]/.test(token) || token === "and" || token === "or")
      throw new SyntaxError(`expected a label, found ${token === undefined ? "the end" : `"${token}"`}`);
    return { op: "label", name: token };
  }

  const term = either();
  if (at < tokens.length) throw new SyntaxError(`"${tokens[at]}" is not expected here`);
  return term;
}

export function labelsOf(term: LabelTerm): readonly string[] {
  if (term.op === "label") return [term.name];
  return term.op === "not" ? labelsOf(term.inner) : [...labelsOf(term.left), ...labelsOf(term.right)];
}

export function fulfils(term: LabelTerm, has: (label: string) => boolean): boolean {
  if (term.op === "label") return has(term.name);
  if (term.op === "not") return !fulfils(term.inner, has);
  return term.op === "and"
    ? fulfils(term.left, has) && fulfils(term.right, has)
    : fulfils(term.left, has) || fulfils(term.right, has);
}
