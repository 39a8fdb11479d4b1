import { kindOf, NONE, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe, type RecipeAnswer, type RecipeOption } from "#ports/recipe.ts";
import { decline } from "#recipes/kit/answer.ts";
import {
  argumentsOf,
  bare,
  calledName,
  calleeOf,
  endsWithSemicolons,
  functionOf,
  memberOf,
  propertyOf,
  stringValue,
} from "#recipes/ecmascript-syntax/expressions.ts";
import { handlerOf, refusal } from "#recipes/ecmascript-syntax/handlers.ts";
import { guardLines } from "#recipes/ecmascript-syntax/refusals.ts";
import { freshName, valueOf } from "#recipes/ecmascript-syntax/scope.ts";
import { placeBefore, precede } from "#recipes/ecmascript-syntax/statements.ts";
import { piecesOf } from "#recipes/ecmascript-syntax/template.ts";
import { quoteStyle, replaceNode, settleEdits } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

/** A path of this site: one slash, then no slash, and nothing that a browser drops or reads as a slash. */
const LOCAL = String.raw`/^\/(?!\/)[^\s\\]*$/`;

/** The address that a call redirects to. */
function addressOf(tree: SyntaxTree, call: NodeId): NodeId {
  const member = memberOf(tree, calleeOf(tree, call));
  const all = argumentsOf(tree, call);
  const name = calledName(tree, call);
  if (member === undefined || !/^(?:res|resp|response|reply|ctx|context)\b/.test(textOf(tree, member.object))) return NONE;
  if (name === "redirect")
    return all.find((argument) => kindOf(tree, argument) !== "number" && !/\bstatus\b/i.test(textOf(tree, argument))) ?? NONE;
  if (name === "location") return all[0] ?? NONE;
  if (["setHeader", "header", "set"].includes(name))
    return /^location$/i.test(stringValue(tree, all[0] ?? NONE) ?? "") ? (all[1] ?? NONE) : NONE;
  if (name !== "writeHead") return NONE;
  const headers = bare(tree, all.at(-1) ?? NONE);
  return (propertyOf(tree, headers, "Location") ?? propertyOf(tree, headers, "location"))?.value ?? NONE;
}

function repair(tree: SyntaxTree, call: NodeId, address: NodeId): RecipeAnswer {
  const { value } = valueOf(tree, bare(tree, address));
  if (["ternary_expression", "string"].includes(kindOf(tree, value)))
    return decline("the address is constant or chosen by a condition");
  const first = piecesOf(tree, value)?.[0];
  if (first?.kind === "literal" && !/^(?:https?:)?\/*$/.test(first.text))
    return decline("the address begins with a part that the program fixes");
  const around = functionOf(tree, call);
  if (around !== NONE && /\.startsWith\(|\.test\(|\.includes\(|new URL\(|\.hostname\b/.test(textOf(tree, around)))
    return decline("the function already checks an address", "already-safe");
  const place = placeBefore(tree, call);
  const handler = handlerOf(tree, call);
  if (place === undefined) return decline("no check can be put before the redirect without changing when it runs");
  const end = endsWithSemicolons(tree) ? ";" : "";
  const quote = quoteStyle(tree);
  const simple = kindOf(tree, bare(tree, address)) === "identifier" && tree.pack.id === "javascript";
  const name = simple ? textOf(tree, bare(tree, address)) : freshName(tree, ["target", "redirectTarget", "location"]);
  const declare = simple ? [] : [`const ${name} = String(${textOf(tree, address)})${end}`];
  const rationale = "Only a path of this site is followed, so a link cannot lead its reader to another one.";
  const fallback: RecipeOption = {
    variant: "home-instead",
    title: "Redirect to `/` unless the address is a path of this site",
    rationale,
    edits: settleEdits(tree, [
      ...(declare.length > 0 ? precede(tree, place, declare) : []),
      replaceNode(tree, address, `${LOCAL}.test(${name}) ? ${name} : ${quote}/${quote}`),
    ]),
    tradeOffs: { behaviour: "Addresses of other sites, and paths without a leading slash, lead to `/`." },
  };
  if (handler === undefined) return { kind: "options", options: [fallback] };
  const guard = guardLines(`!${LOCAL}.test(${name})`, refusal(tree, handler, 400, "Invalid redirect"));
  const refuse: RecipeOption = {
    variant: "refuse",
    title: "Refuse an address that is no path of this site",
    rationale,
    edits: settleEdits(tree, [...precede(tree, place, [...declare, ...guard]), replaceNode(tree, address, name)]),
    tradeOffs: { behaviour: "Addresses of other sites, and paths without a leading slash, are answered with 400." },
  };
  return { kind: "options", options: [fallback, refuse] };
}

export default defineRecipe({
  id: "javascript/cwe-601-local-redirect",
  title: "Redirect follows only paths of the own site",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-601"],
  review: "merge-after-review",
  description:
    "Lets `res.redirect`, `res.location`, a `Location` header and their like in koa and fastify take a value only when it is a path of the site (one slash, no second one, no backslash or blank), else `/`, or refuses the request. Declines when the address begins with a part that the program fixes or is checked already.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call_expression"])) {
      const address = addressOf(tree, call);
      if (address !== NONE) return repair(tree, call, address);
    }
    return decline("no redirect at this place", "other-place");
  },
});
