import { childByField, enclosing, NONE, namedChildren, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, calledName, calleeOf, functionOf } from "#recipes/ecmascript-syntax/expressions.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { insertAfter, quoteStyle } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const WRITES = /^(?:writeFile|writeFileSync)$/;

export default defineRecipe({
  id: "javascript/cwe-367-exclusive-write",
  title: "File is created, or the write fails",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-367"],
  review: "merge-after-review",
  description:
    "Adds `{ flag: 'wx' }` to a write that stands under `if (!existsSync(path))`, so that the system itself refuses when the file has come to be in between. Declines where the write has options already, where the file need not be new, and where another path is written.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call_expression"])) {
      if (!WRITES.test(calledName(tree, call)) || /promis/i.test(textOf(tree, calleeOf(tree, call)))) continue;
      const [path, text, third] = argumentsOf(tree, call);
      if (path === undefined || text === undefined) continue;
      const callback = calledName(tree, call) === "writeFile";
      if (argumentsOf(tree, call).length > (callback ? 3 : 2) || (callback && third === undefined))
        return decline("the write has options already");
      const test = enclosing(tree, call, ["if_statement"]);
      const condition = test === NONE ? "" : textOf(tree, childByField(tree, test, "condition"));
      const same = `existsSync(${textOf(tree, path)})`;
      if (
        test === NONE ||
        functionOf(tree, call) !== functionOf(tree, test) ||
        !new RegExp(`^\\(!\\s*(?:[\\w$]+\\.)?${escaped(same)}\\)$`).test(condition)
      )
        return decline("no test that the file is missing stands around the write", "other-place");
      const missing = childByField(tree, test, "consequence");
      if (
        (tree.starts[call] as number) < (tree.starts[missing] as number) ||
        (tree.starts[call] as number) >= (tree.ends[missing] as number)
      )
        return decline("the file is there already when it is written", "intent-unknown");
      if (namedChildren(tree, missing).length === 0) continue;
      const quote = quoteStyle(tree);
      return offer(tree, [
        {
          variant: "exclusive",
          title: "Create the file, never follow what is there",
          rationale:
            "The check and the creation are one step of the system, so nobody can put a file or a link there between them.",
          tradeOffs: { behaviour: "When the file has come to be in between, the write fails with EEXIST." },
          edits: [insertAfter(tree, text, `, { flag: ${quote}wx${quote} }`)],
        },
      ]);
    }
    return decline("no file is written at the place", "other-place");
  },
});

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
