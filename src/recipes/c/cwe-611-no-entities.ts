import { descendants, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { argumentsOf, calleeName } from "#recipes/c-syntax/calls.ts";

export default defineRecipe({
  id: "c/cwe-611-no-entities",
  title: "Parse XML without entities",
  languages: ["c", "cpp"],
  cwes: ["CWE-611"],
  review: "merge-after-cursory-review",
  description:
    "Replaces `XML_PARSE_NOENT`, `XML_PARSE_DTDLOAD` and `XML_PARSE_DTDVALID` in the options of a parser of libxml2 by `XML_PARSE_NONET`.",
  propose({ tree, range }) {
    const [found] = nodesNear(tree, range, ["call_expression"]).filter((call) => calleeName(tree, call).startsWith("xml"));
    const options = found === undefined ? undefined : argumentsOf(tree, found).at(-1);
    if (options === undefined) return decline("no XML is parsed at the place", "other-place");
    const flags = descendants(tree, options, ["identifier"]).filter((node) =>
      /^XML_PARSE_(?:NOENT|DTDLOAD|DTDVALID)$/u.test(textOf(tree, node)),
    );
    const [first] = flags;
    if (first === undefined) return decline("no entities are asked for here", "already-safe");
    return offer(tree, [
      {
        variant: "no-network",
        title: "Leave entities as they are written",
        rationale: "The parser opens no file and no address that a document names.",
        tradeOffs: { behaviour: "Documents that define entities of their own keep them unresolved." },
        edits: flags.map((node) => replaceNode(tree, node, "XML_PARSE_NONET")),
      },
    ]);
  },
});
