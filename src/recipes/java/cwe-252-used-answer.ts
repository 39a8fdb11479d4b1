import { childByField, kindOf, parentOf, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { callsNear, methodAround, methodName, objectText } from "#recipes/java-syntax/calls.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";

const TEXTS = ["replaceAll", "replace", "trim", "toLowerCase", "toUpperCase"];

export default defineRecipe({
  id: "java/cwe-252-used-answer",
  title: "Use what the call answers",
  languages: ["java"],
  cwes: ["CWE-252"],
  review: "merge-after-review",
  description:
    "Assigns the changed text back to its variable, and throws a `SecurityException` where a signature or digest is compared and nobody looks at the answer. Declines where the answer is used, where the text is no variable, and where the variable is final.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, [...TEXTS, "verify", "isEqual"]);
    const statement = call === undefined ? -1 : parentOf(tree, call);
    if (call === undefined || statement < 0) return decline("no such call stands at the place", "other-place");
    if (kindOf(tree, statement) !== "expression_statement") return decline("the answer is used", "already-safe");
    const text = textOf(tree, call);
    if (!TEXTS.includes(methodName(tree, call))) {
      return offer(tree, [
        {
          variant: "refuse",
          title: "Refuse what does not fit",
          rationale: "What a failed comparison was to keep out stays out.",
          tradeOffs: { behaviour: "The function throws a SecurityException where it went on before." },
          edits: [replaceNode(tree, statement, `if (!${text}) throw new SecurityException("the check failed");`)],
        },
      ]);
    }
    const name = objectText(tree, call);
    if (!/^(?:this\.)?\w+$/u.test(name)) return decline("the text is no variable, so there is nowhere to put the answer");
    const method = methodAround(tree, call);
    const bare = name.replace(/^this\./u, "");
    if (
      method < 0 ||
      kindOf(tree, method) === "lambda_expression" ||
      isFinal(textOf(tree, method), bare) ||
      isFinal(tree.text, bare)
    )
      return decline("the variable is final, or belongs to another function");
    const body = textOf(tree, childByField(tree, method, "body"));
    if (body.includes("->") || body.includes("new Runnable"))
      return decline("a lambda of the function may need the variable unchanged");
    return offer(tree, [
      {
        variant: "assign",
        title: "Assign the answer",
        rationale: "Texts never change; what follows now works with the changed one.",
        tradeOffs: { behaviour: "What follows sees the changed text." },
        edits: [replaceNode(tree, call, `${name} = ${text}`)],
      },
    ]);
  },
});

function isFinal(text: string, name: string): boolean {
  return new RegExp(`\\bfinal\\s+[\\w.<>\\[\\], ]+\\s${name}\\b`, "u").test(text);
}
