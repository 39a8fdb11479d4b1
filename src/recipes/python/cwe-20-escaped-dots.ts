import { kindOf, namedChildren, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { insertAt } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { callArguments } from "#recipes/python-syntax/calls.ts";
import { literalShape } from "#recipes/python-syntax/literal.ts";

const ENDINGS = "com|org|net|io|dev|app|edu|gov|co|uk|de|fr|eu|info|biz|cloud|local|internal|example|test";
/** A dot between a letter or closing bracket and a letter; quantified dots and dots of classes are left. */
const DOT = /(?<=[a-zA-Z0-9)\]])\.(?=[a-zA-Z0-9(\\])/g;

export default defineRecipe({
  id: "python/cwe-20-escaped-dots",
  title: "Escape the dots of a host name in a pattern",
  languages: ["python"],
  cwes: ["CWE-20", "CWE-625", "CWE-185"],
  review: "merge-after-cursory-review",
  description:
    "Puts a backslash before the dots of a host name in a regular expression, where a bare dot lets any character pass: `www.example.com` also matches `wwwXexample.com`. Declines where the pattern " +
    "holds no host name, where its dots are escaped, and for dots that are repeated or stand in a character class.",
  propose({ tree, range }) {
    for (const near of nodesNear(tree, range, ["string", "call"])) {
      const literal = kindOf(tree, near) === "call" ? callArguments(tree, near)?.[0]?.value : near;
      if (literal === undefined || kindOf(tree, literal) !== "string") continue;
      if (namedChildren(tree, literal).some((child) => kindOf(tree, child) === "interpolation")) continue;
      const { prefix, contentStart, contentEnd } = literalShape(tree, literal);
      const content = tree.text.slice(contentStart, contentEnd);
      const hosts = new RegExp(String.raw`(?:[\w-]+|\([\w|-]+\))(?:\\{0,2}\.[\w-]+)*\\{0,2}\.(?:${ENDINGS})(?![\w-])`, "g");
      const dots = [...content.matchAll(hosts)].flatMap((host) =>
        [...host[0].matchAll(DOT)].map((dot) => host.index + dot.index).filter((at) => !/\[[^\]]*$/.test(content.slice(0, at))),
      );
      if (dots.length === 0 || !isPattern(textOf(tree, literal), tree.text.slice(0, tree.starts[literal]))) continue;
      return offer(tree, [
        {
          variant: "escaped",
          title: "Let a dot stand for a dot",
          rationale: "Only the host that is written passes; a bare dot also let through hosts that anybody can register.",
          edits: dots.map((at) => insertAt(contentStart + at, prefix.includes("r") ? "\\" : "\\\\")),
        },
      ]);
    }
    return decline("no pattern with an unescaped dot in a host name is at the place", "other-place");
  },
});

/** True where the literal is the first argument of a function of the re module, by whatever name it goes. */
function isPattern(literal: string, before: string): boolean {
  return (
    literal.length > 2 && /\b(compile|match|fullmatch|search|findall|finditer|sub|subn|split|re_path|url)\(\s*$/.test(before)
  );
}
