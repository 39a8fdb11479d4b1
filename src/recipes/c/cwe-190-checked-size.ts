import { kindOf, type NodeId, NONE, type SyntaxTree } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, type Draft, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { argumentsOf, calleeName, callsNear, includeEdit } from "#recipes/c-syntax/calls.ts";
import { failureLines } from "#recipes/c-syntax/failure.ts";
import { resultName } from "#recipes/c-syntax/results.ts";
import { isMeasured, type SizeChain, sizeChain, wideSize, wrapTest } from "#recipes/c-syntax/sizes.ts";
import { asked, linesBefore, testAround, wholeStatement } from "#recipes/c-syntax/statements.ts";

const GNU = /\b__builtin_\w+\s*\(|\b__attribute__\b|\b__GNUC__\b|\b_GNU_SOURCE\b/u;

export default defineRecipe({
  id: "c/cwe-190-checked-size",
  title: "Compute the size of memory with a check",
  languages: ["c", "cpp"],
  cwes: ["CWE-190", "CWE-680", "CWE-131"],
  review: "merge-after-review",
  description:
    "Asks whether the sums and products that are the size of `malloc` or `realloc` fit into `size_t`, and refuses as the function does where there is no memory: with `ckd_mul` and `ckd_add` where the file includes stdckdint.h, with the overflow functions of gcc and clang where it uses others of theirs, else by division. `malloc` of one product can become `calloc`. Declines where an operand does something or its type is not in view.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["malloc", "realloc"]);
    const size = call === undefined ? undefined : argumentsOf(tree, call).at(-1);
    if (call === undefined || size === undefined) return decline("no memory is allocated at the place", "other-place");
    const chain = sizeChain(tree, size);
    if (chain === undefined) return decline("the size is not a sum or product of plain values", "not-in-view");
    const statement = wholeStatement(tree, call);
    const test = testAround(tree, call);
    if (
      statement === NONE ||
      (test === NONE
        ? !/^(?:declaration|expression_statement|return_statement)$/u.test(kindOf(tree, statement))
        : test !== statement)
    )
      return decline("the call stands in no statement of its own");
    if (isMeasured(tree, statement, chain)) return decline("the size is asked about before", "already-safe");
    const refusal = failureLines(tree, call, statement);
    const drafts = [checked(tree, { call, size, statement, chain, refusal }), zeroed(tree, call, chain)];
    return drafts.every((draft) => draft === undefined)
      ? decline("the type of an operand is not in view", "not-in-view")
      : offer(
          tree,
          drafts.filter((draft) => draft !== undefined),
        );
  },
});

interface Place {
  readonly call: NodeId;
  readonly size: NodeId;
  readonly statement: NodeId;
  readonly chain: SizeChain;
  readonly refusal: readonly string[];
}

function checked(tree: SyntaxTree, place: Place): Draft | undefined {
  const edits = /<stdckdint\.h>/u.test(tree.text)
    ? byCompiler(tree, place, ["ckd_mul", "ckd_add"])
    : GNU.test(tree.text)
      ? byCompiler(tree, place, ["__builtin_mul_overflow", "__builtin_add_overflow"])
      : byDivision(tree, place);
  return edits === undefined
    ? undefined
    : {
        variant: "checked",
        title: "Refuse a size that does not fit",
        rationale: "A size that wrapped around is smaller than what is written later; it is refused before memory is asked for.",
        tradeOffs: { behaviour: "Sizes that cannot be told are refused as if there were no memory." },
        edits,
      };
}

function byCompiler(
  tree: SyntaxTree,
  { call, size, statement, chain, refusal }: Place,
  [product, sum]: readonly [string, string],
): TextEdit[] | undefined {
  const target = resultName(tree, call);
  const name = `${/^\w+$/u.test(target) ? target : "memory"}_size`;
  if (new RegExp(`\\b${name}\\b`, "u").test(tree.text)) return undefined;
  const last = product === "ckd_mul";
  let before = chain.first.text;
  const tests = chain.steps.map(({ operator, part }) => {
    const [first, second] = [before, part.text];
    before = name;
    const call = operator === "*" ? product : sum;
    return last ? `${call}(&${name}, ${first}, ${second})` : `${call}(${first}, ${second}, &${name})`;
  });
  return [
    linesBefore(tree, statement, [`size_t ${name};`, ...asked(tests.join(" || "), refusal)]),
    replaceNode(tree, size, name),
  ];
}

function byDivision(tree: SyntaxTree, { size, statement, chain, refusal }: Place): TextEdit[] | undefined {
  const test = wrapTest(chain);
  if (test === undefined) return undefined;
  const header = includeEdit(tree, "stdint.h");
  return [
    ...(header === undefined ? [] : [header]),
    linesBefore(tree, statement, asked(test, refusal)),
    replaceNode(tree, size, wideSize(chain)),
  ];
}

function zeroed(tree: SyntaxTree, call: NodeId, { first, steps }: SizeChain): Draft | undefined {
  const [step, ...rest] = steps;
  if (calleeName(tree, call) !== "malloc" || step === undefined || rest.length > 0 || step.operator !== "*") return undefined;
  return {
    variant: "calloc",
    title: "Let calloc multiply",
    rationale: "calloc gives NULL where the product of its arguments does not fit, which is asked for anyway.",
    tradeOffs: { behaviour: "The memory is set to zero." },
    edits: [replaceNode(tree, call, `calloc(${first.text}, ${step.part.text})`)],
  };
}
