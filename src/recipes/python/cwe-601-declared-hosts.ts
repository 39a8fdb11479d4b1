import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, kindOf, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import {
  enclosingStatement,
  indentationAt,
  indentationUnit,
  insertAt,
  lineBodyEndAt,
  quoteStyle,
  startsLine,
} from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { callArguments, calleeOf, isCallOf } from "#recipes/python-syntax/calls.ts";
import { holdsHosts, holdsSchemes, type UnreadList, unreadLists } from "#recipes/python-syntax/declared-lists.ts";
import { useMember } from "#recipes/python-syntax/imports.ts";
import { refusalAt } from "#recipes/python-syntax/refusal.ts";
import { assignmentTarget, localValue } from "#recipes/python-syntax/scope.ts";

const PARSERS = ["urllib.parse.urlparse", "urllib.parse.urlsplit"];
const JOIN = "urllib.parse.urljoin";

export default defineRecipe({
  id: "python/cwe-601-declared-hosts",
  title: "Ask the list of hosts that the file declares",
  languages: ["python"],
  cwes: ["CWE-601", "CWE-918"],
  review: "merge-after-review",
  description:
    "Refuses an address whose host, or scheme, is not in the list of allowed ones that the file declares and never reads: behind `parsed = urlparse(address)`, and behind `address = urljoin(base, part)`, where the host of the base stays allowed unless the part begins with a slash of the code's own, so that the base alone brings the host. " +
    "Declines where no such list is declared, and for results that go to no variable.",
  propose({ tree, range }) {
    const lists = unreadLists(tree);
    const [hosts, schemes] = [lists.filter(holdsHosts), lists.filter(holdsSchemes)];
    if (hosts.length !== 1 || schemes.length > 1)
      return decline("the file declares no list of allowed hosts that nothing reads, or several", "intent-unknown");
    if (lists.length > hosts.length + schemes.length)
      return decline("the file declares another list of what is allowed, which may be about the address too", "intent-unknown");
    for (const call of nodesNear(tree, range, ["call"])) {
      if (!isCallOf(tree, call, [...PARSERS, JOIN])) continue;
      const target = assignmentTarget(tree, call);
      const statement = enclosingStatement(tree, call);
      if (target === undefined || kindOf(tree, target) !== "identifier" || !startsLine(tree, statement))
        return decline("the address goes to no variable that can be looked at");
      const mark = quoteStyle(tree);
      const refusal = refusalAt(tree, call, `${mark}address is not allowed${mark}`, 400);
      const checks = isCallOf(tree, call, [JOIN])
        ? joined(tree, call, textOf(tree, target), hosts[0] as UnreadList, schemes[0])
        : parsed(textOf(tree, target), hosts[0] as UnreadList, schemes[0]);
      if (checks === undefined) return decline("the file uses the name urlparse for something else", "name-taken");
      const start = tree.starts[statement] as number;
      const indent = indentationAt(tree.text, start);
      const unit = indentationUnit(tree.text);
      const lines = checks.conditions.flatMap((condition) => [
        `${indent}if ${condition}:`,
        ...refusal.lines.map((line) => indent + unit + line),
      ]);
      return offer(tree, [
        {
          variant: "declared",
          title: "Refuse hosts that are not listed",
          rationale: "The list says which hosts are trusted; an address of any other is turned down before it is used.",
          edits: [
            ...checks.edits,
            ...refusal.edits,
            insertAt(lineBodyEndAt(tree.text, tree.ends[statement] as number), `\n${lines.join("\n")}`),
          ],
          tradeOffs: { behaviour: `Addresses of hosts that are not listed ${refusal.answer}.` },
        },
      ]);
    }
    return decline("no address is taken apart or joined at the place", "other-place");
  },
});

interface Checks {
  readonly conditions: readonly string[];
  readonly edits: ReturnType<typeof refusalAt>["edits"];
}

function parsed(name: string, hosts: UnreadList, schemes: UnreadList | undefined): Checks {
  const scheme = schemes === undefined ? [] : [`${name}.scheme not in ${schemes.name}`];
  return { conditions: [...scheme, `${name}.hostname not in ${hosts.name}`], edits: [] };
}

/** `urlparse` as the file can call it: beside `urljoin`, whichever way that is imported. */
function joined(
  tree: SyntaxTree,
  call: NodeId,
  name: string,
  hosts: UnreadList,
  schemes: UnreadList | undefined,
): Checks | undefined {
  const [base, path] = (callArguments(tree, call) ?? []).map(({ value }) => value);
  const callee = calleeOf(tree, call);
  const dotted =
    kindOf(tree, callee) === "attribute" ? `${textOf(tree, childByField(tree, callee, "object"))}.urlparse` : undefined;
  const use = dotted === undefined ? useMember(tree, "urllib.parse", "urlparse") : { name: dotted, edits: [] };
  if (base === undefined || use === undefined) return undefined;
  const part = (address: string, which: string): string => `${use.name}(${address}).${which}`;
  const scheme = schemes === undefined ? [] : [`${part(name, "scheme")} not in ${schemes.name}`];
  const listed = isRooted(tree, path) ? hosts.name : `(${part(textOf(tree, base), "netloc")}, *${hosts.name})`;
  const host = `${part(name, "netloc")} not in ${listed}`;
  return { conditions: [...scheme, host], edits: use.edits };
}

/** Whether a text begins with a slash of the code's own: then the base alone brings the host, and that is what the list is about. */
function isRooted(tree: SyntaxTree, path: NodeId | undefined): boolean {
  const value = path !== undefined && kindOf(tree, path) === "identifier" ? localValue(tree, path)?.value : path;
  return value !== undefined && /^f?(["'])\/(?!\/)/i.test(textOf(tree, value));
}
