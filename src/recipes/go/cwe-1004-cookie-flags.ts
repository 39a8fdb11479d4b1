import { NONE, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { fieldOf, literalsNear, qualified, setField } from "#recipes/go-syntax/calls.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { childByField } from "#analysis/parse/tree.ts";

export default defineRecipe({
  id: "go/cwe-1004-cookie-flags",
  title: "Keep the cookie from scripts and listeners",
  languages: ["go"],
  cwes: ["CWE-1004", "CWE-614"],
  review: "merge-after-review",
  description:
    "Sets `HttpOnly` and `Secure` of an `http.Cookie` literal to `true`, and `SameSite` to Lax where nothing is said of it. Declines for literals without field names.",
  propose({ tree, range }) {
    const [literal] = literalsNear(tree, range, ["http.Cookie"]);
    if (literal === undefined) return decline("no cookie is made at the place", "other-place");
    const type = childByField(tree, literal, "type");
    const owner = textOf(tree, type).replace(/Cookie$/u, "");
    const missing = ["HttpOnly", "Secure"].filter((name) => {
      const value = fieldOf(tree, literal, name);
      return value === NONE || textOf(tree, value) === "false";
    });
    if (missing.length === 0) return decline("both flags are set or chosen by the program", "already-safe");
    if (qualified(tree, type) === textOf(tree, type) && !owner.endsWith("."))
      return decline("the type is not the package's own", "not-in-view");
    const wanted: [string, string][] = missing.map((name) => [name, "true"]);
    if (fieldOf(tree, literal, "SameSite") === NONE) wanted.push(["SameSite", `${owner}SameSiteLaxMode`]);
    const edits: TextEdit[] = [];
    for (const [name, value] of wanted) {
      const edit = setField(tree, literal, name, value);
      if (edit === undefined) return decline("the fields are given without names", "not-in-view");
      const before = edits.find((one) => one.start === edit.start && one.end === edit.end && edit.start === edit.end);
      if (before === undefined) edits.push(edit);
      else edits[edits.indexOf(before)] = { ...before, text: `${before.text}${/^[,]/u.test(edit.text) ? "" : ", "}${edit.text}` };
    }
    return offer(tree, [
      {
        variant: "flags",
        title: "Set HttpOnly, Secure and SameSite",
        rationale: "Scripts of the page cannot read the cookie, and it is sent over TLS only.",
        tradeOffs: { behaviour: "The cookie is not sent over plain HTTP." },
        edits,
      },
    ]);
  },
});
