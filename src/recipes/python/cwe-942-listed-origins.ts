import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, kindOf, namedChildren, NONE, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { useModule } from "#recipes/python-syntax/imports.ts";

const NAMES = /^["']?(origins|allow_origins|CORS_ORIGINS)["']?$/;
const ALL = /^(CORS_ALLOW_ALL_ORIGINS|CORS_ORIGIN_ALLOW_ALL)$/;

export default defineRecipe({
  id: "python/cwe-942-listed-origins",
  title: "Let listed sites read answers only",
  languages: ["python"],
  cwes: ["CWE-942", "CWE-346"],
  review: "merge-after-review",
  description:
    "Replaces the wildcard of `origins=` (Flask-CORS), of `allow_origins=` (FastAPI, Starlette) and of a dictionary of resources by the origins that the environment variable CORS_ORIGINS lists, separated by blanks, " +
    "none where it is missing; sets Django's `CORS_ALLOW_ALL_ORIGINS` to False. Declines where origins are named already, and where the origin of the request is sent back.",
  propose({ tree, range }) {
    for (const node of nodesNear(tree, range, ["keyword_argument", "pair", "assignment"])) {
      const [key, value] = partsOf(tree, node);
      if (key === NONE || value === NONE) continue;
      if (ALL.test(textOf(tree, key)) && kindOf(tree, value) === "true") {
        return offer(tree, [
          {
            variant: "not-all",
            title: "Stop allowing every site",
            rationale: "Only sites that CORS_ALLOWED_ORIGINS names may read answers in the browser of a user who is logged in.",
            edits: [replaceNode(tree, value, "False")],
            tradeOffs: { behaviour: "Pages of other sites can call the service only once CORS_ALLOWED_ORIGINS names them." },
          },
        ]);
      }
      if (!NAMES.test(textOf(tree, key)) || !isWildcard(tree, value)) continue;
      const os = useModule(tree, "os");
      if (os === undefined) return decline("the file uses the name os for something else", "name-taken");
      const quote = textOf(tree, value)
        .replaceAll(/[[\]\s,]/g, "")
        .at(-1) as string;
      return offer(tree, [
        {
          variant: "environment",
          title: "Take the sites from CORS_ORIGINS",
          rationale:
            "Only the sites that whoever runs the service lists may read answers in the browser of a user who is logged in.",
          edits: [
            ...os.edits,
            replaceNode(tree, value, `${os.name}.environ.get(${quote}CORS_ORIGINS${quote}, ${quote}${quote}).split()`),
          ],
          tradeOffs: {
            behaviour: "Pages of other sites can call the service only once the environment variable CORS_ORIGINS lists them.",
          },
        },
      ]);
    }
    return decline("no wildcard for origins is written at the place", "other-place");
  },
});

function partsOf(tree: SyntaxTree, node: NodeId): [NodeId, NodeId] {
  const [key, value] = { assignment: ["left", "right"], keyword_argument: ["name", "value"], pair: ["key", "value"] }[
    kindOf(tree, node)
  ] as [string, string];
  return [childByField(tree, node, key), childByField(tree, node, value)];
}

/** `"*"` or a list of nothing else. */
function isWildcard(tree: SyntaxTree, value: NodeId): boolean {
  if (kindOf(tree, value) === "string") return /^["']\*["']$/.test(textOf(tree, value));
  if (kindOf(tree, value) !== "list") return false;
  const items = namedChildren(tree, value);
  return items.length === 1 && isWildcard(tree, items[0] as NodeId);
}
