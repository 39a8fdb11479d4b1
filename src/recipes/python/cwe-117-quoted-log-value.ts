import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, kindOf, namedChildren, textOf } from "#analysis/parse/tree.ts";
import type { TextEdit } from "#domain/patch.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { insertAt } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { openHoles } from "#recipes/python-syntax/built-text.ts";
import { type Argument, callArguments, calleeOf, methodName, unwrap } from "#recipes/python-syntax/calls.ts";
import { templateOf } from "#recipes/python-syntax/template.ts";

const LEVELS = ["debug", "info", "warning", "warn", "error", "critical", "exception", "log"];
const LOGGER = /(^|[._])(log|logger|logging)\.\w+$/i;
const SAFE = ["repr", "ascii", "json.dumps"];

export default defineRecipe({
  id: "python/cwe-117-quoted-log-value",
  title: "Write values into the log in quotes",
  languages: ["python"],
  cwes: ["CWE-117"],
  review: "merge-after-cursory-review",
  description:
    "Logs values in the form of `repr`, with line breaks as `\\n`: `%s` of the format becomes `%r`, a place of an f-string, an operand of `+` or an argument of `format` is wrapped in `repr`. " +
    "Declines for numbers, for formats that come from elsewhere and for calls that are not those of a logger.",
  propose({ tree, range }) {
    for (const call of nodesNear(tree, range, ["call"])) {
      if (!LEVELS.includes(methodName(tree, call) ?? "") || !LOGGER.test(textOf(tree, calleeOf(tree, call)))) continue;
      const all = (callArguments(tree, call) ?? []).filter(({ name }) => name === undefined);
      const [format, ...values] = methodName(tree, call) === "log" ? all.slice(1) : all;
      if (format === undefined || format.splat) continue;
      const edits = values.length > 0 ? formatEdits(tree, format.value, values) : messageEdits(tree, format.value);
      if (edits === undefined)
        return decline("the format of the message is not written here in a form that can be told apart", "not-in-view");
      if (edits.length === 0) return decline("no text of another's choosing is written as it is into the message", "other-place");
      return offer(tree, [
        {
          variant: "repr",
          title: "Log the values in quotes",
          rationale:
            "Line breaks and control characters of a value are written as escapes, so it stays within its line and its quotes.",
          edits,
          tradeOffs: { behaviour: "Texts stand in quotes in the log; what reads the log by its wording must know." },
        },
      ]);
    }
    return decline("no logger is called at the place", "other-place");
  },
});

/** `%s` to `%r` in a format whose values follow as arguments; numbers keep theirs. */
function formatEdits(tree: SyntaxTree, format: NodeId, values: readonly Argument[]): TextEdit[] | undefined {
  const literal = unwrap(tree, format);
  if (kindOf(tree, literal) !== "string" || namedChildren(tree, literal).some((child) => kindOf(tree, child) === "interpolation"))
    return undefined;
  const places = [...textOf(tree, literal).matchAll(/%(?:%|[-#0 +]*\d*(?:\.\d+)?([a-zA-Z])|.)/g)].filter(
    ([whole]) => whole !== "%%",
  );
  if (places.some(([, form]) => form === undefined) || places.length !== values.length || values.some(({ splat }) => splat))
    return undefined;
  return places.flatMap((place, index) => {
    if (place[1] !== "s" || isPlain(tree, (values[index] as Argument).value)) return [];
    const at = (tree.starts[literal] as number) + place.index + place[0].length - 1;
    return [{ start: at, end: at + 1, text: "r" }];
  });
}

/** `repr` around the values of a message that is put together before it is given to the logger. */
function messageEdits(tree: SyntaxTree, message: NodeId): TextEdit[] | undefined {
  const template = templateOf(tree, unwrap(tree, message));
  if (template === undefined) {
    return kindOf(tree, unwrap(tree, message)) === "string" ? [] : wrapped(tree, message);
  }
  return openHoles(tree, template, SAFE).flatMap(({ node }) => wrapped(tree, node));
}

function wrapped(tree: SyntaxTree, node: NodeId): TextEdit[] {
  if (isPlain(tree, node)) return [];
  return [insertAt(tree.starts[node] as number, "repr("), insertAt(tree.ends[node] as number, ")")];
}

function isPlain(tree: SyntaxTree, node: NodeId): boolean {
  if (["integer", "float", "true", "false", "none", "string"].includes(kindOf(tree, node))) return true;
  return (
    kindOf(tree, node) === "call" &&
    ["repr", "ascii", "len", "int", "float"].includes(textOf(tree, childByField(tree, node, "function")))
  );
}
