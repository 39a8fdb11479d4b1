import { textOf } from "#analysis/parse/tree.ts";
import { programTrouble, readCommand } from "#recipes/kit/shell.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { argumentsOf, callsNear, literalAt, objectText, operandsOf } from "#recipes/java-syntax/calls.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";

export default defineRecipe({
  id: "java/cwe-78-argument-list",
  title: "Run the program without splitting a text",
  languages: ["java"],
  cwes: ["CWE-78", "CWE-88"],
  review: "merge-after-review",
  description:
    "Starts the program by a `ProcessBuilder` with a list of arguments where `Runtime.exec` gets one text that is put together. Declines where the text asks for more than a program and its arguments, or where a value is part of the program's name.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["exec"]);
    const given = call === undefined ? [] : argumentsOf(tree, call);
    const [command] = given;
    if (call === undefined || command === undefined || !/^Runtime[.]getRuntime[(][)]$/u.test(objectText(tree, call)))
      return decline("no program is started at the place", "other-place");
    if (given.length > 1) return decline("the program gets more than its command", "too-involved");
    const operands = operandsOf(tree, command);
    if (operands.length < 2) return decline("the command is not put together here", "not-in-view");
    const reading = readCommand(operands.map((node) => literalAt(tree, node)));
    if (!reading.ok) return decline(reading.reason, "too-involved");
    const trouble = programTrouble(reading.words);
    if (trouble !== undefined) return decline(trouble, "too-involved");
    const words = reading.words.map((word) =>
      word.map((part) => (typeof part === "string" ? JSON.stringify(part) : textOf(tree, operands[part] ?? command))).join(" + "),
    );
    return offer(tree, [
      {
        variant: "process-builder",
        title: "Start the program with a list",
        rationale: "A value stays one argument, whatever stands in it.",
        tradeOffs: { behaviour: "A value with blanks is no longer taken apart." },
        edits: [replaceNode(tree, call, `new ProcessBuilder(${words.join(", ")}).start()`)],
      },
    ]);
  },
});
