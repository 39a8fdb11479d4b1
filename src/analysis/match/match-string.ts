import type { NodeId } from "#analysis/parse/tree.ts";
import { children, kindOf, NONE } from "#analysis/parse/tree.ts";
import { unescape } from "#analysis/lower/escapes.ts";
import { bind, type Environment } from "./environment.ts";
import type { Facts } from "./facts.ts";
import { firstNamed, isKind } from "./grammar.ts";
import { bindNode, type Matcher, type Then } from "./matcher.ts";
import type { StringContent, StringPart } from "./pattern.ts";
import { spend } from "./steps.ts";
import { contentRange } from "./string-value.ts";

export function matchString(matcher: Matcher, content: StringContent, node: NodeId, env: Environment, then: Then): void {
  const { facts } = matcher;
  const { tree, grammar } = facts;
  if (content.kind === "template")
    return isKind(tree, node, grammar.string) ? matchTemplate(matcher, content.parts, node, env, then) : undefined;
  if (content.kind === "pieces") {
    const literal = isKind(tree, node, grammar.identifier) ? facts.constants().valueOf(node) : node;
    return literal !== NONE && isKind(tree, literal, grammar.string)
      ? matchParts(matcher, content.parts, 0, piecesOf(facts, literal), 0, 0, env, then)
      : undefined;
  }
  const text = facts.constantText(node);
  if (text === undefined) return undefined;
  if (content.kind === "any") return then(env);
  if (content.kind === "exact") return sameText(text, content.text) ? then(env) : undefined;
  if (content.kind === "regex") return content.regex.test(text) ? then(env) : undefined;
  let literal = node;
  if (isKind(tree, node, grammar.identifier)) literal = facts.constants().valueOf(node);
  const bound =
    isKind(tree, literal, grammar.string) && kindOf(tree, literal) !== "concatenated_string"
      ? { node: NONE, ...contentRange(tree, literal) }
      : { node: literal, start: tree.starts[literal] as number, end: tree.ends[literal] as number };
  const next = bind(tree, grammar, env, content.name, bound);
  return next === "clash" ? undefined : then(next);
}

/** Equal as written, or once escapes are resolved. */
function sameText(a: string, b: string): boolean {
  return a === b || ((a.includes("\\") || b.includes("\\")) && unescape(a) === unescape(b));
}

/** Text between holes with the offset where it starts, or a hole. */
type Piece = { readonly text: string; readonly start: number } | { readonly node: NodeId };

/** What a string literal consists of, in order. */
function piecesOf({ tree, grammar }: Facts, node: NodeId): Piece[] {
  const pieces: Piece[] = [];
  const { start, end } = contentRange(tree, node);
  let at = start;
  const textUpTo = (stop: number): void => {
    if (stop > at) pieces.push({ text: tree.text.slice(at, stop), start: at });
  };
  for (const child of children(tree, node)) {
    const kind = kindOf(tree, child);
    if (kind !== "interpolation" && kind !== "template_substitution") continue;
    textUpTo(tree.starts[child] as number);
    pieces.push({ node: firstNamed(tree, grammar, child) });
    at = tree.ends[child] as number;
  }
  textUpTo(end);
  return pieces;
}

function matchTemplate(matcher: Matcher, parts: readonly StringPart[], node: NodeId, env: Environment, then: Then): void {
  const { tree } = matcher.facts;
  const formatted =
    tree.text[tree.starts[node] as number] === "`" ||
    /^[a-zA-Z]*[fF][a-zA-Z]*["']/.test(tree.text.slice(tree.starts[node], (tree.starts[node] as number) + 4));
  if (!formatted) return undefined;
  return matchParts(matcher, parts, 0, piecesOf(matcher.facts, node), 0, 0, env, then);
}

/** `offset` is how much of the text piece at `position` is already used. */
function matchParts(
  matcher: Matcher,
  parts: readonly StringPart[],
  index: number,
  pieces: readonly Piece[],
  position: number,
  offset: number,
  env: Environment,
  then: Then,
): void {
  spend(matcher.steps);
  const part = parts[index];
  const piece = pieces[position];
  const rest = piece !== undefined && "text" in piece ? piece.text.slice(offset) : undefined;
  if (part === undefined) return piece === undefined || (rest === "" && position === pieces.length - 1) ? then(env) : undefined;
  if ("rest" in part) {
    if (index === parts.length - 1) return then(env);
    const following = parts[index + 1] as StringPart;
    for (let at = position; at < pieces.length; at++) {
      const candidate = pieces[at] as Piece;
      if ("text" in candidate && "text" in following) {
        const from = at === position ? offset : 0;
        for (
          let found = candidate.text.indexOf(following.text, from);
          found >= 0;
          found = candidate.text.indexOf(following.text, found + 1)
        ) {
          matchParts(matcher, parts, index + 2, pieces, at, found + following.text.length, env, then);
        }
      } else if ("meta" in following || ("node" in candidate && "expression" in following))
        matchParts(matcher, parts, index + 1, pieces, at, at === position ? offset : 0, env, then);
    }
    return undefined;
  }
  if (piece === undefined) return undefined;
  if ("meta" in part) return matchMeta(matcher, part.meta, parts, index, pieces, position, offset, env, then);
  if (rest === "") return matchParts(matcher, parts, index, pieces, position + 1, 0, env, then);
  if ("text" in part)
    return rest?.startsWith(part.text)
      ? matchParts(matcher, parts, index + 1, pieces, position, offset + part.text.length, env, then)
      : undefined;
  if (!("node" in piece) || piece.node === NONE) return undefined;
  return matcher.match(part.expression, piece.node, env, (next) =>
    matchParts(matcher, parts, index + 1, pieces, position + 1, 0, next, then),
  );
}

/** A metavariable inside a string: a hole, or some characters, the fewest first. */
function matchMeta(
  matcher: Matcher,
  name: string,
  parts: readonly StringPart[],
  index: number,
  pieces: readonly Piece[],
  position: number,
  offset: number,
  env: Environment,
  then: Then,
): void {
  const { tree, grammar } = matcher.facts;
  const piece = pieces[position] as Piece;
  if ("node" in piece) {
    if (piece.node === NONE) return undefined;
    return bindNode(matcher, name, piece.node, env, (next) =>
      matchParts(matcher, parts, index + 1, pieces, position + 1, 0, next, then),
    );
  }
  for (let end = offset + 1; end <= piece.text.length; end++) {
    const next = bind(tree, grammar, env, name, { node: NONE, start: piece.start + offset, end: piece.start + end });
    if (next !== "clash") matchParts(matcher, parts, index + 1, pieces, position, end, next, then);
  }
  return offset === piece.text.length && position + 1 < pieces.length
    ? matchMeta(matcher, name, parts, index, pieces, position + 1, 0, env, then)
    : undefined;
}
