import { kindOf, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { callArguments, calleeOf } from "#recipes/python-syntax/calls.ts";
import { useModule } from "#recipes/python-syntax/imports.ts";

const OPENS = /(^|\.)(connect|create_pool|Connection|create_connection|ConnectionPool|MySQLConnection|MongoClient|Redis)$/;
const ENDS = ["password", "passwd"];

export default defineRecipe({
  id: "python/cwe-258-password-from-environment",
  title: "Connect with a password from the environment",
  languages: ["python"],
  cwes: ["CWE-258", "CWE-521"],
  review: "merge-after-review",
  description:
    'Replaces the empty password of a connection (`connect(password="")` and its like) by `os.environ["DB_PASSWORD"]`; the program then ends with KeyError where the variable is missing. ' +
    "Declines for calls that open no connection and for passwords that are not empty. The account needs a password as well.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call"])) {
      if (!OPENS.test(textOf(tree, calleeOf(tree, call)))) continue;
      const empty = (callArguments(tree, call) ?? []).find(
        ({ name, value }) =>
          ENDS.includes(name ?? "") && kindOf(tree, value) === "string" && /^(["'])\1$/.test(textOf(tree, value)),
      );
      if (empty === undefined) continue;
      const os = useModule(tree, "os");
      if (os === undefined) return decline("the file uses the name os for something else", "name-taken");
      const quote = textOf(tree, empty.value).at(-1) as string;
      return offer(tree, [
        {
          variant: "environment",
          title: "Read it from DB_PASSWORD",
          rationale:
            "The connection needs a password that whoever runs the program sets, and that does not travel with the code.",
          edits: [...os.edits, replaceNode(tree, empty.value, `${os.name}.environ[${quote}DB_PASSWORD${quote}]`)],
          tradeOffs: {
            behaviour: "The program needs the environment variable DB_PASSWORD and ends with KeyError without it.",
            setting: "Set DB_PASSWORD where the program and its tests run.",
            security: "The account stays open until it is given a password in the database itself.",
          },
        },
      ]);
    }
    return decline("no connection is opened with an empty password at the place", "other-place");
  },
});
