import { kindOf, NONE, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, calleeOf, callsNear } from "#recipes/go-syntax/calls.ts";
import { piecesOf, valueOfName } from "#recipes/go-syntax/pieces.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";

export default defineRecipe({
  id: "go/cwe-78-no-shell",
  title: "Start the program without a shell",
  languages: ["go"],
  cwes: ["CWE-78", "CWE-77"],
  review: "merge-after-review",
  description:
    'Turns `exec.Command("sh", "-c", "ping -c 1 " + host)` into `exec.Command("ping", "-c", "1", host)`. Declines for commands that need a shell, and where a value is only part of a word.',
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["exec.Command", "exec.CommandContext"]);
    if (call === undefined) return decline("no program is started at the place", "other-place");
    const args = argumentsOf(tree, call);
    const own = calleeOf(tree, call) === "exec.CommandContext" ? args.slice(1) : args;
    const [shell, option, command, ...more] = own;
    if (shell === undefined || option === undefined || command === undefined || more.length > 0)
      return decline("the program is not a shell with one command", "already-safe");
    if (!/^"(?:\/(?:usr\/)?bin\/)?(?:ba|da)?sh"$/u.test(textOf(tree, shell)) || textOf(tree, option) !== '"-c"')
      return decline("the program is not a shell with one command", "already-safe");
    const inline = kindOf(tree, command) !== "identifier";
    const written = inline ? command : valueOfName(tree, command);
    const pieces = written === NONE ? undefined : piecesOf(tree, written);
    if (pieces === undefined) return decline("the command is not put together in the function", "not-in-view");
    const words: string[] = [];
    let glued = false;
    for (const piece of pieces) {
      if ("node" in piece) {
        if (glued) return decline("a value is only part of a word", "too-involved");
        words.push(textOf(tree, piece.node));
        glued = true;
        continue;
      }
      if (/[^\w\s./:=,@%+-]/u.test(piece.text)) return decline("the command uses what only a shell knows", "too-involved");
      if (piece.text === "") continue;
      if (glued && !/^\s/u.test(piece.text)) return decline("a value is only part of a word", "too-involved");
      words.push(
        ...piece.text
          .split(/\s+/u)
          .filter((word) => word !== "")
          .map((word) => `"${word}"`),
      );
      glued = !/\s$/u.test(piece.text);
    }
    if (!inline) return decline("the command is kept in a variable that would be left over", "too-involved");
    if (words[0]?.startsWith('"') !== true) return decline("the value names the program itself", "too-involved");
    const [first] = own;
    const start = tree.starts[first as number] as number;
    const edit = { start, end: tree.ends[command] as number, text: words.join(", ") };
    return offer(tree, [
      {
        variant: "arguments",
        title: "Hand the values over as arguments",
        rationale: "Without a shell no sign in a value means anything.",
        tradeOffs: { behaviour: "A value with blanks is one argument now." },
        edits: [replaceNode(tree, command, textOf(tree, command)), edit],
      },
    ]);
  },
});
