import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, descendants, kindOf, namedChildren, NONE, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { insertAt, quoteStyle, replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { useFunction } from "#recipes/python-syntax/added-function.ts";
import { calleeOf } from "#recipes/python-syntax/calls.ts";
import { besideEachOther, useModule } from "#recipes/python-syntax/imports.ts";

/** Words of names that hold what people keep to themselves: secrets, identity, health, money, home, conduct. */
const PRIVATE = new RegExp(
  `(?:^|_)(?:${[
    "passwords?|passwd|pwd|passphrase|secrets?|tokens?|api_?key|private_?key|credentials?|pin|otp",
    "ssn|social_security|passport|national_id|tax_id|licen[cs]e_(?:no|number)|birth(?:day|date|_?date)?|dob",
    "diagnos[ei]s|treatments?|medications?|medical|prescriptions?|allerg(?:y|ies)|conditions?|health|blood|symptoms?|therapy",
    "salary|salaries|wages?|income|bonus|compensation|balance|iban|bank|account_(?:no|number)|card|cvv|credit|debts?|net_worth",
    "(?:home|private|personal|postal|street|billing)_\\w+|address|contact_(?:info|details)|phone|mobile|telephone",
    "disciplin\\w*|criminal|convictions?|infractions?|religion|ethnicity|orientation|performance_(?:review|rating)|grades?|gpa|notes_private|internal_\\w+|confidential\\w*",
  ].join("|")})(?:_|$)`,
  "i",
);

export default defineRecipe({
  id: "python/cwe-200-private-fields",
  title: "Keep private fields out of a caller's template",
  languages: ["python"],
  cwes: ["CWE-134", "CWE-200"],
  review: "merge-after-review",
  description:
    "Formats a template that the caller chose with a formatter of the module that refuses names with a leading underscore and the fields of the file's records that are private by their names: secrets, identity, health, money, home, conduct. " +
    "Declines where no record of the file has such a field, and for records whose text shows all their fields, such as data classes.",
  propose({ tree, range }) {
    const call = nodesNear(tree, range, ["call"]).find((node) => /\.format(?:_map)?$/.test(textOf(tree, calleeOf(tree, node))));
    if (call === undefined) return decline("no template is formatted at the place", "other-place");
    const template = childByField(tree, calleeOf(tree, call), "object");
    if (kindOf(tree, template) !== "identifier") return decline("the template has no name here", "not-in-view");
    if (
      /@(?:\w+\.)?(?:dataclass|define|attrs?\b)|\b(?:NamedTuple|namedtuple|BaseModel)\b|def __(?:str|repr|format)__/.test(
        tree.text,
      )
    )
      return decline("the text of a whole record may show its fields too", "intent-unknown");
    const given = childByField(tree, call, "arguments");
    const map = textOf(tree, calleeOf(tree, call)).endsWith("_map");
    const fields = fieldsOf(tree, map || namedChildren(tree, given).some((node) => kindOf(tree, node) === "dictionary_splat"));
    const hidden = fields.filter((name) => PRIVATE.test(name) && !name.startsWith("_"));
    if (hidden.length === 0)
      return decline(
        "no field of the file's records is private by its name: which ones are is for a person to say",
        "intent-unknown",
      );
    const [strings, expressions] = [useModule(tree, "string"), useModule(tree, "re")];
    if (strings === undefined || expressions === undefined)
      return decline("the names that the repair needs are used for something else", "name-taken");
    const mark = quoteStyle(tree);
    const list = hidden.map((name) => `${mark}${name}${mark}`).join(", ");
    const added = useFunction(
      tree,
      call,
      ["_fill_template", "_fill_callers_template"],
      [
        "(template, /, *values, **named):",
        '\t"""Fill the template of a caller; private fields raise ValueError."""',
        `\tprivate = {${list}}`,
        "",
        `\tclass PublicFields(${strings.name}.Formatter):`,
        "\t\tdef get_field(self, field_name, args, kwargs):",
        `\t\t\tfor name in ${expressions.name}.findall(r"\\w+", field_name):`,
        '\t\t\t\tif name in private or name.startswith("_"):',
        '\t\t\t\t\traise ValueError(f"{field_name} is private")',
        "\t\t\treturn super().get_field(field_name, args, kwargs)",
        "",
        "\treturn PublicFields().format(template, *values, **named)",
      ],
    );
    if (added === undefined) return decline("the file uses the names that the new function could have", "name-taken");
    const [first] = namedChildren(tree, given);
    return offer(tree, [
      {
        variant: "public-fields",
        title: "Refuse private fields in the template",
        rationale: `Whoever writes the template may no longer ask for ${hidden.join(", ")}, nor for what Python itself keeps behind underscores.`,
        tradeOffs: {
          behaviour: `Templates that ask for ${hidden.join(", ")} or a name with a leading underscore raise ValueError.`,
          setting: `Which fields are private was told by their names: say whether ${hidden.join(", ")} are, and whether they are all.`,
        },
        edits: [
          ...besideEachOther(expressions.edits, strings.edits),
          ...added.edits,
          replaceNode(tree, calleeOf(tree, call), added.name),
          insertAt(
            (tree.starts[given] as number) + 1,
            `${textOf(tree, template)}${first === undefined ? "" : map ? ", **" : ", "}`,
          ),
        ],
      },
    ]);
  },
});

/**
 * Names of what the file's classes set on themselves, in the order of their first place. With `keys` those of its records as well: a record that stands
 * in the template as a whole shows all it has, one that is spread shows what the template names.
 */
function fieldsOf(tree: SyntaxTree, keys: boolean): string[] {
  const own = descendants(tree, 0, ["assignment"]).flatMap(
    (node) => /^self\.(\w+)$/.exec(textOf(tree, childByField(tree, node, "left")))?.[1] ?? [],
  );
  const named = keys ? descendants(tree, 0, ["pair"]).flatMap((node) => keyOf(tree, childByField(tree, node, "key")) ?? []) : [];
  return [...new Set([...own, ...named])];
}

function keyOf(tree: SyntaxTree, key: NodeId): string | undefined {
  return key === NONE ? undefined : /^(["'])([A-Za-z]\w*)\1$/.exec(textOf(tree, key))?.[2];
}
