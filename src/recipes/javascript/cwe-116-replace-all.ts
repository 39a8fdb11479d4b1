import { childByField, kindOf, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, bare, calleeOf, memberOf, stringValue } from "#recipes/ecmascript-syntax/expressions.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { insertAfter, replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

/** Characters that mean something in markup, queries, paths, shells or patterns. */
const SPECIAL = /^(?:[<>'"&\\;|`$%*()[\]{}\r\n\0]|%25|<\/?script>|\r\n)$/;

interface Call {
  readonly property: NodeId;
  readonly what: NodeId;
  readonly kind: "text" | "pattern";
}

function replacing(tree: SyntaxTree, call: NodeId): Call | string | undefined {
  const callee = calleeOf(tree, call);
  const [first, second, more] = argumentsOf(tree, call);
  if (memberOf(tree, callee)?.property !== "replace" || kindOf(tree, callee) !== "member_expression") return undefined;
  if (first === undefined || second === undefined || more !== undefined) return undefined;
  const property = childByField(tree, callee, "property");
  const what = bare(tree, first);
  const text = stringValue(tree, what);
  const removes = stringValue(tree, second) === "";
  if (text !== undefined) {
    if (/\.\.|^\.?\/$/.test(text)) return "steps taken out of a path can join to new ones; contain the path instead";
    if (!SPECIAL.test(text)) return undefined;
    return removes && text.length > 1
      ? "what is left around the removed text can join to it anew"
      : { property, what, kind: "text" };
  }
  if (kindOf(tree, what) !== "regex") return undefined;
  const [, body = "", flags = ""] = /^\/(.*)\/(\w*)$/s.exec(textOf(tree, what)) ?? [];
  if (/[gy]/.test(flags) || !/^(?:\\?[<>'"&|{}\\;`$%*()[\]]|\\\\|\[[^\]\w]+\])$/.test(body)) return undefined;
  return { property, what, kind: "pattern" };
}

export default defineRecipe({
  id: "javascript/cwe-116-replace-all",
  title: "Special characters are replaced everywhere, not once",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-116"],
  review: "merge-without-review",
  description:
    "Turns `replace` of a special character, given as a text or a pattern without the `g` flag, into `replaceAll` or a pattern with it, in the whole chain of calls at the place. Declines for other texts, whose first occurrence may be meant, for steps of a path, and where removing several characters at once can leave the same behind.",
  propose({ tree, range }) {
    const found = nodesNear(tree, range, ["call_expression"]).map((call) => replacing(tree, call));
    const calls = found.filter((call) => typeof call === "object");
    if (calls.length === 0)
      return decline(found.find((call) => typeof call === "string") ?? "no special character is replaced only once at the place");
    const patterns = calls.filter(({ kind }) => kind === "pattern").map(({ what }) => insertAfter(tree, what, "g"));
    const texts = calls.filter(({ kind }) => kind === "text");
    const literal = (node: NodeId): string =>
      `/${(stringValue(tree, node) as string)
        .replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&")
        .replaceAll("\n", "\\n")
        .replaceAll("\r", "\\r")
        .replaceAll("\0", "\\0")}/g`;
    const shared = { rationale: "The second occurrence of the character no longer comes through as it is.", tradeOffs: {} };
    return offer(tree, [
      {
        ...shared,
        variant: "replace-all",
        title: "Replace every occurrence",
        edits: [...patterns, ...texts.map(({ property }) => replaceNode(tree, property, "replaceAll"))],
      },
      texts.length === 0
        ? undefined
        : {
            ...shared,
            variant: "global-pattern",
            title: "Replace every occurrence with a pattern, for engines before ES2021",
            edits: [...patterns, ...texts.map(({ what }) => replaceNode(tree, what, literal(what)))],
          },
    ]);
  },
});
