import { childByField, kindOf, type NodeId, namedChildren, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe, type RecipeAnswer, type RecipeOption } from "#ports/recipe.ts";
import { decline } from "#recipes/kit/answer.ts";
import { bare, memberOf, stringValue } from "#recipes/ecmascript-syntax/expressions.ts";
import { removeEntry, removeStatement } from "#recipes/ecmascript-syntax/removal.ts";
import { replaceNode, settleEdits } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const SETTINGS = new Set(["rejectUnauthorized", "strictSSL"]);
const SWITCH = "NODE_TLS_REJECT_UNAUTHORIZED";
const REMEDY =
  "Servers with a self-signed or private certificate are refused until their authority is named in `ca` or NODE_EXTRA_CA_CERTS.";

function isFalse(tree: SyntaxTree, node: NodeId): boolean {
  const plain = bare(tree, node);
  const text = textOf(tree, plain);
  return kindOf(tree, plain) === "false" || text === "0" || text === "!1" || stringValue(tree, plain) === "0";
}

function option(tree: SyntaxTree, variant: string, title: string, edits: readonly TextEdit[]): RecipeOption {
  return {
    variant,
    title,
    rationale:
      "The certificate is what tells the server from an attacker in between; with verification on, a forged one ends the connection.",
    edits: settleEdits(tree, edits),
    tradeOffs: { behaviour: REMEDY },
  };
}

function ofPair(tree: SyntaxTree, pair: NodeId): RecipeAnswer | undefined {
  const key = childByField(tree, pair, "key");
  const value = childByField(tree, pair, "value");
  const name = stringValue(tree, key) ?? textOf(tree, key);
  if (name === SWITCH && isFalse(tree, value)) {
    return {
      kind: "options",
      options: [option(tree, "default", "Leave certificate verification on for the child process", [removeEntry(tree, pair)])],
    };
  }
  if (!SETTINGS.has(name)) return undefined;
  if (!isFalse(tree, value)) return decline(`\`${name}\` is not plainly false`, "not-in-view");
  return {
    kind: "options",
    options: [
      option(tree, "verify", "Verify the server's certificate", [replaceNode(tree, value, "true")]),
      option(tree, "default", "Leave verification to the default, which is on", [removeEntry(tree, pair)]),
    ],
  };
}

function ofAssignment(tree: SyntaxTree, assignment: NodeId): RecipeAnswer | undefined {
  const member = memberOf(tree, childByField(tree, assignment, "left"));
  const right = childByField(tree, assignment, "right");
  if (member === undefined || !(SETTINGS.has(member.property) || member.property === SWITCH)) return undefined;
  if (!isFalse(tree, right)) return decline(`\`${member.property}\` is not plainly turned off`, "not-in-view");
  if (member.property !== SWITCH) {
    return {
      kind: "options",
      options: [option(tree, "verify", "Verify the server's certificate", [replaceNode(tree, right, "true")])],
    };
  }
  const statement = parentOf(tree, assignment);
  const block = parentOf(tree, statement);
  const alone = namedChildren(tree, block).filter((child) => kindOf(tree, child) !== "comment").length === 1;
  const removable =
    kindOf(tree, statement) === "expression_statement" &&
    (kindOf(tree, block) === "program" || (kindOf(tree, block) === "statement_block" && !alone));
  const quote = textOf(tree, bare(tree, right))[0] as string;
  const edit = removable
    ? removeStatement(tree, statement)
    : replaceNode(tree, right, /['"`]/.test(quote) ? `${quote}1${quote}` : '"1"');
  return {
    kind: "options",
    options: [option(tree, "verify", "Stop turning certificate verification off for the whole process", [edit])],
  };
}

export default defineRecipe({
  id: "javascript/cwe-295-verify-certificates",
  title: "Certificate verification is turned on again",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-295", "CWE-297"],
  review: "merge-after-cursory-review",
  description:
    "Turns `rejectUnauthorized: false` and `strictSSL: false` into `true` (or removes the property), and removes the statement or entry that sets `NODE_TLS_REJECT_UNAUTHORIZED` to 0. Declines when the setting is computed, since its conditions are then for the reader to judge.",
  propose({ tree, range }) {
    let declined: RecipeAnswer = decline("no setting that turns certificate verification off at this place", "other-place");
    for (const node of nodesNear(tree, range, ["pair", "assignment_expression"])) {
      const answer = kindOf(tree, node) === "pair" ? ofPair(tree, node) : ofAssignment(tree, node);
      if (answer?.kind === "options") return answer;
      if (answer !== undefined) declined = answer;
    }
    return declined;
  },
});
