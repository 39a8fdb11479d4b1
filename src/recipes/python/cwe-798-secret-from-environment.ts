import type { NodeId, SyntaxTree } from "#analysis/parse/tree.ts";
import { childByField, kindOf, namedChildren, NONE, parentOf, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";
import { useModule } from "#recipes/python-syntax/imports.ts";

const SECRET =
  /secret|passw(or)?d|passphrase|passwd|\bpwd\b|_pwd|token|api_?key|access_?key|private_?key|signing_?key|encryption_?key|jwt_?key|credential/i;

export default defineRecipe({
  id: "python/cwe-798-secret-from-environment",
  title: "Read the secret from the environment",
  languages: ["python"],
  cwes: ["CWE-798", "CWE-259", "CWE-321"],
  review: "merge-after-review",
  description:
    "Replaces a secret written into the code, as the value of a variable, attribute, setting, dictionary entry or keyword whose name says so, by `os.environ[...]` under that name in capitals; the program then " +
    "ends at its start where the variable is missing. Declines for defaults of parameters, empty texts and names that say nothing of a secret. The published secret must be changed all the same.",
  propose({ tree, range }) {
    const found = nodesNear(tree, range, ["string", "assignment", "keyword_argument", "pair"])
      .map((node) => named(tree, node))
      .find((each) => each !== undefined && SECRET.test(each.name));
    if (found === undefined) return decline("no literal secret with a telling name is at the place", "other-place");
    if (/^[a-z]*(["'])\1$/i.test(textOf(tree, found.value)))
      return decline("the text is empty, so it is no secret", "already-safe");
    const os = useModule(tree, "os");
    if (os === undefined) return decline("the file uses the name os for something else", "name-taken");
    const quote = textOf(tree, found.value).at(-1) as string;
    const variable = found.name
      .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
      .replaceAll(/\W+/g, "_")
      .replaceAll(/^_+|_+$/g, "")
      .toUpperCase();
    const bytes = /^[a-z]*b/i.test(textOf(tree, found.value)) ? ".encode()" : "";
    return offer(tree, [
      {
        variant: "environment",
        title: `Read it from ${variable}`,
        rationale:
          "The secret no longer travels with the code, its history and its builds, and can be changed without a release.",
        edits: [...os.edits, replaceNode(tree, found.value, `${os.name}.environ[${quote}${variable}${quote}]${bytes}`)],
        tradeOffs: {
          behaviour: `The program needs the environment variable ${variable} and ends with KeyError without it.`,
          setting: `Set ${variable} where the program and its tests run.`,
          security: "The secret in the history stays readable: it must be replaced by a new one.",
        },
      },
    ]);
  },
});

/** The literal that the node is or gives a value to, with the name it goes by. */
function named(tree: SyntaxTree, node: NodeId): { readonly name: string; readonly value: NodeId } | undefined {
  const owner = kindOf(tree, node) === "string" ? parentOf(tree, node) : node;
  const field = { assignment: ["left", "right"], keyword_argument: ["name", "value"], pair: ["key", "value"] }[
    kindOf(tree, owner)
  ];
  if (field === undefined) return undefined;
  const [target, value] = field.map((name) => childByField(tree, owner, name)) as [NodeId, NodeId];
  if (
    value === NONE ||
    kindOf(tree, value) !== "string" ||
    namedChildren(tree, value).some((child) => kindOf(tree, child) === "interpolation")
  )
    return undefined;
  return { name: nameOf(tree, target), value };
}

function nameOf(tree: SyntaxTree, target: NodeId): string {
  switch (kindOf(tree, target)) {
    case "attribute":
      return textOf(tree, childByField(tree, target, "attribute"));
    case "subscript":
      return nameOf(tree, childByField(tree, target, "subscript"));
    case "string":
      return textOf(tree, target).replaceAll(/^[a-z]*["']|["']$/gi, "");
    default:
      return textOf(tree, target);
  }
}
