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

const TOKEN = /CSRF|XSRF|^_?(?:EXPECTED|VALID|SESSION|FORM|REQUEST)_\w*TOKEN$/i;

export default defineRecipe({
  id: "python/cwe-352-declared-token",
  title: "Ask for the token that the file declares",
  languages: ["python"],
  cwes: ["CWE-352"],
  review: "merge-after-review",
  description:
    "Lets a function that acts on the body of a request given as a dict compare the header `X-CSRF-Token`, in constant time and before anything else, with the one token that the file declares and never reads. " +
    "Declines where no such token or several are declared, and where the function is handed no request with a body; frameworks bring a check of their own, which is turned on instead.",
  propose({ tree, range }) {
    const tokens = constants(tree).filter(
      ({ name, value }) =>
        TOKEN.test(name) && /^(["'])[^"'\\]+\1$/.test(textOf(tree, value)) && mentions(tree, 0, name).length === 1,
    );
    const [token, ...more] = tokens;
    if (token === undefined || more.length > 0)
      return decline("the file declares no token that nothing reads, or several", "intent-unknown");
    const definition = handlerNear(tree, range);
    if (definition === undefined)
      return decline("no function that acts on the body of a request given as a dict is at the place", "other-place");
    const [hmac, first] = [useModule(tree, "hmac"), firstStatement(tree, definition.node)];
    if (hmac === undefined || first === undefined)
      return decline("the file uses the name hmac for something else, or the function has no line of its own", "name-taken");
    const mark = quoteStyle(tree);
    const refusal = refusalAt(tree, first, `${mark}token is missing or wrong${mark}`, 400);
    const text = (part: string): string => `${mark}${part}${mark}`;
    const sent = `str(${definition.request}.get(${text("headers")}, {}).get(${text("X-CSRF-Token")}, ${text("")}))`;
    return offer(tree, [
      {
        variant: "header",
        title: "Refuse requests without the token",
        rationale: `Another site can make a browser send the request, but knows no \`${token.name}\` to put into a header, so its requests are turned down.`,
        edits: [
          ...hmac.edits,
          ...refusal.edits,
          linesBefore(tree, first, [
            `if not ${hmac.name}.compare_digest(${sent}.encode(), ${token.name}.encode()):`,
            ...refusal.lines.map((line) => `\t${line}`),
          ]),
        ],
        tradeOffs: {
          behaviour: `Requests must carry the token in the header X-CSRF-Token; others no longer change anything, they ${refusal.answer} instead.`,
        },
      },
    ]);
  },
});

/** The function at the place, else the only one of the file, that reads `request["body"]` of a parameter and no header. */
function handlerNear(
  tree: SyntaxTree,
  range: { readonly start: number; readonly end: number },
): { readonly node: NodeId; readonly request: string } | undefined {
  const all = descendants(tree, 0, ["function_definition"]).flatMap((node) => {
    const request = requestOf(tree, node);
    return request === undefined ? [] : [{ node, request }];
  });
  const near = nodesNear(tree, range, ["function_definition", "identifier"]);
  const here = near.map((node) =>
    kindOf(tree, node) === "function_definition" ? node : enclosing(tree, node, ["function_definition"]),
  );
  return all.find(({ node }) => here.includes(node)) ?? (all.length === 1 ? all[0] : undefined);
}

function requestOf(tree: SyntaxTree, definition: NodeId): string | undefined {
  const body = childByField(tree, definition, "body");
  const parts = body === NONE ? [] : descendants(tree, body, ["subscript", "call"]).map((node) => textOf(tree, node));
  const reads = (name: string, part: string): boolean =>
    parts.some((text) => new RegExp(String.raw`^${name}(?:\[|\.get\()\s*["']${part}["']`).test(text));
  return parameterNames(tree, definition).find((name) => (reads(name, "body") || reads(name, "form")) && !reads(name, "headers"));
}
