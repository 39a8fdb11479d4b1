import { enclosing, type NodeId, NONE, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { readFormat } from "#recipes/c-syntax/built-text.ts";
import { argumentsOf, callsNear, includeEdit, nameAt, plainOf } from "#recipes/c-syntax/calls.ts";
import { originOf } from "#recipes/c-syntax/origins.ts";
import { refusedPart } from "#recipes/c-syntax/part-checks.ts";

export default defineRecipe({
  id: "c/cwe-113-single-line",
  title: "Refuse line breaks in headers",
  languages: ["c", "cpp"],
  cwes: ["CWE-113", "CWE-93"],
  review: "merge-after-review",
  description:
    "Refuses a value with a carriage return or line feed before it is copied into a header or printed as one, as the function tells its other failures; a copy of a parameter is traced back to the parameter. Declines where the value has no name of its own.",
  propose({ tree, range }) {
    for (const call of callsNear(tree, range, [
      "strcpy",
      "strncpy",
      "snprintf",
      "sprintf",
      "fprintf",
      "printf",
      "dprintf",
      "strcat",
      "strncat",
    ])) {
      const value = valueOf(tree, call);
      const name = value === undefined ? "" : originOf(tree, value);
      if (value === undefined || name === "") continue;
      const body = textOf(tree, enclosing(tree, call, ["function_definition"]));
      if (new RegExp(`\\b(?:strpbrk|strchr|strcspn)\\s*\\(\\s*${name}\\b`, "u").test(body))
        return decline("the value is checked already", "already-safe");
      const test = `strpbrk(${name}, "\\r\\n")`;
      const refused = refusedPart(tree, call, name, { right: `${test} == NULL`, wrong: `${test} != NULL` });
      if (refused === undefined) return decline("no test can be put before the value is used");
      const header = includeEdit(tree, "string.h");
      return offer(tree, [
        {
          variant: "refused",
          title: "Refuse values with line breaks",
          rationale: "Without a line break a value cannot end its header, so nothing behind it is read as another one.",
          tradeOffs: { behaviour: `A value with a line break ${refused.answer}.` },
          edits: [...(header === undefined ? [] : [header]), ...refused.edits],
        },
      ]);
    }
    return decline("no value with a name becomes a header at the place", "other-place");
  },
});

/** What is copied, or the last text that a format takes. */
function valueOf(tree: SyntaxTree, call: NodeId): NodeId | undefined {
  const read = readFormat(tree, call);
  if (typeof read === "object") return read.pieces.findLast((piece) => piece.kind === "filled")?.argument;
  const value = argumentsOf(tree, call)[1];
  return value === undefined ||
    nameAt(tree, plainOf(tree, value)) === "" ||
    enclosing(tree, call, ["function_definition"]) === NONE
    ? undefined
    : value;
}
