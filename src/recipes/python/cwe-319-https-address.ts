import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, kindOf, NONE, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { insertAt } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { callArguments, calleeOf, unwrap } from "#recipes/python-syntax/calls.ts";
import { canonicalName } from "#recipes/python-syntax/names.ts";
import { localValue } from "#recipes/python-syntax/scope.ts";

const METHODS = /^(get|post|put|patch|delete|head|options|request|stream|urlopen|urlretrieve|Request|open)$/;
const CLIENTS = /^(requests|httpx|urllib\.request|urllib3|aiohttp)\b|(^|\.)_*(client|session|http|http_client|pool)$/i;
const HERE =
  /^http:\/\/(localhost|127\.|0\.0\.0\.0|\[::1\]|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|[^./:{}]*([:/]|$)|[^/:]*\.(local|internal|test|localhost|lan)\b)/i;

export default defineRecipe({
  id: "python/cwe-319-https-address",
  title: "Send requests over TLS",
  languages: ["python"],
  cwes: ["CWE-319", "CWE-311"],
  review: "merge-after-review",
  description:
    "Turns `http://` into `https://` in the address of a request, in the call or in a variable set once before it. Declines for addresses of the own machine, of private networks and of names without a dot, " +
    "for addresses with a port, which speaks plain HTTP, and for calls of no HTTP client. The server must offer TLS.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call"])) {
      if (!isRequest(tree, call)) continue;
      for (const { value, name, splat } of callArguments(tree, call) ?? []) {
        if (splat || (name !== undefined && name !== "url")) continue;
        const literal = addressLiteral(tree, value);
        if (literal === undefined) continue;
        const text = textOf(tree, literal);
        const [, head = "", address = ""] = /^([a-z]*["'])(http:\/\/.*)/is.exec(text) ?? [];
        if (address === "") continue;
        if (HERE.test(address) || address.startsWith("http://{"))
          return decline("the address is one of the own machine or network, or its host is computed", "already-safe");
        if (/^http:\/\/[^/]*:\d/.test(address))
          return decline("the address names a port, at which the server speaks plain HTTP", "intent-unknown");
        return offer(tree, [
          {
            variant: "https",
            title: "Ask the same address over TLS",
            rationale:
              "Nobody between can read or change the request and its answer, and the certificate shows that the server is the one named.",
            edits: [insertAt((tree.starts[literal] as number) + head.length + "http".length, "s")],
            tradeOffs: { behaviour: "The request fails where the server has no TLS or no valid certificate." },
          },
        ]);
      }
    }
    return decline("no request to a plain HTTP address is at the place", "other-place");
  },
});

function isRequest(tree: SyntaxTree, call: NodeId): boolean {
  const callee = calleeOf(tree, call);
  const full = canonicalName(tree, callee) ?? textOf(tree, callee);
  const cut = full.lastIndexOf(".");
  return cut > 0 && METHODS.test(full.slice(cut + 1)) && CLIENTS.test(full.slice(0, cut));
}

/** The literal that an address begins with. */
function addressLiteral(tree: SyntaxTree, value: NodeId, steps = 4): NodeId | undefined {
  const node = unwrap(tree, value);
  if (node === NONE || steps === 0) return undefined;
  switch (kindOf(tree, node)) {
    case "string":
      return node;
    case "binary_operator":
      return addressLiteral(tree, childByField(tree, node, "left"), steps - 1);
    case "identifier":
      return addressLiteral(tree, localValue(tree, node)?.value ?? NONE, steps - 1);
    case "call":
      return addressLiteral(tree, childByField(tree, calleeOf(tree, node), "object"), steps - 1);
    default:
      return undefined;
  }
}
