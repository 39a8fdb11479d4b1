import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, descendants, enclosing, kindOf, NONE, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { useFunction } from "#recipes/python-syntax/added-function.ts";
import { valueLines } from "#recipes/python-syntax/arithmetic.ts";
import { callArguments, callsNear, calleeOf, isStatement, unwrap } from "#recipes/python-syntax/calls.ts";
import { useModules } from "#recipes/python-syntax/imports.ts";
import { isBinding, mentions } from "#recipes/python-syntax/scope.ts";

export default defineRecipe({
  id: "python/cwe-94-plain-assignments",
  title: "Run assignments instead of any code",
  languages: ["python"],
  cwes: ["CWE-94", "CWE-95"],
  review: "merge-after-review",
  description:
    "Replaces the statement `exec(text)`, where the text is a parameter of the function and nothing looks at what it leaves behind, by a function of the file that runs assignments of numbers, texts and arithmetic to plain names over the parsed text and raises ValueError for anything else. " +
    "Declines where a namespace is passed, where the function looks at its variables, and where the text comes from a file or is put together in the code: such a program of the project's own cannot be told from any other.",
  propose({ tree, range }) {
    const call = callsNear(tree, range, ["exec", "builtins.exec"])[0];
    if (call === undefined) return decline("no call of exec is at the place", "other-place");
    const all = callArguments(tree, call) ?? [];
    const text = all[0];
    if (text === undefined || all.length > 1 || text.splat || text.name !== undefined)
      return decline("exec is given a namespace, which the code around may read", "intent-unknown");
    if (!isStatement(tree, call)) return decline("exec is part of an expression");
    const definition = enclosing(tree, call, ["function_definition"]);
    if (definition === NONE || !isParameter(tree, definition, unwrap(tree, text.value)))
      return decline("the text is no parameter of the function, it may be a program of the project's own", "intent-unknown");
    if (looksAtVariables(tree, definition))
      return decline("the function looks at its own variables, where the code leaves its results");
    const modules = useModules(tree, ["ast", "operator"]);
    if (modules === undefined) return decline("the file uses the name ast or operator for something else", "name-taken");
    const [ast = "", operator = ""] = modules.names;
    const added = useFunction(tree, call, ["_run_assignments", "_run_plain_assignments"], assignments(ast, operator));
    if (added === undefined) return decline("the file uses the names that the new function could have", "name-taken");
    return offer(tree, [
      {
        variant: "assignments",
        title: "Run nothing but assignments of numbers and texts",
        rationale:
          "The text is parsed and only assignments of plain values are run; an import, a definition, a call or an attribute in it raises ValueError.",
        edits: [...modules.edits, ...added.edits, replaceNode(tree, calleeOf(tree, call), added.name)],
        tradeOffs: {
          behaviour:
            "Code with anything but assignments of numbers, texts and arithmetic raises ValueError and is no longer run.",
        },
      },
    ]);
  },
});

function assignments(ast: string, operator: string): string[] {
  return [
    "(text):",
    '\t"""Run `name = value` lines of numbers, texts and arithmetic; anything else raises ValueError."""',
    "\tnames = {}",
    ...valueLines(ast, operator, "int, float, str, bool, type(None)", [
      `\t\tif isinstance(node, ${ast}.Name) and node.id in names:`,
      "\t\t\treturn names[node.id]",
    ]),
    '\t\traise ValueError("only numbers, texts and arithmetic are allowed")',
    "",
    `\tfor statement in ${ast}.parse(text).body:`,
    `\t\ttargets = statement.targets if isinstance(statement, ${ast}.Assign) else []`,
    `\t\tif not isinstance(statement, (${ast}.Assign, ${ast}.Expr)) or not all(isinstance(target, ${ast}.Name) for target in targets):`,
    '\t\t\traise ValueError("only assignments to names are allowed")',
    "\t\tresult = value(statement.value)",
    "\t\tnames.update({target.id: result for target in targets})",
  ];
}

function isParameter(tree: SyntaxTree, definition: NodeId, value: NodeId): boolean {
  if (kindOf(tree, value) !== "identifier") return false;
  const name = textOf(tree, value);
  const bindings = mentions(tree, definition, name).filter((node) => isBinding(tree, node));
  const parameters = childByField(tree, definition, "parameters");
  return bindings.length === 1 && mentions(tree, parameters, name).length === 1;
}

function looksAtVariables(tree: SyntaxTree, definition: NodeId): boolean {
  return descendants(tree, definition, ["call"]).some((node) =>
    /^(locals|vars|globals|dir|eval)$/.test(textOf(tree, calleeOf(tree, node))),
  );
}
