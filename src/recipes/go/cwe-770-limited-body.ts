import { childByField, childrenByField, descendants, enclosing, NONE, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, callsNear, qualified } from "#recipes/go-syntax/calls.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";

export default defineRecipe({
  id: "go/cwe-770-limited-body",
  title: "Read no more than ten megabytes",
  languages: ["go"],
  cwes: ["CWE-770", "CWE-400"],
  review: "merge-after-review",
  description:
    "Reads the body of a request through `http.MaxBytesReader` where a handler hands it to `io.ReadAll` whole. Declines where the function has no `http.ResponseWriter`, and for other readers.",
  propose({ tree, range }) {
    const [call] = callsNear(tree, range, ["io.ReadAll", "ioutil.ReadAll"]);
    const [body] = call === undefined ? [] : argumentsOf(tree, call);
    if (call === undefined || body === undefined) return decline("nothing is read whole at the place", "other-place");
    if (!/^\w+\.Body$/u.test(textOf(tree, body))) return decline("what is read is no body of a request", "not-in-view");
    const around = enclosing(tree, call, ["function_declaration", "method_declaration", "func_literal"]);
    const list = around === NONE ? NONE : childByField(tree, around, "parameters");
    const parameters = list === NONE ? [] : descendants(tree, list, ["parameter_declaration"]);
    const writer = parameters.find((one) => qualified(tree, childByField(tree, one, "type")) === "http.ResponseWriter");
    const request = parameters.find((one) => /^\*\w+\.Request$/u.test(textOf(tree, childByField(tree, one, "type"))));
    const [name] = writer === undefined ? [] : childrenByField(tree, writer, "name");
    const [asked] = request === undefined ? [] : childrenByField(tree, request, "name");
    if (writer === undefined || name === undefined || asked === undefined || `${textOf(tree, asked)}.Body` !== textOf(tree, body))
      return decline("the body is not that of a request which the function answers", "not-in-view");
    const owner = textOf(tree, childByField(tree, writer, "type")).split(".")[0];
    return offer(tree, [
      {
        variant: "ten-megabytes",
        title: "Refuse what is longer",
        rationale: "Nobody can fill the memory with one request.",
        tradeOffs: { behaviour: "Reading a longer body gives an error, and the connection is closed." },
        edits: [replaceNode(tree, body, `${owner}.MaxBytesReader(${textOf(tree, name)}, ${textOf(tree, body)}, 10<<20)`)],
      },
    ]);
  },
});
