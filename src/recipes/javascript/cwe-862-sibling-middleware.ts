import {
  childByField,
  descendants,
  kindOf,
  NONE,
  type NodeId,
  namedChildren,
  parentOf,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { insertAt } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { areaOf, ENTRY, sharedGuards } from "#recipes/kit/route-area.ts";

/** Names of middleware that asks who calls. */
const GUARD =
  /^[\w$.]*(?:login|auth|roles?|permission|token|jwt|require|protect|secure|restrict|guard|ensure|verify|admin)[\w$]*(?:\(|$)/i;

interface Route {
  /** What stands in front of `.get`. */
  readonly owner: string;
  readonly path: string;
  /** The last argument. */
  readonly handler: NodeId;
  /** Texts of the arguments between address and handler. */
  readonly between: readonly string[];
  readonly start: number;
}

function routeOf(tree: SyntaxTree, call: NodeId): Route | undefined {
  const callee = /^([\w$.]+)\.(?:get|post|put|patch|delete|all)$/.exec(textOf(tree, childByField(tree, call, "function")));
  const list = namedChildren(tree, childByField(tree, call, "arguments")).filter((one) => kindOf(tree, one) !== "comment");
  const path = /^["'`](\/[^"'`$]*)["'`]$/.exec(textOf(tree, list[0] ?? NONE));
  const handler = list.at(-1);
  if (callee === null || path === null || handler === undefined || list.length < 2) return undefined;
  const between = list.slice(1, -1).map((one) => textOf(tree, one));
  return { owner: callee[1] as string, path: path[1] as string, handler, between, start: tree.starts[call] as number };
}

/** Whether the name that a guard begins with has its value when the place is run: functions have it from the beginning. */
function boundBefore(tree: SyntaxTree, guard: string, start: number): boolean {
  const name = /^[\w$]+/.exec(guard)?.[0];
  return descendants(tree, 0, ["identifier", "shorthand_property_identifier_pattern"]).some((node) => {
    if (textOf(tree, node) !== name) return false;
    const parent = parentOf(tree, node);
    if (kindOf(tree, parent) === "function_declaration") return childByField(tree, parent, "name") === node;
    const declares =
      kindOf(tree, parent) === "variable_declarator"
        ? childByField(tree, parent, "name") === node
        : /import|object_pattern/.test(kindOf(tree, parent));
    return declares && (tree.starts[node] as number) < start;
  });
}

export default defineRecipe({
  id: "javascript/cwe-862-sibling-middleware",
  title: "Ask who calls as the routes beside it do",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-862", "CWE-863", "CWE-306", "CWE-285"],
  review: "merge-after-review",
  description:
    "Puts the middleware in front of a route's handler that the other routes of the same application and the same first part of the address have: `requireAdmin`, `passport.authenticate(…)`. Declines where fewer than two of them " +
    "have any, where they differ or as many have none, where the route has middleware already or a name has no value yet, and for routes by which visitors log in.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call_expression"])) {
      const own = routeOf(tree, call);
      if (own === undefined) continue;
      if (own.between.length > 0) return decline("something stands in front of the handler already", "already-safe");
      if (ENTRY.test(own.path)) return decline("visitors come by this route to log in", "intent-unknown");
      const siblings = descendants(tree, 0, ["call_expression"]).flatMap((other) => {
        const route = other === call ? undefined : routeOf(tree, other);
        const beside = route !== undefined && route.owner === own.owner && areaOf(route.path) === areaOf(own.path);
        return beside && !ENTRY.test(route.path) ? [route] : [];
      });
      const guards = sharedGuards(siblings.map(({ between }) => between));
      if (guards === undefined || !guards.some((guard) => GUARD.test(guard)) || guards.some((guard) => /[\n{]/.test(guard)))
        return decline(
          "too few routes beside it ask who calls, or not all in one way, so what is wanted here is not clear",
          "intent-unknown",
        );
      if (!guards.every((guard) => boundBefore(tree, guard, own.start)))
        return decline("the middleware of the routes beside it has no value yet where this route is made", "not-in-view");
      return offer(tree, [
        {
          variant: "same-guard",
          title: `Put ${guards.join(" and ")} in front of the handler`,
          rationale: "The routes beside this one ask who calls before they answer; this one answers everybody.",
          tradeOffs: { behaviour: "Callers whom the other routes refuse are refused here too." },
          edits: [insertAt(tree.starts[own.handler] as number, `${guards.join(", ")}, `)],
        },
      ]);
    }
    return decline("no route is at the place", "other-place");
  },
});
