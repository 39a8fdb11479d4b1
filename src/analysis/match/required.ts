import type { Pattern, StringContent } from "./pattern.ts";

/** What must stand inside a piece of code for a pattern to match it. */
export interface Required {
  /** Texts of leaves; a local name that was imported from something called so will do as well. */
  readonly words: ReadonlySet<string>;
  /** Numbers of kinds. */
  readonly kinds: ReadonlySet<number>;
  /** Parts of literals, as written; anywhere in the file. */
  readonly texts: ReadonlySet<string>;
  /** Whole values of constant texts; anywhere in the file. */
  readonly constants: ReadonlySet<string>;
}

interface Found {
  readonly words: Set<string>;
  readonly kinds: Set<number>;
  readonly texts: Set<string>;
  readonly constants: Set<string>;
}

/** Errs on the side of less. What a pattern may also find outside the code it matches is left out: decorators, values of constants. */
export function requiredBy(pattern: Pattern): Required {
  const found: Found = { words: new Set(), kinds: new Set(), texts: new Set(), constants: new Set() };
  visit(pattern, found);
  return found;
}

function visit(pattern: Pattern, found: Found): void {
  const all = (patterns: readonly (Pattern | undefined)[]): void => {
    for (const item of patterns) if (item !== undefined) visit(item, found);
  };
  switch (pattern.op) {
    case "meta":
    case "rest":
    case "typed":
      return undefined;
    case "deep":
      return visit(pattern.inner, found);
    case "name":
      return void found.words.add(pattern.path.at(-1) as string);
    case "word":
      return void found.words.add(pattern.text);
    case "leaf":
      return pattern.constant ? undefined : void found.kinds.add(pattern.kind);
    case "string":
      return literal(pattern.content, found);
    case "member":
      return all([pattern.object, pattern.property]);
    case "chain":
      return visit(pattern.base, found);
    case "call":
      return all([pattern.callee, ...pattern.args]);
    case "assign":
      return all([pattern.left, pattern.right]);
    case "pair":
      return all([pattern.key, pattern.value]);
    case "function":
      return all([pattern.head, pattern.name, pattern.result?.type, ...pattern.parameters, pattern.body]);
    case "decorated":
      return all([...pattern.decorators, pattern.definition]);
    case "declaration":
      return all(pattern.declarators);
    case "loop":
      return visit(pattern.body, found);
    case "block":
    case "statements":
      return all(pattern.items);
    case "node":
      return all(pattern.items.filter((item) => !isDecorator(item)));
    default:
      return pattern satisfies never;
  }
}

/** Those of an exported class stand in front of `export`, outside of the class. */
function isDecorator(pattern: Pattern): boolean {
  return pattern.op === "node" && pattern.items[0]?.op === "leaf" && pattern.items[0].text === "@";
}

function literal(content: StringContent, found: Found): void {
  if (content.kind === "exact") found.constants.add(content.text);
  if (content.kind !== "pieces" && content.kind !== "template") return;
  for (const part of content.parts) {
    if ("text" in part) found.texts.add(part.text);
    if ("expression" in part) visit(part.expression, found);
  }
}

/** Runs of statements and what is searched for at any depth cost many looks. */
export function weightOf(pattern: Pattern): number {
  if (pattern.op === "statements") return pattern.items.slice(1).every((item) => item.op === "rest") ? 2 : 40;
  if (pattern.op === "deep") return 20;
  if (pattern.op === "function") return isAnything(pattern.body) ? 2 : 30;
  if (pattern.op === "node") return Math.max(1, ...pattern.items.map(weightOf));
  if (pattern.op === "block" || pattern.op === "loop" || pattern.op === "decorated") return 30;
  return 1;
}

function isAnything(body: Pattern): boolean {
  return body.op === "rest" || (body.op === "block" && body.items.every((item) => item.op === "rest"));
}
