import { enclosing, kindOf, NONE, type NodeId, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, calledName, stringValue } from "#recipes/ecmascript-syntax/expressions.ts";
import { valueOf } from "#recipes/ecmascript-syntax/scope.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const PROGRAM =
  /^(?:http|ftp):\/\/(?!localhost\b|127\.)[^\s]+\.(?:exe|msi|dmg|pkg|deb|rpm|sh|bash|ps1|bat|cmd|jar|apk|appimage|zip|tar|t?gz|bz2|xz|js|mjs|py|whl|gem|so|dll|dylib)$/i;

/** The literal address of a program that a call is given, in a list or by a constant too. */
function addressIn(tree: SyntaxTree, call: NodeId): NodeId | undefined {
  const inside = argumentsOf(tree, call).flatMap((argument) => {
    const nodes =
      kindOf(tree, argument) === "array"
        ? nodesNear(tree, { start: tree.starts[argument] as number, end: tree.ends[argument] as number }, [
            "string",
            "identifier",
          ])
        : [argument];
    return nodes.map((node) => valueOf(tree, node).value);
  });
  return inside.find((node) => node !== NONE && kindOf(tree, node) === "string" && PROGRAM.test(stringValue(tree, node) ?? ""));
}

export default defineRecipe({
  id: "javascript/cwe-829-https-download",
  title: "Programs are fetched over TLS",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-829", "CWE-494", "CWE-319"],
  review: "merge-after-review",
  description:
    "Turns `http:` or `ftp:` into `https:` in the literal address of a program, archive or script that is downloaded, also in the constant that names it. Declines for addresses of this machine, for pages and pictures, and for addresses that are computed.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call_expression"])) {
      const address = addressIn(tree, call);
      if (address === undefined || calledName(tree, call) === "" || enclosing(tree, address, ["program"]) === NONE) continue;
      const start = (tree.starts[address] as number) + 1;
      const scheme = /^(?:http|ftp)/i.exec(textOf(tree, address).slice(1))?.[0] ?? "";
      return offer(tree, [
        {
          variant: "https",
          title: "Fetch it over https",
          rationale: "Nobody on the way can put another program in its place.",
          tradeOffs: {
            behaviour: "The server must speak TLS at this address.",
            security: "What the server itself gives out is still not compared with a known digest.",
          },
          edits: [{ start, end: start + scheme.length, text: "https" }],
        },
      ]);
    }
    return decline("no program is fetched from a literal address at the place", "other-place");
  },
});
