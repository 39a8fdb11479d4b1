import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, enclosing, kindOf, namedChildren, NONE, parentOf, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { lineStartAt, removeRange, startsLine } from "#recipes/kit/edit.ts";
import { callsNear, unwrap } from "#recipes/python-syntax/calls.ts";
import { unreadLists } from "#recipes/python-syntax/declared-lists.ts";
import { linesBefore } from "#recipes/python-syntax/guard.ts";

const LOADERS = [
  "pickle",
  "_pickle",
  "cPickle",
  "dill",
  "cloudpickle",
  "jsonpickle",
  "marshal",
  "joblib",
  "shelve",
  "yaml",
].flatMap((module) =>
  ["load", "loads", "decode", "open", "Unpickler", "unsafe_load", "full_load"].map((name) => `${module}.${name}`),
);

export default defineRecipe({
  id: "python/cwe-502-listed-formats",
  title: "Load only the formats that are listed",
  languages: ["python"],
  cwes: ["CWE-502"],
  review: "merge-after-review",
  description:
    'Refuses a format that is not in the list of allowed formats that the file declares and never reads, in front of a choice `if format == "json": … elif format == "pickle": …`, and takes out the branch of the unlisted format, whose loader can run code. ' +
    "Declines where no such list is declared, where it does not name all other formats of the choice, where the choice has no `else` of one statement that raises or returns, and for loaders that are not chosen by a name: those need a format that holds data alone, such as JSON, on both sides.",
  propose({ tree, range }) {
    const call = callsNear(tree, range, LOADERS)[0];
    if (call === undefined) return decline("no loader that can run code is called at the place", "other-place");
    const clause = enclosing(tree, call, ["elif_clause"]);
    const chosen = clause === NONE ? undefined : comparison(tree, clause);
    if (chosen === undefined)
      return decline(
        "which loader runs is not chosen by the name of a format, so the data itself must come in another format, such as JSON",
        "intent-unknown",
      );
    const choice = parentOf(tree, clause);
    const others = [choice, ...namedChildren(tree, choice).filter((node) => kindOf(tree, node) === "elif_clause")]
      .filter((node) => node !== clause)
      .flatMap((node) => comparison(tree, node) ?? []);
    const known = others.filter(({ name }) => name === chosen.name).map(({ value }) => value);
    const list = unreadLists(tree).find(
      ({ values }) => !values.includes(chosen.value) && known.length > 0 && known.every((value) => values.includes(value)),
    );
    if (list === undefined)
      return decline(
        "the file declares no list of the other formats without this one, so the format may be wanted: sign the data, or move to JSON",
        "intent-unknown",
      );
    const otherwise = namedChildren(tree, choice).find((node) => kindOf(tree, node) === "else_clause");
    const refusal = otherwise === undefined ? undefined : refusalOf(tree, otherwise);
    if (refusal === undefined) return decline("the choice has no else of one statement that turns an unknown format down");
    if (!startsLine(tree, clause) || !startsLine(tree, choice)) return decline("the choice shares its lines with other code");
    return offer(tree, [
      {
        variant: "listed",
        title: "Refuse formats that are not listed",
        rationale: `\`${list.name}\` does not allow the format, whose loader runs whatever the data names; what is not listed is turned down as an unknown format is.`,
        edits: [
          linesBefore(tree, choice, [`if ${chosen.name} not in ${list.name}:`, `\t${refusal}`]),
          withoutClause(tree, clause),
        ],
        tradeOffs: {
          behaviour: `Data in the format ${JSON.stringify(chosen.value)} is no longer loaded: it is refused with the error or the answer for an unknown format instead.`,
        },
      },
    ]);
  },
});

/** `name == "value"` that a branch asks for. */
function comparison(tree: SyntaxTree, branch: NodeId): { name: string; value: string } | undefined {
  const condition = unwrap(tree, childByField(tree, branch, "condition"));
  const [, name, , value] = /^(\w+)\s*==\s*(["'])([^"'\\]*)\2$/.exec(condition === NONE ? "" : textOf(tree, condition)) ?? [];
  return name === undefined || value === undefined ? undefined : { name, value };
}

/** The one statement of the branch, on one line, that raises or returns. */
function refusalOf(tree: SyntaxTree, otherwise: NodeId): string | undefined {
  const statements = namedChildren(tree, childByField(tree, otherwise, "body")).filter(
    (node) => kindOf(tree, node) !== "comment",
  );
  const [only, ...more] = statements;
  if (only === undefined || more.length > 0 || !["raise_statement", "return_statement"].includes(kindOf(tree, only)))
    return undefined;
  const text = textOf(tree, only);
  return text.includes("\n") ? undefined : text;
}

/** The clause with the comments right above it. */
function withoutClause(tree: SyntaxTree, clause: NodeId): TextEdit {
  const { text } = tree;
  let start = lineStartAt(text, tree.starts[clause] as number);
  while (start > 0 && /^[ \t]*#/.test(text.slice(lineStartAt(text, start - 1), start))) start = lineStartAt(text, start - 1);
  const next = tree.after[clause] as number;
  return removeRange(start, lineStartAt(text, tree.starts[next] as number));
}
