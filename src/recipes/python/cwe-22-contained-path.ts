import { kindOf, NONE, parentOf, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { enclosingStatement, startsLine } from "#recipes/kit/edit.ts";
import { containedEdits, isChecked } from "#recipes/python-syntax/contained-path.ts";
import { findJoinedPath } from "#recipes/python-syntax/joined-path.ts";
import { plainNameEdits } from "#recipes/python-syntax/plain-file-name.ts";
import { assignmentTarget, scopeOf } from "#recipes/python-syntax/scope.ts";

/** What stands between an expression and its statement without always, and first, running the expression. */
const LATER = new Set(
  (
    "lambda boolean_operator conditional_expression list_comprehension set_comprehension dictionary_comprehension generator_expression elif_clause else_clause " +
    "while_statement except_clause case_clause function_definition class_definition decorated_definition assert_statement"
  ).split(" "),
);
const CLEANED = /\b(secure_filename|safe_join|basename|uuid4|token_hex)\s*\(/;

export default defineRecipe({
  id: "python/cwe-22-contained-path",
  title: "Keep a joined path inside its folder",
  languages: ["python"],
  cwes: ["CWE-22", "CWE-23", "CWE-36", "CWE-73"],
  review: "merge-after-review",
  description:
    "Resolves a path that is joined from a folder and further parts (`os.path.join`, `/` of pathlib, text with `/`) together with its folder, links included, and refuses it when " +
    "it lies outside: by the framework's own answer in a web handler, else by ValueError. Declines where the folder itself comes from outside, where the part is reduced to a " +
    "file name already, where the path is checked already, and where no statement can be put before its use.",
  propose({ tree, range }) {
    const joined = findJoinedPath(tree, range);
    if (joined === undefined)
      return decline("no path joined from a folder of ours and a further part is at the place", "other-place");
    const named = /\b(?:file|plain|base)_name\b/.exec(textOf(tree, joined.node))?.[0];
    const reduced =
      named !== undefined && new RegExp(`\\b${named} = (?:\\w+\\.)*basename\\(`).test(textOf(tree, scopeOf(tree, joined.node)));
    if (reduced || CLEANED.test(textOf(tree, joined.node)))
      return decline("the part is reduced to a plain file name already", "already-safe");
    const statement = enclosingStatement(tree, joined.node);
    if (statement === NONE || !startsLine(tree, statement) || tree.text[tree.ends[statement] as number] === ";")
      return decline("the statement shares its line with another");
    for (let node = joined.node; node !== NONE && node !== parentOf(tree, statement); node = parentOf(tree, node)) {
      if (LATER.has(kindOf(tree, node)))
        return decline("the path is computed in a part of the statement that may not run, or runs several times");
    }
    const target = assignmentTarget(tree, joined.node);
    if (isChecked(tree, joined, target)) return decline("the path is checked against its folder already", "already-safe");
    const edits = containedEdits(tree, joined, statement, target);
    if (edits === undefined) return decline("the names that the check needs are used for something else", "name-taken");
    const plain = plainNameEdits(tree, joined, statement);
    return offer(tree, [
      {
        variant: "contained",
        title: "Refuse paths outside the folder",
        rationale:
          "The path that is used is the resolved one, and it is used only when the folder is its ancestor: `..`, absolute parts and links cannot lead out.",
        edits: edits.edits,
        tradeOffs: { behaviour: `The path becomes absolute, with links resolved; paths outside the folder ${edits.answer}.` },
      },
      plain && {
        variant: "plain-name",
        title: "Take plain file names only",
        rationale: "A name without a folder in it, and neither `.` nor `..`, can only mean a file right inside the folder.",
        edits: plain.edits,
        tradeOffs: {
          behaviour: `The path stays as it is written; names with a sub-folder ${plain.answer}.`,
          security: "A link that lies in the folder is followed.",
        },
      },
    ]);
  },
});
