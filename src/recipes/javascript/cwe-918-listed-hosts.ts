import { kindOf, NONE, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { useFunction } from "#recipes/ecmascript-syntax/added-function.ts";
import { functionOf } from "#recipes/ecmascript-syntax/expressions.ts";
import { addressOf } from "#recipes/ecmascript-syntax/fetched-address.ts";
import { guardLines, refuseAt } from "#recipes/ecmascript-syntax/refusals.ts";
import { valueOf } from "#recipes/ecmascript-syntax/scope.ts";
import { placeBefore, precede } from "#recipes/ecmascript-syntax/statements.ts";
import { isConstant, piecesOf } from "#recipes/ecmascript-syntax/template.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const NAMES = ["isAllowedHost", "isListedHost", "hostIsAllowed"];
/** Expressions that give the same text when they are evaluated twice. */
const PURE = /^(?:String\()?[\w$]+(?:\??\.[\w$]+|\[["'`][\w-]+["'`]\])*\)?$/;

/** True when the host is written in the program. */
function hostIsFixed(tree: SyntaxTree, address: NodeId): boolean {
  const pieces = piecesOf(tree, valueOf(tree, address).value);
  if (pieces === undefined) return false;
  const first = pieces[0];
  return isConstant(pieces) || (first?.kind === "literal" && /^(?:https?:\/\/[^/?#@\\]+[/?#]|\/[^/\\])/.test(first.text));
}

/** True when something at the address reads it again in the same way: a name, a member or `String` of one, or a text built from such. */
function isPure(tree: SyntaxTree, address: NodeId): boolean {
  const pieces = piecesOf(tree, address);
  return pieces === undefined
    ? PURE.test(textOf(tree, address))
    : pieces.every((piece) => piece.kind === "literal" || PURE.test(textOf(tree, piece.node)));
}

export default defineRecipe({
  id: "javascript/cwe-918-listed-hosts",
  title: "Server asks only hosts that are listed",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-918"],
  review: "merge-after-review",
  description:
    "Refuses, before a request of `fetch`, axios, got and their like, an address whose host is not in the environment variable `ALLOWED_HOSTS` (comma-separated; empty means none) or that is not http or https, with a function that is added below the imports. Redirects of a listed host are still followed. Declines when the program fixes the host, when the function looks at a host already, and for addresses that are made in a call.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call_expression"])) {
      const address = addressOf(tree, call);
      if (address === NONE || kindOf(tree, address) === "string") continue;
      if (hostIsFixed(tree, address)) return decline("the program fixes the host of the address", "already-safe");
      const around = functionOf(tree, call);
      if (
        /\.(?:host|hostname|origin)\b|(?:allowed|isListed|is_?allowed)\w*\s*[.(]/i.test(
          textOf(tree, around === NONE ? 0 : around),
        )
      )
        return decline("the function looks at a host already", "already-safe");
      if (!isPure(tree, address)) return decline("the address is made in a call");
      const place = placeBefore(tree, call);
      if (place === undefined) return decline("no statement can be put before the request");
      const check = useFunction(tree, NAMES, {
        parameters: ["address: unknown"],
        result: "boolean",
        body: [
          'const allowed = (process.env.ALLOWED_HOSTS ?? "").split(",").filter(Boolean)',
          "if (!URL.canParse(String(address))) return false",
          "const { protocol, hostname } = new URL(String(address))",
          "return /^https?:$/.test(protocol) && allowed.includes(hostname)",
        ],
      });
      const refusal = refuseAt(tree, call, 400, "This address is not allowed", "This address is not allowed");
      return offer(tree, [
        {
          variant: "allowed-hosts",
          title: "Take the hosts from ALLOWED_HOSTS",
          rationale: "A client can no longer send the server to internal services and metadata addresses.",
          tradeOffs: {
            behaviour: "ALLOWED_HOSTS must be set, comma-separated; until then every address is refused.",
            setting: "Set ALLOWED_HOSTS where the program and its tests run.",
            security: "Where a listed host redirects to is not checked.",
          },
          edits: [...check.edits, ...precede(tree, place, guardLines(`!${check.name}(${textOf(tree, address)})`, refusal))],
        },
      ]);
    }
    return decline("no request to an address of the client's choice is made at the place", "other-place");
  },
});
