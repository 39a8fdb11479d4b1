import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, descendants, kindOf, NONE, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { type Draft, decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { appendArgument, callArguments, calleeOf, callsNear, keywordArgument, methodName } from "#recipes/python-syntax/calls.ts";
import { useMember } from "#recipes/python-syntax/imports.ts";

const NAMES = [
  "Environment",
  "Template",
  "environment.Environment",
  "environment.Template",
  "sandbox.SandboxedEnvironment",
  "nativetypes.NativeEnvironment",
];
const MARKUP = /\.(html?|xml|xhtml|svg)(\.(j2|jinja2?))?["']$/i;
const OTHER = /\.(txt|md|conf|cfg|ini|ya?ml|toml|json|sql|sh|py|tex|csv|service|env)(\.(j2|jinja2?))?["']$/i;

export default defineRecipe({
  id: "python/cwe-79-jinja-autoescape",
  title: "Turn on Jinja's automatic escaping",
  languages: ["python"],
  cwes: ["CWE-79", "CWE-94", "CWE-116"],
  review: "merge-after-review",
  description:
    "Adds `autoescape=True` to a Jinja2 `Environment` or `Template`, or `autoescape=select_autoescape()`, which escapes in HTML and XML templates alone and comes first where the " +
    "file renders both kinds. Declines where escaping is chosen already, where keywords are passed on, and where every template that the file names is of another kind, such as configuration.",
  propose({ tree, range }) {
    const call = callsNear(
      tree,
      range,
      NAMES.map((name) => `jinja2.${name}`),
    )[0];
    if (call === undefined) return decline("no Jinja2 environment or template is made at the place", "other-place");
    const all = callArguments(tree, call) ?? [];
    if (all.some((argument) => argument.splat))
      return decline("keywords are passed on, so the setting is not known", "not-in-view");
    const setting = keywordArgument(tree, call, "autoescape");
    if (setting !== undefined && textOf(tree, setting.value) !== "False")
      return decline("automatic escaping is chosen already", "already-safe");
    const isTemplate = textOf(tree, calleeOf(tree, call)).endsWith("Template");
    const files = templateNames(tree);
    if (files.length > 0 && files.every((name) => OTHER.test(name)))
      return decline("the templates that this file names are no HTML; escaping would spoil their output", "intent-unknown");

    const put = (value: string): Draft["edits"] =>
      setting === undefined ? [appendArgument(tree, call, `autoescape=${value}`)] : [replaceNode(tree, setting.value, value)];
    const always: Draft = {
      variant: "always",
      title: "Escape in every template",
      rationale: "Values are escaped where a template prints them, so that text from users cannot become markup or script.",
      edits: put("True"),
      tradeOffs: {
        behaviour:
          "Values that hold wanted markup must be marked with `Markup` or the `safe` filter; templates of plain text are escaped too.",
      },
    };
    const select = isTemplate ? undefined : useMember(tree, "jinja2", "select_autoescape");
    const byKind: Draft | undefined = select && {
      variant: "by-template-kind",
      title: "Escape in HTML and XML templates",
      rationale: "Values are escaped in templates whose name ends in .html, .htm or .xml; plain text stays as it is.",
      edits: [...select.edits, ...put(`${select.name}()`)],
      tradeOffs: {
        security: "Templates with other endings and those made from strings in other ways stay unescaped.",
        behaviour: "Values that hold wanted markup must be marked with `Markup` or the `safe` filter.",
      },
    };
    return offer(
      tree,
      files.some((name) => OTHER.test(name)) && files.some((name) => MARKUP.test(name)) ? [byKind, always] : [always, byKind],
    );
  },
});

/** Sources of the literal names that the file asks templates by. */
function templateNames(tree: SyntaxTree): string[] {
  return descendants(tree, 0, ["call"]).flatMap((call: NodeId) => {
    if (!/^(get_template|select_template|render_template)$/.test(methodName(tree, call) ?? textOf(tree, calleeOf(tree, call))))
      return [];
    const list = childByField(tree, call, "arguments");
    return list === NONE || kindOf(tree, list) !== "argument_list"
      ? []
      : descendants(tree, list, ["string"]).map((node) => textOf(tree, node));
  });
}
