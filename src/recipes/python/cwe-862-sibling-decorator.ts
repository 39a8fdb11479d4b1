import {
  childByField,
  descendants,
  kindOf,
  type NodeId,
  namedChildren,
  parentOf,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { indentationAt, insertAt, startsLine } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { areaOf, ENTRY, sharedGuards } from "#recipes/kit/route-area.ts";

/** Names of decorators that ask who calls. */
const GUARD =
  /^@[\w.]*(?:login|auth|roles?_|permission|token|jwt|require|protect|secure|restrict|admin_only|_only|superuser|staff|admin)\w*(?:\(|$)/i;

interface Route {
  readonly definition: NodeId;
  /** What stands in front of `.route`. */
  readonly owner: string;
  readonly path: string;
  readonly line: NodeId;
  /** Texts of the decorators below the route that ask who calls, in order. */
  readonly guards: readonly string[];
}

function routeOf(tree: SyntaxTree, definition: NodeId): Route | undefined {
  const decorators = namedChildren(tree, definition).filter((child) => kindOf(tree, child) === "decorator");
  let found: Omit<Route, "guards" | "definition"> | undefined;
  const guards: string[] = [];
  for (const line of decorators) {
    const told = /^@([\w.]+)\.(?:route|get|post|put|patch|delete)\(\s*["'](\/[^"']*)["']/.exec(textOf(tree, line));
    if (told !== null) found = { owner: told[1] as string, path: told[2] as string, line };
    else if (found !== undefined && GUARD.test(textOf(tree, line))) guards.push(textOf(tree, line));
  }
  return found === undefined ? undefined : { ...found, definition, guards };
}

/** Whether the name of a decorator is bound before a place, so that it can be used there. */
function boundBefore(tree: SyntaxTree, guard: string, place: NodeId): boolean {
  const name = /^@(\w+)/.exec(guard)?.[1];
  const before = (node: NodeId): boolean => (tree.starts[node] as number) < (tree.starts[place] as number);
  return descendants(tree, 0 as NodeId, ["identifier"]).some((node) => {
    if (textOf(tree, node) !== name || !before(node)) return false;
    const parent = parentOf(tree, node);
    const kind = kindOf(tree, parent);
    if (kind === "function_definition" || kind === "class_definition") return childByField(tree, parent, "name") === node;
    return kind === "assignment" ? childByField(tree, parent, "left") === node : /^(?:dotted_name|aliased_import)$/.test(kind);
  });
}

export default defineRecipe({
  id: "python/cwe-862-sibling-decorator",
  title: "Ask who calls as the routes beside it do",
  languages: ["python"],
  cwes: ["CWE-862", "CWE-863", "CWE-306", "CWE-285"],
  review: "merge-after-review",
  description:
    "Puts the decorators below a route's own that the other routes of the same application and the same first part of the address have: `@login_required`, `@admin_required`, `@requires_auth`. Declines where fewer than two of them " +
    "have any, where they differ or as many have none, where a decorator is not known before the route, and for routes by which visitors log in.",
  propose({ tree, range }) {
    for (const definition of nodesNear(tree, range, ["decorated_definition"])) {
      const own = routeOf(tree, definition);
      if (own === undefined) continue;
      if (own.guards.length > 0) return decline("the route asks already who calls", "already-safe");
      if (ENTRY.test(own.path)) return decline("visitors come by this route to log in", "intent-unknown");
      const siblings = descendants(tree, parentOf(tree, definition), ["decorated_definition"]).flatMap((other) => {
        const route = other === definition ? undefined : routeOf(tree, other);
        return route !== undefined &&
          route.owner === own.owner &&
          areaOf(route.path) === areaOf(own.path) &&
          !ENTRY.test(route.path)
          ? [route]
          : [];
      });
      const guards = sharedGuards(siblings.map((sibling) => sibling.guards));
      if (guards === undefined)
        return decline(
          "too few routes beside it ask who calls, or not all in one way, so what is wanted here is not clear",
          "intent-unknown",
        );
      if (!guards.every((guard) => boundBefore(tree, guard, definition)))
        return decline("a decorator of the routes beside it is not known before this route", "not-in-view");
      const next = namedChildren(tree, definition).find(
        (child) => kindOf(tree, child) !== "comment" && (tree.starts[child] as number) > (tree.starts[own.line] as number),
      );
      if (next === undefined || !startsLine(tree, next) || guards.some((guard) => guard.includes("\n")))
        return decline("the decorators do not stand on lines of their own");
      const start = tree.starts[next] as number;
      const indentation = indentationAt(tree.text, start);
      return offer(tree, [
        {
          variant: "same-guard",
          title: `Put ${guards.join(" and ")} on the route`,
          rationale: "The routes beside this one ask who calls before they answer; this one answers everybody.",
          tradeOffs: { behaviour: "Callers whom the other routes refuse are refused here too." },
          edits: [insertAt(start, guards.map((guard) => `${guard}\n${indentation}`).join(""))],
        },
      ]);
    }
    return decline("no route is at the place", "other-place");
  },
});
