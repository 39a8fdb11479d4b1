import { childByField, descendants, kindOf, NONE, type NodeId, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import {
  argumentsOf,
  bare,
  calledName,
  calleeOf,
  endsWithSemicolons,
  functionOf,
  memberOf,
} from "#recipes/ecmascript-syntax/expressions.ts";
import { resolve } from "#recipes/ecmascript-syntax/scope.ts";
import { placeBefore, precede } from "#recipes/ecmascript-syntax/statements.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { quoteStyle, replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const GENERAL = "Internal Server Error";
const SENDS = /^(?:send|json|end|write)$/;

/** The name of the error that a node is, as caught or handed to a handler. */
function errorName(tree: SyntaxTree, node: NodeId): string | undefined {
  const plain = bare(tree, node);
  if (plain === NONE || !["identifier", "shorthand_property_identifier"].includes(kindOf(tree, plain))) return undefined;
  const name = textOf(tree, plain);
  if (!/^_?(?:e|err|error|ex|exception)\d?$/i.test(name)) return undefined;
  return ["catch", "parameter"].includes(resolve(tree, plain, name)?.kind ?? "") ? name : undefined;
}

/** The error whose trace an expression shows: `err.stack`, `String(err)`, `err.toString()`. */
function shownBy(tree: SyntaxTree, node: NodeId): string | undefined {
  const member = memberOf(tree, node);
  if (member?.property === "stack") return errorName(tree, member.object);
  if (kindOf(tree, node) !== "call_expression") return undefined;
  const callee = memberOf(tree, calleeOf(tree, node));
  if (callee?.property === "toString") return errorName(tree, callee.object);
  const [only, ...more] = argumentsOf(tree, node);
  const text = textOf(tree, calleeOf(tree, node)) === "String" && only !== undefined && more.length === 0;
  return text ? errorName(tree, only) : undefined;
}

interface Shown {
  readonly name: string;
  readonly edit: TextEdit;
}

function shownIn(tree: SyntaxTree, sent: NodeId, json: boolean): Shown[] {
  const quote = quoteStyle(tree);
  const text = quote + GENERAL + quote;
  const whole = errorName(tree, sent);
  if (whole !== undefined) return [{ name: whole, edit: replaceNode(tree, sent, json ? `{ error: ${text} }` : text) }];
  const found: Shown[] = [];
  for (const node of descendants(tree, sent, ["member_expression", "call_expression", "pair", "shorthand_property_identifier"])) {
    const kind = kindOf(tree, node);
    const value = kind === "pair" ? childByField(tree, node, "value") : node;
    const name = kind === "pair" || kind === "shorthand_property_identifier" ? errorName(tree, value) : shownBy(tree, node);
    if (name === undefined) continue;
    const around = parentOf(tree, node);
    if (kind === "shorthand_property_identifier") found.push({ name, edit: replaceNode(tree, node, `${name}: ${text}`) });
    else if (kindOf(tree, around) === "template_substitution") found.push({ name, edit: replaceNode(tree, around, GENERAL) });
    else found.push({ name, edit: replaceNode(tree, value, text) });
  }
  return found;
}

/** What is sent by an answer at a node, NONE for another node. */
function sentBy(tree: SyntaxTree, node: NodeId): NodeId {
  if (kindOf(tree, node) === "assignment_expression")
    return /^(?:ctx|this)\.body$/.test(textOf(tree, childByField(tree, node, "left"))) ? childByField(tree, node, "right") : NONE;
  const answer = /^(?:res|resp|response|reply)\b/i.test(textOf(tree, node)) && SENDS.test(calledName(tree, node));
  return answer ? (argumentsOf(tree, node)[0] ?? NONE) : NONE;
}

export default defineRecipe({
  id: "javascript/cwe-209-general-error",
  title: "Client is told that it failed, the log why",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-209", "CWE-200"],
  review: "merge-after-cursory-review",
  description:
    "Replaces the stack trace, the text or the whole of a caught error in an answer by `Internal Server Error`, and logs the error before it unless the function does so already. Declines for an error's `message` alone, which may be meant for the client, and where no statement can be put before the answer.",
  propose({ tree, range }) {
    for (const node of nodesNear(tree, range, ["call_expression", "assignment_expression"])) {
      const sent = sentBy(tree, node);
      const shown = sent === NONE ? [] : shownIn(tree, sent, calledName(tree, node) === "json");
      const name = shown[0]?.name;
      if (name === undefined) continue;
      const around = functionOf(tree, node);
      const logged = new RegExp(`(?:console|\\blog(?:ger)?)\\.\\w+\\([^;]*\\b${name}\\b`, "i").test(
        textOf(tree, around === NONE ? 0 : around),
      );
      const place = logged ? undefined : placeBefore(tree, node);
      if (!logged && place === undefined) return decline("no statement can be put before the answer");
      const log =
        place === undefined ? [] : precede(tree, place, [`console.error(${name})${endsWithSemicolons(tree) ? ";" : ""}`]);
      return offer(tree, [
        {
          variant: "general-message",
          title: "Log the error and answer in general terms",
          rationale: "Paths, queries and libraries that a trace shows stay on the server.",
          tradeOffs: { behaviour: "Clients that showed or read the error's text see the general one." },
          edits: [...log, ...shown.map(({ edit }) => edit)],
        },
      ]);
    }
    return decline("no trace or whole error is sent at the place", "other-place");
  },
});
