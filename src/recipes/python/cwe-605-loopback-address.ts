import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { kindOf, namedChildren, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { callArguments, isCallOf, methodName } from "#recipes/python-syntax/calls.ts";
import { useModule } from "#recipes/python-syntax/imports.ts";

const SERVERS = [
  "http.server.HTTPServer",
  "http.server.ThreadingHTTPServer",
  "socketserver.TCPServer",
  "socketserver.ThreadingTCPServer",
  "socketserver.UDPServer",
  "socketserver.ThreadingUDPServer",
  "xmlrpc.server.SimpleXMLRPCServer",
  "wsgiref.simple_server.make_server",
  "werkzeug.serving.run_simple",
  "asyncio.start_server",
  "uvicorn.run",
  "waitress.serve",
  "aiohttp.web.run_app",
];

export default defineRecipe({
  id: "python/cwe-605-loopback-address",
  title: "Listen on the loopback address",
  languages: ["python"],
  cwes: ["CWE-605", "CWE-668"],
  review: "merge-after-review",
  description:
    "Replaces `0.0.0.0`, `::` and the empty address, at which a server answers every network of its machine, by `127.0.0.1` or `::1`; a second option reads the environment variable HOST and " +
    "falls back to that address. Declines where the address is computed and for calls that do not open a server.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call"])) {
      const host = opensServer(tree, call) ? hostOf(tree, call) : undefined;
      if (host === undefined) continue;
      const quote = textOf(tree, host).at(-1) as string;
      const local = `${quote}${textOf(tree, host).includes("::") ? "::1" : "127.0.0.1"}${quote}`;
      const os = useModule(tree, "os");
      const inTree = replaceNode(tree, host, local);
      return offer(tree, [
        {
          variant: "loopback",
          title: "Answer this machine only",
          rationale: "Only programs of the same machine can connect, for instance the proxy in front of the service.",
          edits: [inTree],
          tradeOffs: { behaviour: "Other machines, and the host of a container, no longer reach the service directly." },
        },
        os && {
          variant: "configured",
          title: "Let the environment name the address",
          rationale: "The service stays on this machine unless whoever runs it names another address on purpose.",
          edits: [...os.edits, replaceNode(tree, host, `${os.name}.environ.get(${quote}HOST${quote}, ${local})`)],
          tradeOffs: { behaviour: "Other machines reach the service only where the environment variable HOST says so." },
        },
      ]);
    }
    return decline("no server is opened on all interfaces at the place", "other-place");
  },
});

function opensServer(tree: SyntaxTree, call: NodeId): boolean {
  return ["bind", "run"].includes(methodName(tree, call) ?? "") || isCallOf(tree, call, SERVERS);
}

/** The literal that names all interfaces: the first of an address pair, `host=`, or an argument of its own. */
function hostOf(tree: SyntaxTree, call: NodeId): NodeId | undefined {
  const pairs =
    methodName(tree, call) === "bind" || !/run|serve$|start_server|make_server/.test(textOf(tree, call).split("(")[0] as string);
  for (const { name, value } of callArguments(tree, call) ?? []) {
    const first = kindOf(tree, value) === "tuple" ? namedChildren(tree, value)[0] : undefined;
    if (name === undefined && first !== undefined && isEverywhere(tree, first, true)) return first;
    if (!pairs && (name === undefined || name === "host") && isEverywhere(tree, value, false)) return value;
  }
  return undefined;
}

function isEverywhere(tree: SyntaxTree, node: NodeId, empty: boolean): boolean {
  return (
    kindOf(tree, node) === "string" &&
    (empty ? /^["'](0\.0\.0\.0|::|)["']$/ : /^["'](0\.0\.0\.0|::)["']$/).test(textOf(tree, node))
  );
}
