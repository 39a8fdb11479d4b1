import {
  childByField,
  childrenByField,
  descendants,
  kindOf,
  type NodeId,
  NONE,
  type SyntaxTree,
  textOf,
} from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, calleeOf, usePackage } from "#recipes/go-syntax/calls.ts";
import { functionAround } from "#recipes/go-syntax/functions.ts";
import { valueOfName } from "#recipes/go-syntax/pieces.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const LOGGED =
  /(?:^|\.)(Print|Println|Printf|Fatal|Fatalf|Fatalln|Panic|Panicf|Panicln|Info|Infof|Warn|Warnf|Error|Errorf|Debug|Debugf)$/u;
const WHY = {
  variant: "quoted",
  title: "Write the values in quotes",
  rationale: "Line ends are written as \\n, so no value can begin a line that looks like one of the program's.",
  tradeOffs: { behaviour: "Texts stand in quotes in the log; what reads the log by its wording must know." },
} as const;

export default defineRecipe({
  id: "go/cwe-117-quoted-value",
  title: "Keep values on one line of the log",
  languages: ["go"],
  cwes: ["CWE-117"],
  review: "merge-after-review",
  description:
    "Writes `%q` in place of `%s`, and of `%v` for what is plainly a text, in the format of a logger, and puts texts through `strconv.Quote` where there is no format. Declines where no value is plainly a text.",
  propose({ tree, range }) {
    const call = nodesNear(tree, range, ["call_expression"]).find((one) => isLogger(tree, one));
    if (call === undefined) return decline("nothing is written to the log at the place", "other-place");
    const args = argumentsOf(tree, call);
    const [format, ...values] = args;
    if (calleeOf(tree, call).endsWith("f") && format !== undefined) {
      const written = textOf(tree, format);
      if (!kindOf(tree, format).endsWith("string_literal") || /%\[|%[^a-zA-Z%]*\*/u.test(written))
        return decline("the format is no plain text", "not-in-view");
      let at = -1;
      const quoted = written.replaceAll(/%[-+# 0-9.]*([a-zA-Z%])/gu, (verb, letter: string) => {
        if (letter === "%") return verb;
        at++;
        const value = values[at];
        const plain =
          value !== undefined && !isError(tree, value) && (verb === "%s" || (/^%\+?v$/u.test(verb) && isText(tree, value)));
        return plain ? "%q" : verb;
      });
      return quoted === written
        ? decline("no text is written by %s", "too-involved")
        : offer(tree, [{ ...WHY, edits: [replaceNode(tree, format, quoted)] }]);
    }
    const texts = args.filter((value) => isText(tree, value));
    if (texts.length === 0) return decline("no value is plainly a text", "too-involved");
    const strconv = usePackage(tree, "strconv");
    if (strconv === undefined) return decline("the name strconv means something else here", "name-taken");
    const edits = texts.map((value) => replaceNode(tree, value, `${strconv.name}.Quote(${textOf(tree, value)})`));
    return offer(tree, [{ ...WHY, edits: [...strconv.edits, ...edits] }]);
  },
});

function isLogger(tree: SyntaxTree, call: NodeId): boolean {
  const callee = calleeOf(tree, call);
  return LOGGED.test(callee) && /(?:^|\.)(?:log|logrus|logger|\w*(?:Log|Logger))\.\w+$/u.test(callee);
}

function isError(tree: SyntaxTree, node: NodeId): boolean {
  return /(?:^|\.)err(?:or)?$|Err$|\.Error\(\)$/u.test(textOf(tree, node));
}

/** What gives a text wherever it is called, and parameters that are declared as one. */
function isText(tree: SyntaxTree, node: NodeId): boolean {
  if (kindOf(tree, node) === "call_expression")
    return /^(?:strings|path|filepath)\.(?:Trim\w*|To\w+|Replace\w*|Join|Base|Clean)$|\.(?:FormValue|PostFormValue|PathValue|Get|UserAgent|Referer|Query|Param|PostForm|GetHeader|QueryParam)$|^fmt\.Sprint(?:f|ln)?$/u.test(
      calleeOf(tree, node),
    );
  if (kindOf(tree, node) === "selector_expression")
    return /\.(?:URL\.Path|RequestURI|Host|RemoteAddr|RawQuery)$/u.test(textOf(tree, node));
  if (kindOf(tree, node) !== "identifier") return false;
  const value = valueOfName(tree, node);
  if (value !== NONE) return isText(tree, value);
  const around = functionAround(tree, node);
  const list = around === NONE ? NONE : childByField(tree, around, "parameters");
  const own = (list === NONE ? [] : descendants(tree, list, ["parameter_declaration"])).find((one) =>
    childrenByField(tree, one, "name").some((name) => textOf(tree, name) === textOf(tree, node)),
  );
  return own !== undefined && textOf(tree, childByField(tree, own, "type")) === "string";
}
