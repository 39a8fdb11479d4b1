import { childByField, kindOf, NONE, type NodeId, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, bare, calleeOf, memberOf, quoted, stringValue } from "#recipes/ecmascript-syntax/expressions.ts";
import { type Draft, decline, offer } from "#recipes/kit/answer.ts";
import { quoteStyle, replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const HOST = /^(?:[a-z\d-]+\.)+[a-z]{2,}$/i;
const ORIGIN = /^https?:\/\/(?:[a-z\d-]+\.)+[a-z]{2,}(?::\d+)?$/i;

/** The whole comparison: `x.indexOf(y) !== -1` with what stands around the call, else the call itself; `positive` is what it says when the host is there. */
function comparison(tree: SyntaxTree, call: NodeId, name: string): { node: NodeId; positive: boolean } | undefined {
  if (name !== "indexOf") return { node: call, positive: true };
  const around = parentOf(tree, call);
  if (around === NONE || kindOf(tree, around) !== "binary_expression" || childByField(tree, around, "left") !== call)
    return undefined;
  const test = textOf(tree, around).slice(textOf(tree, call).length).replaceAll(/\s/g, "");
  if (/^(?:!==?-1|>-1|>=0)$/.test(test)) return { node: around, positive: true };
  return /^(?:===?-1|<0)$/.test(test) ? { node: around, positive: false } : undefined;
}

export default defineRecipe({
  id: "javascript/cwe-20-compared-host",
  title: "Host of an address is compared as a whole",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-20"],
  review: "merge-after-review",
  description:
    "Turns `url.includes('good.example')` and `url.startsWith('https://good.example')` into a comparison of the parsed address's host or origin, and `host.endsWith('good.example')` into one of the host itself or of a name below it. Declines where the text is no host, where a slash ends it already, and where the value is computed.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call_expression"])) {
      const member = memberOf(tree, calleeOf(tree, call));
      const [wanted = NONE, ...more] = argumentsOf(tree, call);
      const name = wanted === NONE ? undefined : stringValue(tree, wanted);
      if (member === undefined || name === undefined || more.length > 0) continue;
      if (!["includes", "indexOf", "startsWith", "endsWith"].includes(member.property)) continue;
      const host = name.replace(/^https?:\/\//i, "");
      if (!HOST.test(host.replace(/:\d+$/, ""))) continue;
      if (!["identifier", "member_expression"].includes(kindOf(tree, bare(tree, member.object))))
        return decline("the address is computed in the call");
      const whole = comparison(tree, call, member.property);
      if (whole === undefined) return decline("the place of the host in the text is used for more than a comparison");
      const option = draft(tree, textOf(tree, member.object), member.property, name, host);
      if (option === undefined) continue;
      const alone = ["parenthesized_expression", "return_statement", "arrow_function"].includes(
        kindOf(tree, parentOf(tree, whole.node)),
      );
      const test = !whole.positive ? `!${option.text}` : alone ? option.text.slice(1, -1) : option.text;
      return offer(tree, [{ ...option.draft, edits: [replaceNode(tree, whole.node, test)] }]);
    }
    return decline("no host is looked for in a text at the place", "other-place");
  },
});

function draft(
  tree: SyntaxTree,
  value: string,
  method: string,
  text: string,
  host: string,
): { draft: Omit<Draft, "edits">; text: string } | undefined {
  const quote = quoteStyle(tree);
  const rationale = "A host that only holds or continues the wanted name, or an address that has it elsewhere, no longer passes.";
  const parsed = {
    behaviour: "What is no whole address, such as a path or a bare host, no longer passes and gives another value.",
  };
  if (method === "endsWith") {
    if (text.startsWith(".") || host !== text) return undefined;
    const name = quoted(host, quote);
    return {
      draft: {
        variant: "host-or-below",
        title: "Compare the host or a name below it",
        rationale,
        tradeOffs: { behaviour: "Hosts that only end in these letters give another value." },
      },
      text: `(${value} === ${name} || ${value}.endsWith(${quoted(`.${host}`, quote)}))`,
    };
  }
  if (ORIGIN.test(text) && method === "startsWith") {
    return {
      draft: { variant: "origin", title: "Compare the origin of the address", rationale, tradeOffs: parsed },
      text: `(URL.canParse(${value}) && new URL(${value}).origin === ${quoted(text.toLowerCase(), quote)})`,
    };
  }
  if (method === "startsWith") return undefined;
  const name = host.replace(/:\d+$/, "").toLowerCase();
  return {
    draft: {
      variant: "host",
      title: "Compare the host of the address",
      rationale,
      tradeOffs: { behaviour: `${parsed.behaviour} Names below the host no longer pass.` },
    },
    text: `(URL.canParse(${value}) && new URL(${value}).hostname === ${quoted(name, quote)})`,
  };
}
