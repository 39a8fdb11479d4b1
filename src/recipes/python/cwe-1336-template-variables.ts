import { childByField, kindOf, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { appendArgument, callArguments, callsNear, unwrap } from "#recipes/python-syntax/calls.ts";
import { localValue, reboundBetween } from "#recipes/python-syntax/scope.ts";
import { placeholderEdits } from "#recipes/python-syntax/sql-parameters.ts";
import { type HolePiece, templateOf } from "#recipes/python-syntax/template.ts";

const RENDERERS = ["flask.render_template_string", "flask.templating.render_template_string"];

export default defineRecipe({
  id: "python/cwe-1336-template-variables",
  title: "Give values to a template as variables",
  languages: ["python"],
  cwes: ["CWE-1336", "CWE-94", "CWE-79"],
  review: "merge-after-cursory-review",
  description:
    "Turns a template that is put together from text and values, in the call of Flask's `render_template_string` or in a variable set once before it, into fixed text with `{{ name }}` and passes the " +
    "values by name, where they are escaped. Declines where the whole template comes from elsewhere, and where a value lands inside a tag of the template language.",
  propose({ tree, range }) {
    const call = callsNear(tree, range, RENDERERS)[0];
    const first = call === undefined ? undefined : callArguments(tree, call)?.[0];
    if (call === undefined || first === undefined)
      return decline("no template is rendered from a text at the place", "other-place");
    const value = unwrap(tree, first.value);
    const local = kindOf(tree, value) === "identifier" ? localValue(tree, value) : undefined;
    if (local !== undefined && local.reads.length > 1) return decline("the template's variable is used for more than this call");
    const template = templateOf(tree, local?.value ?? value);
    const holes = (template?.pieces ?? []).filter((piece): piece is HolePiece => piece.kind === "hole");
    if (template === undefined || holes.length === 0)
      return decline("the template is not built from literal text and values here", "not-in-view");
    const taken = new Set((callArguments(tree, call) ?? []).map((argument) => argument.name));
    const names: string[] = [];
    let before = "";
    for (const piece of template.pieces) {
      if (piece.kind === "text") {
        before += piece.value;
        continue;
      }
      if (/\{[{%#][^}]*$/.test(before)) return decline("a value lands inside a tag of the template language");
      if (["generator_expression", "named_expression", "yield"].includes(kindOf(tree, piece.node)))
        return decline("a value is too involved to be passed by name");
      const changed = reboundBetween(tree, piece.node, tree.ends[template.node] as number, tree.starts[call] as number);
      if (local !== undefined && changed) return decline("a value of the template changes between its building and its use");
      const last =
        kindOf(tree, piece.node) === "attribute"
          ? textOf(tree, childByField(tree, piece.node, "attribute"))
          : textOf(tree, piece.node);
      const base = /^[a-zA-Z]\w*$/.test(last) ? last : "value";
      let name = base;
      for (let count = 2; taken.has(name); count++) name = `${base}_${count}`;
      taken.add(name);
      names.push(name);
    }
    const values = template.pieces.flatMap((piece, index) => {
      const place = { piece: index, unit: 0 };
      return piece.kind === "hole" ? [{ first: place, last: place, quoted: false, wholeNumber: false }] : [];
    });
    const edits = placeholderEdits(
      tree,
      template,
      { values, order: [], percents: [] },
      (index) => `{{ ${names[index]} }}`,
      false,
    );
    if (edits === undefined) return decline("the literals around a value cannot be joined");
    const passed = names.map((name, index) => `${name}=${textOf(tree, (holes[index] as HolePiece).node)}`);
    return offer(tree, [
      {
        variant: "template-variables",
        title: "Pass the values as template variables",
        rationale: "The template's text is fixed, so no value is read as template code, and each is escaped where it is printed.",
        edits: [...edits, appendArgument(tree, call, passed.join(", "))],
        tradeOffs: { behaviour: "Markup and template tags in the values are shown as text." },
      },
    ]);
  },
});
