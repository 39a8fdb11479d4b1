import { childByField, kindOf, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { insertAt, replaceNode } from "#recipes/kit/edit.ts";
import { callArguments, calleeOf, callsNear, isCallOf, keywordArgument, unwrap } from "#recipes/python-syntax/calls.ts";
import { useMember } from "#recipes/python-syntax/imports.ts";
import { localValue } from "#recipes/python-syntax/scope.ts";

export default defineRecipe({
  id: "python/cwe-1336-sandboxed-template",
  title: "Render templates of others in Jinja's sandbox",
  languages: ["python"],
  cwes: ["CWE-1336", "CWE-94"],
  review: "merge-after-review",
  description:
    "Renders a template whose whole text comes from elsewhere in `jinja2.sandbox.SandboxedEnvironment(autoescape=True)`, in place of `jinja2.Template` and Flask's `render_template_string`. Declines for templates " +
    "that are written here, for further arguments of `Template`, and for templates that are put together from parts, whose values belong into variables.",
  propose({ tree, range }) {
    const call = callsNear(tree, range, ["jinja2.Template", "flask.render_template_string"])[0];
    if (call === undefined) return decline("no template is made from text at the place", "other-place");
    const [text, ...rest] = callArguments(tree, call) ?? [];
    if (text === undefined || text.splat || text.name !== undefined)
      return decline("the text of the template is not the first argument", "not-in-view");
    const node = unwrap(tree, text.value);
    if (!["identifier", "attribute", "subscript"].includes(kindOf(tree, node)))
      return decline("the template is not taken from elsewhere as a whole", "not-in-view");
    const local = kindOf(tree, node) === "identifier" ? localValue(tree, node)?.value : undefined;
    if (
      /^[A-Z][A-Z0-9_]*$/.test(textOf(tree, node)) ||
      (local !== undefined && ["string", "binary_operator", "concatenated_string"].includes(kindOf(tree, local)))
    )
      return decline("the template is written in this file", "intent-unknown");
    const use = useMember(tree, "jinja2.sandbox", "SandboxedEnvironment");
    if (use === undefined) return decline("the file uses the name SandboxedEnvironment for something else", "name-taken");
    const option = {
      variant: "sandbox",
      title: "Render it in the sandbox",
      rationale:
        "The sandbox refuses attributes and methods that lead out of the values given to the template, so its text cannot run code of its own.",
      review: "merge-after-review" as const,
    };
    if (isCallOf(tree, call, ["jinja2.Template"])) {
      const escaping = keywordArgument(tree, call, "autoescape");
      if (rest.some((argument) => argument.node !== escaping?.node)) return decline("the template is given further settings");
      const made = `${use.name}(autoescape=${escaping === undefined ? "True" : textOf(tree, escaping.value)}).from_string`;
      const end =
        escaping === undefined ? [] : [{ start: tree.ends[text.node] as number, end: (tree.ends[call] as number) - 1, text: "" }];
      return offer(tree, [
        {
          ...option,
          edits: [...use.edits, replaceNode(tree, calleeOf(tree, call), made), ...end],
          tradeOffs: { behaviour: "Templates that reach for unsafe attributes raise SecurityError; values are escaped as HTML." },
        },
      ]);
    }
    const values = rest.map(({ node: argument }) => textOf(tree, argument)).join(", ");
    return offer(tree, [
      {
        ...option,
        edits: [
          ...use.edits,
          replaceNode(tree, calleeOf(tree, call), `${use.name}(autoescape=True).from_string`),
          { start: tree.ends[text.node] as number, end: tree.ends[childByField(tree, call, "arguments")] as number, text: ")" },
          insertAt(tree.ends[call] as number, `.render(${values})`),
        ],
        tradeOffs: {
          behaviour:
            "The template sees the values passed to it and no longer `request`, `session` and `g`; unsafe attributes raise SecurityError.",
        },
      },
    ]);
  },
});
