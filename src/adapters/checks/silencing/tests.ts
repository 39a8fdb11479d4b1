import { childByField, descendants, NONE, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { lostFromTests, skipOptions } from "./preserved.ts";
import type { Detector } from "./silencing.ts";
import { isSubsequence, tokens } from "./tree-tokens.ts";

const TEST_PATH =
  /(?:^|\/)(?:tests?|__tests__|spec|specs|e2e)\/|(?:^|\/)(?:test_[^/]*|[^/]*_test|[^/]*[.-](?:test|spec))\.[a-z]+$/i;

/** Java names a test after its class. */
const TEST_CLASS = /(?:^|\/)(?:Test[A-Z]\w*|\w+(?:Tests?|TestCase|IT))\.java$/;

export function isTestPath(path: string): boolean {
  return TEST_PATH.test(path) || TEST_CLASS.test(path);
}

const SKIPS =
  /(?:^|\.)(?:skip|skipIf|skipUnless|skipif|skipTest|xfail|expectedFailure|only|todo|fails|xit|xdescribe|xtest|fit|fdescribe|importorskip|exitNow)$/;
const ASSERTS = /(?:^|\.)(?:expect|assert\w*|assert\.\w+|should|raises|fail)$/i;

/** Tests may be added to, never taken from, skipped or weakened; assertions in the program may become real errors. */
export const weakensTests: Detector = ({ path, trees }) => {
  if (trees === undefined) return isTestPath(path) ? { reason: "protected-path", detail: `${path} is a test` } : undefined;
  const { before, after } = trees;
  if (!isTestPath(path)) {
    const lost = asserts(before) - asserts(after);
    return lost > 0 && raises(after) - raises(before) < lost
      ? { reason: "weakens-tests", detail: `${path}: an assertion is gone` }
      : undefined;
  }
  if (skips(after) > skips(before)) return { reason: "weakens-tests", detail: `${path}: a test is skipped` };
  if (asserts(after) < asserts(before)) return { reason: "weakens-tests", detail: `${path}: an assertion is gone` };
  if (skipOptions(after) > skipOptions(before)) return { reason: "weakens-tests", detail: `${path}: a test is skipped` };
  if (!isSubsequence(tokens(before), tokens(after)))
    return { reason: "protected-path", detail: `${path} is a test: a repair may add to it, not change it` };
  const lost = lostFromTests(before, after);
  return lost === undefined ? undefined : { reason: "weakens-tests", detail: `${path}: ${lost}` };
};

function asserts(tree: SyntaxTree): number {
  return descendants(tree, 0, ["assert_statement"]).length + calls(tree, ASSERTS);
}

function raises(tree: SyntaxTree): number {
  return descendants(tree, 0, ["raise_statement", "throw_statement"]).length;
}

/** Skipping calls, and skipping names without a call as decorators use them. */
function skips(tree: SyntaxTree): number {
  const names = descendants(tree, 0, ["decorator"]).filter((node) => SKIPS.test(textOf(tree, node).replace(/^@\s*|\(.*$/gs, "")));
  return calls(tree, SKIPS) + names.length;
}

function calls(tree: SyntaxTree, pattern: RegExp): number {
  return descendants(tree, 0, ["call", "call_expression"]).filter((call) => {
    const callee = childByField(tree, call, "function");
    return callee !== NONE && pattern.test(textOf(tree, callee));
  }).length;
}
