import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { useFunction } from "#recipes/python-syntax/added-function.ts";
import { valueLines } from "#recipes/python-syntax/arithmetic.ts";
import { calleeOf } from "#recipes/python-syntax/calls.ts";
import { evaluatedText, meantAs } from "#recipes/python-syntax/evaluated-text.ts";
import { useModules } from "#recipes/python-syntax/imports.ts";

export default defineRecipe({
  id: "python/cwe-95-arithmetic",
  title: "Compute numbers instead of evaluating code",
  languages: ["python"],
  cwes: ["CWE-95", "CWE-94"],
  review: "merge-after-review",
  description:
    "Replaces `eval(text)`, where names say that a calculation is meant, by a function of the file that computes numbers, `+ - * / // % **` and parentheses over the parsed text and raises ValueError for anything else. " +
    "Declines where the text is put together in the code, where a namespace is passed, so that the text may use names, and where names say that a program or a condition is meant.",
  propose({ tree, range }) {
    const found = evaluatedText(tree, range, "calculation");
    if ("kind" in found) return found;
    const { call, value } = found;
    if (meantAs(tree, call, value) !== "arithmetic")
      return decline("no name here says that a calculation with numbers is meant", "intent-unknown");
    const modules = useModules(tree, ["ast", "operator"]);
    if (modules === undefined) return decline("the file uses the name ast or operator for something else", "name-taken");
    const [ast = "", operator = ""] = modules.names;
    const added = useFunction(
      tree,
      call,
      ["_arithmetic", "_compute_numbers"],
      [
        "(text):",
        '\t"""Compute an expression of numbers; anything else raises ValueError."""',
        ...valueLines(ast, operator, "int, float", []),
        '\t\traise ValueError("only numbers and + - * / // % ** are computed")',
        "",
        "\ttry:",
        `\t\ttree = ${ast}.parse(text.strip(), mode="eval")`,
        "\texcept SyntaxError as error:",
        '\t\traise ValueError("this is no arithmetic expression") from error',
        "\treturn value(tree.body)",
      ],
    );
    if (added === undefined) return decline("the file uses the names that the new function could have", "name-taken");
    return offer(tree, [
      {
        variant: "arithmetic",
        title: "Compute it without eval",
        rationale:
          "The text is parsed and only numbers and their operators are computed; a call, a name or an attribute in it raises ValueError.",
        edits: [...modules.edits, ...added.edits, replaceNode(tree, calleeOf(tree, call), added.name)],
        tradeOffs: { behaviour: "Text that is no calculation with numbers raises ValueError instead of being computed." },
      },
    ]);
  },
});
