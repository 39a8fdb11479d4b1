import { childByField, kindOf, type NodeId, NONE, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, imports } from "#recipes/go-syntax/calls.ts";
import { type Piece, piecesOf, valueOfName } from "#recipes/go-syntax/pieces.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const METHODS = /\.(?:Query|QueryRow|Exec|MustExec|Queryx|QueryRowx)(Context)?$/u;

export default defineRecipe({
  id: "go/cwe-89-sql-parameters",
  title: "Hand the values over beside the statement",
  languages: ["go"],
  cwes: ["CWE-89"],
  review: "merge-after-review",
  description:
    "Writes a placeholder where a value is put into the text of a statement, and hands the value over as an argument. The driver that the file imports, another statement in it, or the one driver that go.mod requires says how placeholders look. Declines for names of tables and columns, and where neither says so.",
  propose({ tree, range, packages }) {
    const call = nodesNear(tree, range, ["call_expression"]).find((one) =>
      METHODS.test(textOf(tree, childByField(tree, one, "function"))),
    );
    if (call === undefined) return decline("no statement is run at the place", "other-place");
    const context = METHODS.exec(textOf(tree, childByField(tree, call, "function")))?.[1] === "Context";
    const [statement, ...more] = argumentsOf(tree, call).slice(context ? 1 : 0);
    if (statement === undefined || more.length > 0) return decline("the statement has arguments already", "already-safe");
    const written = kindOf(tree, statement) === "identifier" ? valueOfName(tree, statement) : statement;
    const pieces = written === NONE ? undefined : piecesOf(tree, written);
    if (pieces === undefined || !pieces.some((piece) => "node" in piece))
      return decline("the statement is not put together in the function", "not-in-view");
    const style = placeholders(tree, packages);
    if (style === undefined) return decline("nothing says how placeholders look here", "library-unknown");
    const made = parameterised(tree, pieces, style);
    if (made === undefined) return decline("a value stands where no placeholder can", "too-involved");
    const values = `, ${made.values.join(", ")}`;
    const end = tree.ends[statement] as number;
    const edits =
      written === statement
        ? [{ start: tree.starts[statement] as number, end, text: `${made.text}${values}` }]
        : [
            { start: tree.starts[written] as number, end: tree.ends[written] as number, text: made.text },
            { start: end, end, text: values },
          ];
    return offer(tree, [
      {
        variant: "placeholders",
        title: "Use placeholders",
        rationale: "The database reads the statement before it sees the values, so none of them can change it.",
        edits,
      },
    ]);
  },
});

function placeholders(tree: SyntaxTree, packages: ReadonlySet<string>): "?" | "$" | undefined {
  const imported = styles(imports(tree).map(({ path }) => path));
  if (imported.length > 0) return imported.length === 1 ? imported[0] : undefined;
  if (/"[^"\n]*=\s*\$1\b/u.test(tree.text)) return "$";
  if (/"[^"\n]*(?:=|VALUES\s*\()\s*\?/iu.test(tree.text)) return "?";
  const declared = styles([...packages]);
  return declared.length === 1 ? declared[0] : undefined;
}

/** Of the drivers among these packages. */
function styles(packages: readonly string[]): readonly ("?" | "$")[] {
  const dollar = packages.some((path) => /lib\/pq|jackc\/pgx|go-pg/u.test(path));
  const mark = packages.some((path) => /mysql|sqlite/u.test(path));
  return [...(dollar ? (["$"] as const) : []), ...(mark ? (["?"] as const) : [])];
}

function parameterised(
  tree: SyntaxTree,
  pieces: readonly Piece[],
  style: "?" | "$",
): { text: string; values: string[] } | undefined {
  const values: string[] = [];
  let text = "";
  let quoted = false;
  for (const [at, piece] of pieces.entries()) {
    if ("text" in piece) {
      let own = piece.text;
      if (quoted) {
        if (!own.startsWith("'")) return undefined;
        own = own.slice(1);
        quoted = false;
      }
      text += own;
      continue;
    }
    const next: Piece | undefined = pieces[at + 1];
    quoted = text.endsWith("'");
    if (quoted) text = text.slice(0, -1);
    if (quoted && (next === undefined || !("text" in next))) return undefined;
    if (
      !/(?:=|<|>|\bLIKE|\bVALUES\s*\(|,|\bLIMIT|\bOFFSET)\s*$/iu.test(text) ||
      /\bORDER\s+BY[^()]*$|\bSELECT[^()]*,\s*$/iu.test(text)
    )
      return undefined;
    values.push(textOf(tree, piece.node as NodeId));
    text += style === "$" ? `$${values.length}` : "?";
  }
  return quoted ? undefined : { text: `"${text}"`, values };
}
