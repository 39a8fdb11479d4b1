import { childByField, enclosing, kindOf, type NodeId, NONE, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { addedFunction } from "#recipes/c-syntax/added-function.ts";
import { argumentsOf, calleeName, callsNear, declarators } from "#recipes/c-syntax/calls.ts";
import { declaredType } from "#recipes/c-syntax/declared.ts";
import { failureReturn } from "#recipes/c-syntax/failure.ts";
import { numberReader } from "#recipes/c-syntax/number-readers.ts";
import { asked, linesBefore, wholeStatement } from "#recipes/c-syntax/statements.ts";

const KINDS = {
  atoi: { type: "int", reader: numberReader("read_int", "int", " || value < INT_MIN || value > INT_MAX") },
  atol: { type: "long", reader: numberReader("read_long", "long", "") },
} as const;

export default defineRecipe({
  id: "c/cwe-20-checked-number",
  title: "Read a number and refuse what is none",
  languages: ["c", "cpp"],
  cwes: ["CWE-20", "CWE-190", "CWE-252"],
  review: "merge-after-review",
  description:
    "Replaces `atoi` and `atol` by a function around `strtol` that asks for the end, the range and `errno`; what is no number is refused as the function tells its other failures. Declines inside of loops' heads and other conditions, where the call is not made each time.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, Object.keys(KINDS));
    const [text] = call === undefined ? [] : argumentsOf(tree, call);
    if (call === undefined || text === undefined) return decline("atoi is not called at the place", "other-place");
    const { type, reader } = KINDS[calleeName(tree, call) as keyof typeof KINDS];
    const statement = wholeStatement(tree, call);
    if (statement === NONE || enclosing(tree, call, ["function_definition"]) === NONE)
      return decline("the call stands in no statement that begins its line");
    const edits =
      intoTarget(tree, { call, text, statement, type }, reader.name) ??
      before(tree, { call, text, statement, type }, reader.name);
    if (edits === undefined) return decline("the call is not made each time, or a name that the repair needs is taken");
    const added = addedFunction(tree, call, reader);
    return added === undefined
      ? decline(`the name ${reader.name} is taken`, "name-taken")
      : offer(tree, [
          {
            variant: "checked",
            title: "Refuse what is no number",
            rationale: "atoi gives 0 for what is no number, and anything for one that is too large; strtol tells.",
            tradeOffs: {
              behaviour: "Text that is no number, or too large a one, is refused; until now it became 0 or any number.",
            },
            edits: [...added, ...edits],
          },
        ]);
  },
});

interface Place {
  readonly call: NodeId;
  readonly text: NodeId;
  readonly statement: NodeId;
  readonly type: string;
}

/** `int n = atoi(…);` and `n = atoi(…);`, where the variable is of the type that is read. */
function intoTarget(tree: SyntaxTree, { call, text, statement, type }: Place, reader: string): TextEdit[] | undefined {
  const around = parentOf(tree, call);
  if (parentOf(tree, around) !== statement) return undefined;
  const declared = kindOf(tree, around) === "init_declarator";
  const target = childByField(tree, around, declared ? "declarator" : "left");
  const plain = declared ? kindOf(tree, target) === "identifier" : kindOf(tree, around) === "assignment_expression";
  const alone =
    !declared || (textOf(tree, childByField(tree, statement, "type")) === type && tree.after[around] === tree.after[statement]);
  const operator = declared ? "=" : textOf(tree, childByField(tree, around, "operator"));
  if (
    !plain ||
    !alone ||
    operator !== "=" ||
    !/^[\w.>-]+$/u.test(textOf(tree, target)) ||
    (!declared && declaredType(tree, target) !== type)
  )
    return undefined;
  if (declared && /^(?:static|const)\b/u.test(textOf(tree, statement))) return undefined;
  const lines = asked(`${reader}(${textOf(tree, text)}, &${textOf(tree, target)}) != 0`, [failureReturn(tree, call)]);
  return instead(tree, statement, declared ? [`${type} ${textOf(tree, target)};`, ...lines] : lines);
}

function instead(tree: SyntaxTree, statement: NodeId, lines: readonly string[]): TextEdit[] {
  const written = linesBefore(tree, statement, lines).text;
  return [replaceNode(tree, statement, written.trimStart().trimEnd())];
}

/** The number is read into a variable of its own before the statement. */
function before(tree: SyntaxTree, { call, text, statement, type }: Place, reader: string): TextEdit[] | undefined {
  const definition = enclosing(tree, call, ["function_definition"]);
  if (!/^(?:declaration|expression_statement|return_statement)$/u.test(kindOf(tree, statement))) return undefined;
  for (let current = call; current !== statement; current = parentOf(tree, current))
    if (/^(?:conditional_expression|comma_expression)$|&&|\|\|/u.test(headOf(tree, parentOf(tree, current)))) return undefined;
  const name = ["number", "parsed", "value"].find((one) => declarators(tree, definition, one).length === 0);
  if (name === undefined || /^static\b/u.test(textOf(tree, statement))) return undefined;
  const lines = [`${type} ${name};`, ...asked(`${reader}(${textOf(tree, text)}, &${name}) != 0`, [failureReturn(tree, call)])];
  return [linesBefore(tree, statement, lines), replaceNode(tree, call, name)];
}

const headOf = (tree: SyntaxTree, node: NodeId): string =>
  kindOf(tree, node) === "binary_expression" ? textOf(tree, childByField(tree, node, "operator")) : kindOf(tree, node);
