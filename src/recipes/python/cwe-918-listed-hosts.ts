import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, descendants, enclosing, kindOf, NONE, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { quoteStyle, replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { builtText } from "#recipes/python-syntax/built-text.ts";
import { calleeOf, isCallOf, keywordArgument, methodName, positionalArgument, unwrap } from "#recipes/python-syntax/calls.ts";
import { guardedStatement, linesBefore } from "#recipes/python-syntax/guard.ts";
import { besideEachOther, useMember, useModule } from "#recipes/python-syntax/imports.ts";
import { refusalAt } from "#recipes/python-syntax/refusal.ts";
import { mentions, scopeOf } from "#recipes/python-syntax/scope.ts";

const METHODS = ["get", "post", "put", "patch", "delete", "head", "options"];
const DIRECT = [
  ...["requests", "httpx"].flatMap((client) => METHODS.map((method) => `${client}.${method}`)),
  ...["urlopen", "urlretrieve", "Request"].map((name) => `urllib.request.${name}`),
];
const CLIENT = /(^|\.)_*(http_?)?(client|session|http)$/i;
const CHECKED = /\.(hostname|netloc)\b|\burlparse\(|\burlsplit\(|\bALLOWED_\w+|\bis_global\b|\bis_private\b/;

export default defineRecipe({
  id: "python/cwe-918-listed-hosts",
  title: "Send requests to listed hosts only",
  languages: ["python"],
  cwes: ["CWE-918"],
  review: "merge-after-review",
  description:
    "Refuses, before a request is sent, an address whose host the environment variable ALLOWED_HOSTS does not list (separated by blanks, none where it is missing), and addresses with backslashes, which clients read differently. " +
    "Declines where the host is fixed text, where the code around checks hosts already, and where no statement can be put before the request.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call"])) {
      const value = addressOf(tree, call);
      if (value === undefined) continue;
      const address = unwrap(tree, value);
      const scope = scopeOf(tree, call);
      if (!["identifier", "attribute", "subscript", "call", "string", "binary_operator"].includes(kindOf(tree, address)))
        continue;
      const first = builtText(tree, address)?.pieces.find((piece) => piece.kind === "hole" || piece.value !== "");
      if (first === undefined && ["string", "binary_operator"].includes(kindOf(tree, address)))
        return decline("the address is fixed text", "already-safe");
      if (first?.kind === "text" && /^https?:\/\/[^/?#]+[/?#]/.test(first.value))
        return decline("the host of the address is fixed text", "already-safe");
      if (/^[A-Z][A-Z0-9_]*\b/.test(textOf(tree, address))) return decline("the address begins with a constant", "already-safe");
      if (CHECKED.test(textOf(tree, scope)) || /:\s*\w*(Url|URL)\b/.test(textOf(tree, scope)))
        return decline("the code around checks hosts, or addresses are objects there", "already-safe");
      const statement = guardedStatement(tree, call);
      if (statement === undefined || enclosing(tree, call, ["function_definition"]) === NONE)
        return decline("no statement can be put before the request");
      const own = kindOf(tree, address) !== "identifier";
      const name = own
        ? ["url", "address", "target_url"].find((free) => mentions(tree, scope, free).length === 0)
        : textOf(tree, address);
      const [os, parse] = [useModule(tree, "os"), useMember(tree, "urllib.parse", "urlsplit")];
      if (name === undefined || os === undefined || parse === undefined)
        return decline("the names that the check needs are used for something else", "name-taken");
      const mark = quoteStyle(tree);
      const refusal = refusalAt(tree, call, `${mark}host is not allowed${mark}`, 400);
      const hosts = `${os.name}.environ.get(${mark}ALLOWED_HOSTS${mark}, ${mark}${mark}).split()`;
      const lines = [
        ...(own ? [`${name} = ${textOf(tree, address)}`] : []),
        `if ${mark}\\\\${mark} in ${name} or ${parse.name}(${name}).hostname not in ${hosts}:`,
        ...refusal.lines.map((line) => `\t${line}`),
      ];
      return offer(tree, [
        {
          variant: "environment",
          title: "Refuse hosts that ALLOWED_HOSTS does not list",
          rationale:
            "The client can no longer send the server to internal services or metadata addresses; only hosts that whoever runs the service names are asked.",
          edits: [
            ...besideEachOther(os.edits, parse.edits),
            ...refusal.edits,
            linesBefore(tree, statement, lines),
            ...(own ? [replaceNode(tree, value, name)] : []),
          ],
          tradeOffs: {
            behaviour: `The environment variable ALLOWED_HOSTS must list the hosts; others ${refusal.answer}.`,
            setting: "Set ALLOWED_HOSTS where the program and its tests run.",
            security: "A listed host that redirects elsewhere is still followed.",
          },
        },
      ]);
    }
    return decline("no request to an address from elsewhere is at the place", "other-place");
  },
});

function addressOf(tree: SyntaxTree, call: NodeId): NodeId | undefined {
  const callee = calleeOf(tree, call);
  const object = kindOf(tree, callee) === "attribute" ? childByField(tree, callee, "object") : NONE;
  const ofClient = object !== NONE && CLIENT.test(textOf(tree, object)) && METHODS.includes(methodName(tree, call) ?? "");
  if (!isCallOf(tree, call, DIRECT) && !ofClient) return undefined;
  const value = (positionalArgument(tree, call, 0) ?? keywordArgument(tree, call, "url"))?.value;
  // `session.get("cart")` of a web framework reads a value.
  return value !== undefined && ofClient && descendants(tree, value, ["identifier"]).length === 0 ? undefined : value;
}
