import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, descendants, kindOf, NONE, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { calleeOf, isCallOf, isStatement, methodName } from "#recipes/python-syntax/calls.ts";
import { guardedStatement, linesBefore } from "#recipes/python-syntax/guard.ts";
import { useModule } from "#recipes/python-syntax/imports.ts";
import { localValue, scopeOf } from "#recipes/python-syntax/scope.ts";

export default defineRecipe({
  id: "python/cwe-319-start-tls",
  title: "Turn on TLS before the login at a mail server",
  languages: ["python"],
  cwes: ["CWE-319", "CWE-523"],
  review: "merge-after-review",
  description:
    "Puts `starttls` with a verifying context before the `login` of an `smtplib.SMTP` connection that is opened in the same function. Declines where TLS is on already, by `starttls` or `SMTP_SSL`, where the " +
    "connection comes from elsewhere, and where the login is no statement of its own.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call"])) {
      if (methodName(tree, call) !== "login") continue;
      const object = childByField(tree, calleeOf(tree, call), "object");
      if (kindOf(tree, object) !== "identifier" || !isPlainConnection(tree, object)) continue;
      const name = textOf(tree, object);
      if (new RegExp(`\\b${name}\\.starttls\\(`).test(textOf(tree, scopeOf(tree, call))))
        return decline("TLS is turned on already", "already-safe");
      const statement = guardedStatement(tree, call);
      if (statement === undefined || !isStatement(tree, call)) return decline("the login is no statement of its own line");
      const ssl = useModule(tree, "ssl");
      if (ssl === undefined) return decline("the file uses the name ssl for something else", "name-taken");
      return offer(tree, [
        {
          variant: "starttls",
          title: "Encrypt the connection first",
          rationale:
            "Name, password and mail travel encrypted, and the certificate shows that the server is the one that was meant.",
          edits: [...ssl.edits, linesBefore(tree, statement, [`${name}.starttls(context=${ssl.name}.create_default_context())`])],
          tradeOffs: { behaviour: "A server without STARTTLS, or without a valid certificate, makes the login fail." },
        },
      ]);
    }
    return decline("no login over a plain connection of smtplib is at the place", "other-place");
  },
});

/** True when the name is bound to `smtplib.SMTP(...)` by an assignment or by `with`. */
function isPlainConnection(tree: SyntaxTree, name: NodeId): boolean {
  const value = localValue(tree, name)?.value;
  if (value !== undefined) return kindOf(tree, value) === "call" && isCallOf(tree, value, ["smtplib.SMTP"]);
  return descendants(tree, scopeOf(tree, name), ["as_pattern"]).some((pattern) => {
    const [opened, target] = [pattern + 1, childByField(tree, pattern, "alias")];
    return (
      target !== NONE &&
      textOf(tree, target) === textOf(tree, name) &&
      kindOf(tree, opened) === "call" &&
      isCallOf(tree, opened, ["smtplib.SMTP"])
    );
  });
}
