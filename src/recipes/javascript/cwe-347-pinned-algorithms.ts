import { childByField, kindOf, NONE, type NodeId, namedChildren, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe, type RecipeAnswer } from "#ports/recipe.ts";
import { decline } from "#recipes/kit/answer.ts";
import { argumentsOf, bare, calledName, calleeOf, propertyOf, stringValue } from "#recipes/ecmascript-syntax/expressions.ts";
import { exportedPath, moduleBindings } from "#recipes/ecmascript-syntax/modules.ts";
import { removeEntry } from "#recipes/ecmascript-syntax/removal.ts";
import { usesOf, valueOf } from "#recipes/ecmascript-syntax/scope.ts";
import { insertAfter, insertAt, quoteStyle, replaceNode, settleEdits } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const isJwt = (name: string): boolean => name === "jsonwebtoken";

/** The algorithm that the file signs with, else what the key's name tells, else the library's own default. */
function algorithmOf(tree: SyntaxTree, key: NodeId): string {
  const signed = /algorithm\s*:\s*["'`]((?:HS|RS|ES|PS)(?:256|384|512))["'`]/.exec(tree.text)?.[1];
  return signed ?? (/public|cert|pem|jwk|rsa/i.test(textOf(tree, key)) ? "RS256" : "HS256");
}

function verifyEdits(tree: SyntaxTree, key: NodeId, third: NodeId | undefined): TextEdit[] | string {
  const quote = quoteStyle(tree);
  const pinned = `algorithms: [${quote}${algorithmOf(tree, key)}${quote}]`;
  if (third === undefined) return [insertAfter(tree, key, `, { ${pinned} }`)];
  if (["arrow_function", "function_expression"].includes(kindOf(tree, bare(tree, third))))
    return [insertAfter(tree, key, `, { ${pinned} }`)];
  const { value, binding } = valueOf(tree, bare(tree, third));
  if (kindOf(tree, value) !== "object") return "the options are not in view";
  if (binding !== undefined && usesOf(tree, binding).length > 1) return "the options serve other calls too";
  const edits: TextEdit[] = [];
  const expiry = propertyOf(tree, value, "ignoreExpiration");
  if (expiry !== undefined && kindOf(tree, expiry.value) === "true") edits.push(replaceNode(tree, expiry.value, "false"));
  const known = propertyOf(tree, value, "algorithms");
  if (known === undefined) {
    const first = namedChildren(tree, value)[0];
    edits.push(
      first === undefined ? replaceNode(tree, value, `{ ${pinned} }`) : insertAt(tree.starts[first] as number, `${pinned}, `),
    );
  } else if (kindOf(tree, known.value) === "array") {
    const names = namedChildren(tree, known.value).filter((item) => kindOf(tree, item) !== "comment");
    const none = names.find((item) => stringValue(tree, item)?.toLowerCase() === "none");
    if (none !== undefined)
      edits.push(
        names.length === 1 ? replaceNode(tree, none, `${quote}${algorithmOf(tree, key)}${quote}`) : removeEntry(tree, none),
      );
  }
  return edits;
}

/** The key that the file verifies or signs with elsewhere, when there is only one. */
function keyOfFile(tree: SyntaxTree, calls: readonly NodeId[]): NodeId {
  const keys = calls
    .map((call) => argumentsOf(tree, call)[1] ?? NONE)
    .filter((key) => key !== NONE && kindOf(tree, key) !== "object");
  return new Set(keys.map((key) => textOf(tree, key))).size === 1 ? (keys[0] as NodeId) : NONE;
}

function repair(tree: SyntaxTree, call: NodeId, name: string): RecipeAnswer {
  const [token = NONE, key = NONE, third] = argumentsOf(tree, call);
  const tradeOffs = { behaviour: "Tokens signed with another algorithm, or not at all, are refused with an error." };
  if (name === "verify") {
    const edits = key === NONE ? "the call has no key" : verifyEdits(tree, key, third);
    if (typeof edits === "string") return decline(edits);
    const settled = settleEdits(tree, edits);
    if (settled.length === 0) return decline("the call names its algorithms already", "already-safe");
    const rationale = "The token no longer chooses how it is checked.";
    return {
      kind: "options",
      options: [
        { variant: "pinned", title: "Name the algorithm that tokens must be signed with", rationale, tradeOffs, edits: settled },
      ],
    };
  }
  const others: NodeId[] = [];
  for (let node = 0; node < tree.count; node++)
    if (kindOf(tree, node) === "call_expression" && ["sign", "verify"].includes(calledName(tree, node))) others.push(node);
  const known = keyOfFile(tree, others);
  const callee = calleeOf(tree, call);
  if (known === NONE || kindOf(tree, callee) !== "member_expression")
    return decline("the key that tokens are signed with is not in view", "not-in-view");
  if (key !== NONE) return decline("the options of decode have another meaning for verify", "intent-unknown");
  const quote = quoteStyle(tree);
  const edits = [
    replaceNode(tree, childByField(tree, callee, "property"), "verify"),
    insertAfter(tree, token, `, ${textOf(tree, known)}, { algorithms: [${quote}${algorithmOf(tree, known)}${quote}] }`),
  ];
  const rationale = "decode reads a token that anyone can have written; verify checks its signature and its expiry first.";
  return {
    kind: "options",
    options: [
      {
        variant: "verified",
        title: "Verify the token instead of only decoding it",
        rationale,
        tradeOffs,
        edits: settleEdits(tree, edits),
        review: "merge-after-review",
      },
    ],
  };
}

export default defineRecipe({
  id: "javascript/cwe-347-pinned-algorithms",
  title: "Token is verified with a named algorithm",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-347", "CWE-345", "CWE-287"],
  review: "merge-after-review",
  description:
    "Names the algorithm in `jwt.verify` of jsonwebtoken, removes `none` and `ignoreExpiration`, and turns `jwt.decode` into `verify` where the file shows the one key that tokens are signed with. Declines when the options are not in view or the key is not.",
  propose({ tree, range }) {
    const bindings = moduleBindings(tree, isJwt);
    for (const call of nodesNear(tree, range, ["call_expression"])) {
      const path = exportedPath(tree, calleeOf(tree, call), bindings, isJwt);
      if (path === "verify" || path === "decode") return repair(tree, call, path);
    }
    return decline("no verify or decode of jsonwebtoken at this place", "other-place");
  },
});
