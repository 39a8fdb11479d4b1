import { descendants, kindOf, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, calleeOf, imports } from "#recipes/go-syntax/calls.ts";
import { DRAWS, isDraw, madeFor, statementOf } from "#recipes/go-syntax/drawn-numbers.ts";
import { addFunction } from "#recipes/go-syntax/functions.ts";
import { writeImports } from "#recipes/go-syntax/import-block.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { lineEndAt, lineStartAt, removeRange, replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const CASTS: Readonly<Record<string, string>> = { Int31n: "int32", Int63n: "int64" };
const NAME = "randomBelow";

export default defineRecipe({
  id: "go/cwe-338-random-number",
  title: "Draw numbers from the system's generator",
  languages: ["go"],
  cwes: ["CWE-338", "CWE-330"],
  review: "merge-after-review",
  description:
    "Draws every number of the file below a limit (`rand.Intn` and its like, of the package or of a generator that a function makes for itself) by a function on `crypto/rand`, takes the seeding away, and imports `crypto/rand` in place of `math/rand`. Declines where the file takes anything else from `math/rand`.",
  propose({ tree, range }) {
    const own = imports(tree).find(({ path }) => path === "math/rand");
    if (own === undefined) return decline("math/rand is not imported here", "already-safe");
    const calls = descendants(tree, 0, ["call_expression"]);
    const generators = calls.filter((call) => calleeOf(tree, call) === "rand.New").map((call) => madeFor(tree, call));
    if (generators.includes(undefined)) return decline("a generator is kept or handed on", "not-in-view");
    const seeds = calls.filter((call) => calleeOf(tree, call) === "rand.Seed").map((call) => statementOf(tree, call));
    const draws = calls.filter((call) => isDraw(tree, call, own.local));
    if (!nodesNear(tree, range, ["call_expression"]).some((call) => draws.includes(call)))
      return decline("no number below a limit is drawn at the place", "other-place");
    const gone = [...seeds, ...generators].filter((node) => node !== undefined);
    const inside = (node: NodeId): boolean =>
      [...gone, ...draws].some((one) => node >= one && node < (tree.after[one] as number));
    const others = descendants(tree, 0, ["selector_expression", "qualified_type"]).filter(
      (node) => textOf(tree, node).startsWith(`${own.local}.`) && !inside(node),
    );
    if (others.length > 0 || seeds.includes(undefined)) return decline("the file takes something else from math/rand too");
    const text = `func ${NAME}(limit int) int {
	drawn, err := rand.Int(rand.Reader, big.NewInt(int64(limit)))
	if err != nil {
		panic(err)
	}
	return int(drawn.Int64())
}`;
    const comment = `${NAME} draws a number from 0 up to the limit, which is not among them, that nobody can foretell.`;
    const added = addFunction(tree, draws[0] as NodeId, comment, text);
    const used = new Set(
      descendants(tree, 0, ["identifier", "package_identifier"])
        .filter(
          (node) =>
            kindOf(tree, tree.parents[node] as NodeId) !== "import_spec" &&
            !gone.some((one) => node >= one && node < (tree.after[one] as number)),
        )
        .map((node) => textOf(tree, node)),
    );
    const header = writeImports(
      tree,
      (local) => local !== own.local && used.has(local),
      ["crypto/rand", "math/big"],
      "math/rand",
    );
    if (added === undefined || header === undefined)
      return decline("the imports, or a name, leave no room for the repair", "name-taken");
    return offer(tree, [
      {
        variant: "crypto-rand",
        title: "Use crypto/rand",
        rationale: "Nobody can tell the numbers from those that came before, or from the time.",
        edits: [
          ...header,
          ...added,
          ...gone.map((node) =>
            removeRange(lineStartAt(tree.text, tree.starts[node] as number), lineEndAt(tree.text, tree.ends[node] as number)),
          ),
          ...draws.map((call) => replaceNode(tree, call, drawn(tree, call))),
        ],
      },
    ]);
  },
});

function drawn(tree: SyntaxTree, call: NodeId): string {
  const [limit = call] = argumentsOf(tree, call);
  const type = CASTS[DRAWS.exec(calleeOf(tree, call))?.[1] ?? ""];
  const text = textOf(tree, limit);
  const whole = type === undefined || kindOf(tree, limit) === "int_literal" ? text : `int(${text})`;
  return type === undefined ? `${NAME}(${whole})` : `${type}(${NAME}(${whole}))`;
}
