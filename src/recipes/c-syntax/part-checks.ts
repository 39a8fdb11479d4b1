import {
  childByField,
  descendants,
  enclosing,
  kindOf,
  namedChildren,
  type NodeId,
  NONE,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { insertAt } from "#recipes/kit/edit.ts";
import { textParameters } from "./added-function.ts";
import { failureReturn } from "./failure.ts";
import { linesBefore, wholeStatement } from "./statements.ts";

export interface PartCheck {
  readonly edits: readonly TextEdit[];
  /** What happens to what is refused, for a trade-off's sentence. */
  readonly answer: string;
}

/**
 * Refuses a text before it is used: where the function already turns an empty one away, else in a test of its own, at the function's beginning for a parameter.
 * `right` and `wrong` are tests of the text. Undefined where no line can be put before the use.
 */
export function refusedPart(
  tree: SyntaxTree,
  use: NodeId,
  name: string,
  { right, wrong }: { readonly right: string; readonly wrong: string },
): PartCheck | undefined {
  const definition = enclosing(tree, use, ["function_definition"]);
  if (definition === NONE) return undefined;
  const answered = { answer: "is answered like an empty one" };
  for (const test of descendants(tree, definition, ["if_statement"])) {
    if (test > use) break;
    const condition = childByField(tree, test, "condition");
    const text = textOf(tree, condition);
    const end = (tree.ends[condition] as number) - 1;
    const inside = use < (tree.after[test] as number);
    if (!inside && leaves(tree, test) && asksEmpty(text, name) && !text.includes("&&"))
      return { ...answered, edits: [insertAt(end, ` || ${wrong}`)] };
    const within = use < (tree.after[childByField(tree, test, "consequence")] as number);
    if (inside && within && childByField(tree, test, "alternative") !== NONE && asksPresent(text, name))
      return { ...answered, edits: [insertAt(end, ` && ${right}`)] };
  }
  const own = textParameters(tree, definition).includes(name) && !isChanged(tree, definition, name);
  const first = own
    ? namedChildren(tree, childByField(tree, definition, "body")).find((node) => kindOf(tree, node) !== "comment")
    : undefined;
  const place = wholeStatement(tree, first ?? use);
  if (place === NONE) return undefined;
  const refusal = failureReturn(tree, use);
  return {
    edits: [linesBefore(tree, place, [`if (${wrong}) {`, `\t${refusal}`, "}"])],
    answer: `is answered with \`${refusal.slice(0, -1)}\``,
  };
}

function leaves(tree: SyntaxTree, test: NodeId): boolean {
  const body = childByField(tree, test, "consequence");
  const last = kindOf(tree, body) === "compound_statement" ? namedChildren(tree, body).at(-1) : body;
  return last !== undefined && kindOf(tree, last) === "return_statement" && childByField(tree, test, "alternative") === NONE;
}

/** `!name`, `strlen(name) == 0`, `name[0] == '\0'`, `*name == '\0'`, `name == NULL` as a part of the test. */
function asksEmpty(condition: string, name: string): boolean {
  return new RegExp(
    `!\\s*\\*?${name}\\b(?!\\s*[([.>-])|\\bstrlen\\s*\\(\\s*${name}\\s*\\)\\s*(?:==\\s*0|<\\s*1)|\\b${name}\\s*\\[\\s*0\\s*\\]\\s*==\\s*(?:'\\\\0'|0)|\\*\\s*${name}\\s*==\\s*(?:'\\\\0'|0)|\\b${name}\\s*==\\s*NULL`,
    "u",
  ).test(condition);
}

/** `strlen(name) > 0`, `name[0] != '\0'`, `*name` as the whole test. */
function asksPresent(condition: string, name: string): boolean {
  return new RegExp(
    `^\\(\\s*(?:(?:${name}\\s*(?:!=\\s*NULL\\s*)?&&\\s*)?(?:strlen\\s*\\(\\s*${name}\\s*\\)(?:\\s*(?:>|!=)\\s*0)?|${name}\\s*\\[\\s*0\\s*\\](?:\\s*!=\\s*(?:'\\\\0'|0))?|\\*\\s*${name}(?:\\s*!=\\s*(?:'\\\\0'|0))?)|${name}\\s*!=\\s*NULL)\\s*\\)$`,
    "u",
  ).test(condition);
}

function isChanged(tree: SyntaxTree, definition: NodeId, name: string): boolean {
  return descendants(tree, definition, ["assignment_expression"]).some(
    (node) => textOf(tree, childByField(tree, node, "left")) === name,
  );
}
