import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, descendants, enclosing, kindOf, NONE, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { quoteStyle } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { constants } from "#recipes/python-syntax/declared-lists.ts";
import { firstStatement, parameterNames } from "#recipes/python-syntax/definitions.ts";
import { linesBefore } from "#recipes/python-syntax/guard.ts";
import { useModule } from "#recipes/python-syntax/imports.ts";
import { refusalAt } from "#recipes/python-syntax/refusal.ts";
import { mentions } from "#recipes/python-syntax/scope.ts";

const SIGNATURE =
  /(?:^|_)(?:signature|sign|sig|mac|hmac|digest|checksum|fingerprint)(?:_(?:code|str|string|hex|b64|value|header))?$/i;
const TABLE = /SIGNATURE|SIGS?(?:_|$)|HMAC|DIGEST|CHECKSUM|FINGERPRINT/i;

export default defineRecipe({
  id: "python/cwe-347-declared-signature",
  title: "Compare the signature with the one that the file declares",
  languages: ["python"],
  cwes: ["CWE-347", "CWE-345"],
  review: "merge-after-review",
  description:
    "Lets a function that is handed a signature and does not look at it compare it, in constant time and before anything else, with the one that the file's table of signatures declares for the thing at hand. " +
    "Declines where the file declares no table of signatures or several, where the function reads it already, and where it cannot be told which parameter names the thing.",
  propose({ tree, range }) {
    const [identifier] = nodesNear(tree, range, ["identifier", "function_definition"]);
    const definition =
      identifier === undefined
        ? NONE
        : kindOf(tree, identifier) === "function_definition"
          ? identifier
          : enclosing(tree, identifier, ["function_definition"]);
    if (definition === NONE) return decline("no function that takes a signature is at the place", "other-place");
    const body = childByField(tree, definition, "body");
    const read = (name: string): boolean => mentions(tree, body, name).length > 0;
    const names = parameterNames(tree, definition);
    const [signature, ...signatures] = names.filter((name) => SIGNATURE.test(name) && !read(name));
    if (signature === undefined || signatures.length > 0)
      return decline("the function takes no signature that it does not look at, or several", "other-place");
    const [table, ...tables] = declaredTables(tree);
    if (table === undefined || tables.length > 0)
      return decline(
        "the file declares no table of the right signatures, or several: compute the expected one and compare it with hmac.compare_digest",
        "intent-unknown",
      );
    if (read(table)) return decline("the function asks the table of signatures already", "already-safe");
    const [key, ...keys] = names.filter((name) => name !== signature && read(name));
    if (key === undefined || keys.length > 0)
      return decline("which parameter names the signed thing cannot be told", "not-in-view");
    const [hmac, first] = [useModule(tree, "hmac"), firstStatement(tree, definition)];
    if (hmac === undefined || first === undefined)
      return decline("the file uses the name hmac for something else, or the function has no line of its own", "name-taken");
    const mark = quoteStyle(tree);
    const refusal = refusalAt(tree, first, `${mark}signature does not match${mark}`, 400);
    return offer(tree, [
      {
        variant: "declared",
        title: "Refuse what is not signed as declared",
        rationale: `\`${table}\` says which signature each thing has; only data that carries it is used. The comparison takes the same time wherever the texts differ.`,
        edits: [
          ...hmac.edits,
          ...refusal.edits,
          linesBefore(tree, first, [
            `if ${key} not in ${table} or not ${hmac.name}.compare_digest(${table}[${key}].encode(), ${signature}.encode()):`,
            ...refusal.lines.map((line) => `\t${line}`),
          ]),
        ],
        tradeOffs: {
          behaviour: `Calls without the declared signature are refused: they no longer do anything and ${refusal.answer} instead.`,
        },
      },
    ]);
  },
});

/** Names of constants of the module that give a text for each text and are named after signatures. */
function declaredTables(tree: SyntaxTree): string[] {
  return constants(tree).flatMap(({ name, value }) => {
    if (kindOf(tree, value) !== "dictionary" || !TABLE.test(name)) return [];
    const pairs = descendants(tree, value, ["pair"]);
    const sides = pairs.flatMap((pair) => [childByField(tree, pair, "key"), childByField(tree, pair, "value")]);
    return pairs.length > 0 && sides.every((side) => isPlainText(tree, side)) ? [name] : [];
  });
}

function isPlainText(tree: SyntaxTree, node: NodeId): boolean {
  return node !== NONE && kindOf(tree, node) === "string" && /^["']/.test(textOf(tree, node));
}
