import {
  childByField,
  descendants,
  kindOf,
  namedChildren,
  type NodeId,
  NONE,
  parentOf,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, calleeOf } from "#recipes/go-syntax/calls.ts";
import { functionAround } from "#recipes/go-syntax/functions.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const NARROW = /^(u?)int(8|16|32)$/u;
const SIZED = /^(u?)int(?:8|16|32|64)?$/u;

export default defineRecipe({
  id: "go/cwe-190-sized-number",
  title: "Read a number of the size that it is kept in",
  languages: ["go"],
  cwes: ["CWE-190", "CWE-681", "CWE-197"],
  review: "merge-after-review",
  description:
    "Reads a number that is made smaller afterwards by `strconv.ParseInt` or `ParseUint` with the bits of the smallest type, in place of `Atoi` and of 64 bits, so that others give an error; further uses of the number get its old type. Declines where the number changes between, has another name, or is made both a signed and an unsigned one.",
  propose({ tree, range }) {
    const near = nodesNear(tree, range, ["call_expression"]);
    const narrowed = near.find((call) => NARROW.test(calleeOf(tree, call)));
    const [name] = narrowed === undefined ? [] : argumentsOf(tree, narrowed);
    if (narrowed === undefined || name === undefined || kindOf(tree, name) !== "identifier")
      return decline("no number with a name is made smaller at the place", "other-place");
    const around = functionAround(tree, name);
    const read = around === NONE ? undefined : readIn(tree, around, textOf(tree, name));
    if (read === undefined) return decline("the number is not read by strconv once in the function", "not-in-view");
    const uses = descendants(tree, around, ["identifier"]).filter(
      (node) => textOf(tree, node) === textOf(tree, name) && node > (tree.after[read.call] as number) - 1,
    );
    if (uses.some((node) => isChanged(tree, node))) return decline("the number changes before it is made smaller");
    const casts = uses.flatMap((node) => conversionOf(tree, node) ?? []);
    const small = casts.filter((type) => NARROW.test(type));
    const signs = new Set(small.map((type) => type.startsWith("u")));
    if (small.length === 0 || signs.size > 1) return decline("it is made a signed number and an unsigned one");
    const bits = Math.min(...small.map((type) => Number(/\d+/u.exec(type)?.[0])));
    const [text, base] = argumentsOf(tree, read.call);
    if (text === undefined) return decline("nothing is read at the place", "other-place");
    const [unsigned] = [...signs];
    const owner = textOf(tree, childByField(tree, read.call, "function")).replace(/\w+$/u, "");
    const call = `${owner}${unsigned ? "ParseUint" : "ParseInt"}(${textOf(tree, text)}, ${base === undefined ? "10" : textOf(tree, base)}, ${bits})`;
    const old = read.name === "Atoi" ? "int" : read.name === "ParseUint" ? "uint64" : "int64";
    const now = unsigned ? "uint64" : "int64";
    const others = old === now ? [] : uses.filter((node) => conversionOf(tree, node) === undefined);
    return offer(tree, [
      {
        variant: `${bits}-bits`,
        title: `Read ${bits} bits`,
        rationale: "A number that does not fit gives an error where it is read, and is never cut off.",
        tradeOffs: {
          behaviour: `Numbers beyond ${bits} bits give an error; where nobody looks at it, the nearest number that fits.`,
        },
        edits: [
          replaceNode(tree, read.call, call),
          ...others.map((node) => replaceNode(tree, node, `${old}(${textOf(tree, node)})`)),
        ],
      },
    ]);
  },
});

/** The call that a name gets its value from, where it is declared so and only once. */
function readIn(tree: SyntaxTree, around: NodeId, name: string): { readonly call: NodeId; readonly name: string } | undefined {
  const declared = descendants(tree, around, [
    "short_var_declaration",
    "var_spec",
    "range_clause",
    "parameter_declaration",
  ]).filter((node) =>
    descendants(tree, node, ["expression_list", "identifier"]).some((left) => {
      const field = tree.fieldNames[tree.fields[left] as number];
      return (
        (field === "left" || field === "name") &&
        textOf(tree, left)
          .split(/\s*,\s*/u)
          .includes(name)
      );
    }),
  );
  const [only] = declared;
  if (declared.length !== 1 || only === undefined || kindOf(tree, only) !== "short_var_declaration") return undefined;
  if (!textOf(tree, childByField(tree, only, "left")).startsWith(name)) return undefined;
  const [call] = namedChildren(tree, childByField(tree, only, "right"));
  if (call === undefined || kindOf(tree, call) !== "call_expression") return undefined;
  const callee = calleeOf(tree, call);
  const bits = argumentsOf(tree, call)[2];
  const whole = bits === undefined || textOf(tree, bits) === "64";
  return whole && /^strconv\.(?:Atoi|ParseInt|ParseUint)$/u.test(callee)
    ? { call, name: callee.slice("strconv.".length) }
    : undefined;
}

function conversionOf(tree: SyntaxTree, node: NodeId): string | undefined {
  const list = parentOf(tree, node);
  const call = list === NONE ? NONE : parentOf(tree, list);
  if (call === NONE || kindOf(tree, list) !== "argument_list" || kindOf(tree, call) !== "call_expression") return undefined;
  const callee = calleeOf(tree, call);
  return SIZED.test(callee) ? callee : undefined;
}

function isChanged(tree: SyntaxTree, node: NodeId): boolean {
  const parent = parentOf(tree, node);
  const kind = kindOf(tree, parent);
  if (/^(?:inc|dec)_statement$/u.test(kind)) return true;
  if (kind === "unary_expression") return textOf(tree, parent).startsWith("&");
  const left = kind === "expression_list" && tree.fieldNames[tree.fields[parent] as number] === "left";
  return left && kindOf(tree, parentOf(tree, parent)) === "assignment_statement";
}
