import { childByField, kindOf, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, calleeOf, usePackage } from "#recipes/go-syntax/calls.ts";
import { addFunction } from "#recipes/go-syntax/functions.ts";
import { piecesOf, valueOfName } from "#recipes/go-syntax/pieces.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const NAME = "localAddress";

export default defineRecipe({
  id: "go/cwe-601-local-redirect",
  title: "Send visitors to pages of the own site only",
  languages: ["go"],
  cwes: ["CWE-601"],
  review: "merge-after-review",
  description:
    "Puts the address of `http.Redirect`, of a context's `Redirect` or of the header `Location` through a function that gives back addresses which begin with one slash, and the front page for all others; backslashes and control characters are refused, since browsers read them as slashes or leave them out. Declines where the address begins with text of the code.",
  propose({ tree, range }) {
    const target = nodesNear(tree, range, ["call_expression"])
      .map((call) => addressOf(tree, call))
      .find((node) => node !== undefined);
    if (target === undefined) return decline("nobody is sent elsewhere at the place", "other-place");
    const value = kindOf(tree, target) === "identifier" ? valueOfName(tree, target) : target;
    const [first] = (value < 0 ? undefined : piecesOf(tree, value, "any")) ?? [];
    if (first !== undefined && "text" in first && first.text !== "")
      return decline("the address begins with text of the program", "already-safe");
    if (isLocal(tree, target) || (value >= 0 && isLocal(tree, value)))
      return decline("the address is kept on the site already", "already-safe");
    const strings = usePackage(tree, "strings");
    if (strings === undefined) return decline("the name strings means something else here", "name-taken");
    const own = addFunction(
      tree,
      target,
      `${NAME} gives back an address that leads to a page of this site, and the front page for any other.`,
      `func ${NAME}(address string) string {
	inside := ${strings.name}.HasPrefix(address, "/") && !${strings.name}.HasPrefix(address, "//")
	if !inside || ${strings.name}.ContainsAny(address, "\\\\\\t\\r\\n") {
		return "/"
	}
	return address
}`,
    );
    if (own === undefined) return decline(`the name ${NAME} means something else here`, "name-taken");
    return offer(tree, [
      {
        variant: "own-pages",
        title: "Allow pages of the own site",
        rationale: "What begins with one slash and no second one stays on the site.",
        tradeOffs: { behaviour: "Addresses of other sites, and of this one with its name, lead to the front page." },
        edits: [...strings.edits, ...own, replaceNode(tree, target, `${NAME}(${textOf(tree, target)})`)],
      },
    ]);
  },
});

function isLocal(tree: SyntaxTree, node: NodeId): boolean {
  return kindOf(tree, node) === "call_expression" && calleeOf(tree, node) === NAME;
}

/** Where the visitor is sent by a call, if it sends anybody. */
function addressOf(tree: SyntaxTree, call: NodeId): NodeId | undefined {
  const args = argumentsOf(tree, call);
  const callee = calleeOf(tree, call);
  if (callee === "http.Redirect") return args[2];
  const [first, second] = args;
  if (first === undefined) return undefined;
  if (callee.endsWith(".Redirect") && args.length <= 2) {
    const status = kindOf(tree, first) === "int_literal" || /\bStatus\w+$/u.test(textOf(tree, first));
    return status ? second : first;
  }
  const method = textOf(tree, childByField(tree, call, "function"));
  const location = /^["`]location["`]$/iu.test(textOf(tree, first));
  return location && /\.Header\(\)\.(?:Set|Add)$|^\w+\.(?:Header|Set)$/u.test(method) ? second : undefined;
}
