import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, descendants, enclosing, kindOf, namedChildren, NONE, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import {
  type Argument,
  callArguments,
  callsNear,
  isCallOf,
  keywordArgument,
  positionalArgument,
  removeArgument,
} from "#recipes/python-syntax/calls.ts";

export default defineRecipe({
  id: "python/cwe-347-verified-token",
  title: "Verify the signature of a token",
  languages: ["python"],
  cwes: ["CWE-347", "CWE-345"],
  review: "merge-after-review",
  description:
    "Takes `verify=False`, `verify_signature: False` and the algorithm `none` out of PyJWT's `jwt.decode`; a key or a list of algorithms that the call lacks is taken from the only `jwt.encode` of the file, where that " +
    "names constants. Declines where neither the call nor the file says which key and algorithms are right.",
  propose({ tree, range }) {
    const call = callsNear(tree, range, ["jwt.decode", "jwt.api_jwt.decode"])[0];
    if (call === undefined) return decline("PyJWT decodes no token at the place", "other-place");
    if ((callArguments(tree, call) ?? []).some(({ splat }) => splat))
      return decline("arguments are passed on, so they are not known", "not-in-view");
    const edits = [...switchedOn(tree, call), ...withoutNone(tree, call)];
    if (edits.length === 0) return decline("the signature is verified here already, or the setting is computed", "already-safe");
    const key = positionalArgument(tree, call, 1) ?? keywordArgument(tree, call, "key");
    const algorithms = positionalArgument(tree, call, 2) ?? keywordArgument(tree, call, "algorithms");
    const empty = key !== undefined && /^(None|["']{2})$/.test(textOf(tree, key.value));
    const made = issuer(tree);
    const missing = [
      ...(key === undefined ? [made.key] : []),
      ...(algorithms === undefined ? [made.algorithm === undefined ? undefined : `algorithms=[${made.algorithm}]`] : []),
    ];
    if (empty || missing.includes(undefined))
      return decline("neither the call nor the file says which key and which algorithms are right", "intent-unknown");
    const first = callArguments(tree, call)?.[0] as Argument;
    if (first.name !== undefined) return decline("the token is not the first argument", "not-in-view");
    const added =
      missing.length === 0
        ? []
        : [{ start: tree.ends[first.node] as number, end: tree.ends[first.node] as number, text: `, ${missing.join(", ")}` }];
    return offer(tree, [
      {
        variant: "verify",
        title: "Accept signed tokens only",
        rationale:
          "Without the check anybody can write a token; now the claims count only where the holder of the key signed them.",
        edits: [...added, ...edits],
        tradeOffs: { behaviour: "Tokens that are forged, changed, expired or signed with another key raise InvalidTokenError." },
      },
    ]);
  },
});

/** Removal of what turns the check off. */
function switchedOn(tree: SyntaxTree, call: NodeId): TextEdit[] {
  const verify = keywordArgument(tree, call, "verify");
  const removed = verify !== undefined && textOf(tree, verify.value) === "False" ? [removeArgument(tree, call, verify)] : [];
  const options = keywordArgument(tree, call, "options");
  if (options === undefined || kindOf(tree, options.value) !== "dictionary") return removed;
  const pairs = namedChildren(tree, options.value).filter((child) => kindOf(tree, child) === "pair");
  const off = pairs.find((pair) => /^["']verify_signature["']\s*:\s*False$/.test(textOf(tree, pair)));
  if (off === undefined) return removed;
  return [
    ...removed,
    pairs.length === 1 ? removeArgument(tree, call, options) : replaceNode(tree, childByField(tree, off, "value"), "True"),
  ];
}

/** Takes `"none"` out of a list of algorithms that names others. */
function withoutNone(tree: SyntaxTree, call: NodeId): TextEdit[] {
  const list = (positionalArgument(tree, call, 2) ?? keywordArgument(tree, call, "algorithms"))?.value;
  if (list === undefined || kindOf(tree, list) !== "list") return [];
  const items = namedChildren(tree, list).filter((child) => kindOf(tree, child) !== "comment");
  const kept = items.filter((item) => !/^["']none["']$/i.test(textOf(tree, item)));
  return kept.length === items.length || kept.length === 0
    ? []
    : [replaceNode(tree, list, `[${kept.map((item) => textOf(tree, item)).join(", ")}]`)];
}

/** Key and algorithm of the only `jwt.encode` of the file, where they mean the same everywhere: constants, settings, literals. */
function issuer(tree: SyntaxTree): { key: string | undefined; algorithm: string | undefined } {
  const [only, ...more] = descendants(tree, 0, ["call"]).filter((call) => isCallOf(tree, call, ["jwt.encode"]));
  if (only === undefined || more.length > 0) return { key: undefined, algorithm: undefined };
  const key = (positionalArgument(tree, only, 1) ?? keywordArgument(tree, only, "key"))?.value ?? NONE;
  const algorithm = (positionalArgument(tree, only, 2) ?? keywordArgument(tree, only, "algorithm"))?.value ?? NONE;
  const constant =
    key !== NONE && /^([A-Z][A-Z0-9_]*|settings\.[A-Z_]+|(\w+\.)?(environ|config)\[["']\w+["']\])$/.test(textOf(tree, key));
  const symmetric =
    algorithm === NONE
      ? '"HS256"'
      : /^["']HS(256|384|512)["']$/.test(textOf(tree, algorithm))
        ? textOf(tree, algorithm)
        : undefined;
  return { key: constant && enclosing(tree, key, ["lambda"]) === NONE ? textOf(tree, key) : undefined, algorithm: symmetric };
}
