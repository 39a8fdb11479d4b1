import { childByField, kindOf, NONE, type NodeId, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe, type RecipeAnswer } from "#ports/recipe.ts";
import { decline } from "#recipes/kit/answer.ts";
import { environmentName, useEnvironment } from "#recipes/ecmascript-syntax/environment.ts";
import { bare, calleeOf, memberOf, quoted, stringValue } from "#recipes/ecmascript-syntax/expressions.ts";
import { isForBrowser } from "#recipes/ecmascript-syntax/random-value.ts";
import { replaceNode, settleEdits } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const SECRET =
  /(?:pass(?:word|wd|phrase)?|pwd|secret|token|credential|connection_?string|dsn|^salt|^key|(?:api|private|access|auth|encryption|signing|secret|jwt|session|master|hmac)_?key(?:_?base)?)$/i;
const GENERIC = /^(?:pass(?:word|wd|phrase)?|pwd|secret|token|key|api_?key|salt|secret_?or_?key|credentials?)$/i;
/** Calls whose second argument is a key. */
const KEYED = /^(?:sign|verify|createHmac|createCipheriv|createDecipheriv|encrypt|decrypt)$/;

/** Words for the name of the variable that a literal's value should come from; empty when it is no secret by its place. */
function wordsFor(tree: SyntaxTree, literal: NodeId): string[] {
  const parent = parentOf(tree, literal);
  const grand = parentOf(tree, parent);
  switch (kindOf(tree, parent)) {
    case "variable_declarator":
    case "public_field_definition":
    case "field_definition": {
      const name = childByField(tree, parent, "name");
      return named(tree, textOf(tree, name === NONE ? childByField(tree, parent, "property") : name), NONE);
    }
    case "pair":
      return named(
        tree,
        stringValue(tree, childByField(tree, parent, "key")) ?? textOf(tree, childByField(tree, parent, "key")),
        grand,
      );
    case "assignment_expression": {
      const left = childByField(tree, parent, "left");
      return named(tree, memberOf(tree, left)?.property ?? textOf(tree, left), NONE);
    }
    case "arguments": {
      const callee = memberOf(tree, calleeOf(tree, grand));
      const second = tree.text.slice(tree.starts[parent], tree.starts[literal]).includes(",");
      return callee !== undefined && KEYED.test(callee.property) && second
        ? [textOf(tree, callee.object), callee.property === "createHmac" ? "hmac" : "", "secret"].filter((word) => word !== "")
        : [];
    }
    case "binary_expression": {
      const left = childByField(tree, parent, "left");
      const other = bare(tree, left === literal ? childByField(tree, parent, "right") : left);
      return /^[!=]==?$/.test(textOf(tree, childByField(tree, parent, "operator")))
        ? named(tree, memberOf(tree, other)?.property ?? textOf(tree, other), NONE, "expected")
        : [];
    }
    default:
      return [];
  }
}

/** A general word gets the name of what it belongs to before it. */
function named(tree: SyntaxTree, name: string, object: NodeId, prefix = ""): string[] {
  if (!SECRET.test(name) || /^[^A-Za-z_$]/.test(name)) return [];
  if (prefix !== "") return [prefix, name];
  if (object === NONE || !GENERIC.test(name)) return [name];
  for (let node = parentOf(tree, object); node !== NONE; node = parentOf(tree, node)) {
    const kind = kindOf(tree, node);
    if (kind === "call_expression" || kind === "new_expression") {
      const callee = calleeOf(tree, node);
      const member = memberOf(tree, callee);
      return [
        /^create|^connect|^new|^Client$|^Pool$/.test(member?.property ?? textOf(tree, callee)) && member !== undefined
          ? textOf(tree, member.object)
          : (member?.property ?? textOf(tree, callee)),
        name,
      ];
    }
    if (kind === "variable_declarator") return [textOf(tree, childByField(tree, node, "name")), name];
    if (kind === "pair") return [textOf(tree, childByField(tree, node, "key")), name];
  }
  return [name];
}

function repair(tree: SyntaxTree, literal: NodeId, words: readonly string[]): RecipeAnswer {
  if (isForBrowser(tree)) return decline("the code runs in a web page, which has no secrets and no environment");
  const variable = environmentName(words);
  const helper = useEnvironment(tree);
  const quote = textOf(tree, literal)[0] as string;
  return {
    kind: "options",
    options: [
      {
        variant: "environment",
        title: `Read the secret from ${variable}`,
        rationale:
          "The secret is no longer part of the source, and the program stops with a clear message where it is not given.",
        edits: settleEdits(tree, [replaceNode(tree, literal, `${helper.name}(${quoted(variable, quote)})`), ...helper.edits]),
        tradeOffs: {
          security: "The old value stays in the history of the repository: it must be replaced where it is valid.",
          behaviour: `${variable} has to be set where the program and its tests run.`,
          setting: `Set ${variable} where the program and its tests run.`,
        },
      },
    ],
  };
}

export default defineRecipe({
  id: "javascript/cwe-798-secret-from-environment",
  title: "Secret in the source is read from the environment",
  languages: ["javascript", "typescript", "tsx"],
  cwes: ["CWE-798", "CWE-259", "CWE-321"],
  review: "merge-after-review",
  description:
    "Replaces the literal of a password, token or key (a variable, property, field, comparison, or the key of a signing call) by a read of an environment variable that throws when it is missing; the variable is named after the place. Declines for empty literals, for places that are not named as a secret, and for code of web pages.",
  propose({ tree, range }) {
    for (const literal of nodesNear(tree, range, ["string", "template_string"])) {
      const value = stringValue(tree, literal);
      const words = value === undefined || value === "" || /^\$\{|^process\.env/.test(value) ? [] : wordsFor(tree, literal);
      if (words.length > 0) return repair(tree, literal, words);
    }
    return decline("no literal that is named as a secret at this place", "other-place");
  },
});
