import { childByField, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { keywordArgument, methodName, removeArgument } from "#recipes/python-syntax/calls.ts";
import { useModule } from "#recipes/python-syntax/imports.ts";
import { importsModule } from "#recipes/python-syntax/names.ts";

export default defineRecipe({
  id: "python/cwe-489-flask-debug",
  title: "Run Flask without its debugger",
  languages: ["python"],
  cwes: ["CWE-489", "CWE-215", "CWE-94"],
  review: "merge-after-cursory-review",
  description:
    "Removes `debug=True` from `app.run` and sets `app.debug` and `DEBUG` of the configuration to False; a second option lets the environment variable FLASK_DEBUG decide. Flask's " +
    "debugger runs any code that a visitor sends. Declines where the value is no plain True and in files that do not import Flask.",
  propose({ tree, range }) {
    if (!importsModule(tree, "flask")) return decline("the file does not import Flask", "other-place");
    const option = {
      variant: "off",
      title: "Leave the debugger off",
      rationale: "Without the debugger an error shows a plain page, and no console that runs code is reachable.",
      tradeOffs: { behaviour: "Errors show no traceback in the browser and the server does not reload by itself." },
    };
    for (const call of nodesNear(tree, range, ["call"])) {
      const debug = keywordArgument(tree, call, "debug");
      if (methodName(tree, call) !== "run" || debug === undefined || textOf(tree, debug.value) !== "True") continue;
      const os = useModule(tree, "os");
      return offer(tree, [
        { ...option, edits: [removeArgument(tree, call, debug)] },
        os && {
          ...option,
          variant: "by-environment",
          title: "Let FLASK_DEBUG decide",
          rationale: "The debugger runs only where the variable is set to 1, which a developer does and a server does not.",
          tradeOffs: { security: "Whoever sets the environment of the process can turn the debugger on." },
          edits: [...os.edits, replaceNode(tree, debug.value, `${os.name}.environ.get("FLASK_DEBUG") == "1"`)],
        },
      ]);
    }
    for (const assignment of nodesNear(tree, range, ["assignment"])) {
      const [left, right] = [childByField(tree, assignment, "left"), childByField(tree, assignment, "right")];
      if (/(\.debug|\[["'](DEBUG|ENV_DEBUG)["']\])$/.test(textOf(tree, left)) && textOf(tree, right) === "True") {
        return offer(tree, [{ ...option, edits: [replaceNode(tree, right, "False")] }]);
      }
    }
    return decline("nothing at the place turns Flask's debugger on", "other-place");
  },
});
