import { enclosing, kindOf, textOf } from "#analysis/parse/tree.ts";
import { enclosingStatement, indentationAt, insertBefore, replaceNode, startsLine } from "#recipes/kit/edit.ts";
import { METHODS, argumentsOf, callsNear, methodName } from "#recipes/java-syntax/calls.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";

export default defineRecipe({
  id: "java/cwe-614-cookie-flags",
  title: "Protect the cookie",
  languages: ["java"],
  cwes: ["CWE-614", "CWE-1004"],
  review: "merge-after-review",
  description:
    "Calls `setHttpOnly(true)` and `setSecure(true)` in front of `addCookie`, and turns `setSecure(false)` and `setHttpOnly(false)` round. Declines where the cookie is not a variable.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["setSecure", "setHttpOnly", "addCookie"]);
    const [first] = call === undefined ? [] : argumentsOf(tree, call);
    if (call === undefined || first === undefined) return decline("no cookie is made at the place", "other-place");
    const option = {
      variant: "protected",
      title: "Set HttpOnly and Secure",
      rationale: "Scripts of the page cannot read the cookie, and it travels over TLS only.",
      tradeOffs: { behaviour: "Pages that are served without TLS no longer get the cookie." },
    };
    if (methodName(tree, call) !== "addCookie") {
      if (textOf(tree, first) !== "false") return decline("the flag is set already", "already-safe");
      return offer(tree, [{ ...option, edits: [replaceNode(tree, first, "true")] }]);
    }
    const statement = enclosingStatement(tree, call);
    if (kindOf(tree, first) !== "identifier" || statement < 0 || !startsLine(tree, statement))
      return decline("the cookie is not a variable, so nothing can be set on it here", "too-involved");
    const name = textOf(tree, first);
    const method = enclosing(tree, statement, METHODS);
    const around = method < 0 ? "" : textOf(tree, method);
    const missing = ["setHttpOnly", "setSecure"].filter((flag) => !around.includes(`${name}.${flag}(`));
    const indent = indentationAt(tree.text, tree.starts[statement] as number);
    const lines = missing.map((flag) => `${name}.${flag}(true);\n${indent}`).join("");
    return offer(tree, [{ ...option, edits: lines === "" ? [] : [insertBefore(tree, statement, lines)] }]);
  },
});
