import { childByField, descendants, kindOf, type NodeId, NONE, parentOf, type SyntaxTree, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { argumentsOf, calleeOf, usePackage } from "#recipes/go-syntax/calls.ts";
import { addFunction } from "#recipes/go-syntax/functions.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { nodesNear } from "#recipes/kit/place.ts";

const NAME = "requiredEnvironment";
const LITERALS = ["interpreted_string_literal", "raw_string_literal"];
/** What a secret is called that a function is given without a name. */
const PURPOSES: Readonly<Record<string, string>> = {
  "aes.NewCipher": "ENCRYPTION_KEY",
  "hmac.New": "HMAC_KEY",
  "chacha20poly1305.New": "ENCRYPTION_KEY",
  "sessions.NewCookieStore": "SESSION_KEY",
  "cookie.NewStore": "SESSION_KEY",
  "csrf.Protect": "CSRF_KEY",
};

export default defineRecipe({
  id: "go/cwe-798-required-environment",
  title: "Take the secret from the environment",
  languages: ["go"],
  cwes: ["CWE-798", "CWE-321", "CWE-259"],
  review: "merge-after-review",
  description:
    "Takes a password or key from a variable of the environment that is named after the variable, field or purpose, by a function that panics where it is not set. Declines for constants, for texts that are compared, and where nothing tells a name.",
  propose({ tree, range }) {
    const literal = nodesNear(tree, range, LITERALS).find((node) => nameOf(tree, node) !== undefined);
    const name = literal === undefined ? undefined : nameOf(tree, literal);
    if (literal === undefined || name === undefined)
      return decline("no text with a name of its own is at the place", "other-place");
    if (isConstant(tree, literal)) return decline("a constant cannot be read when the program starts", "too-involved");
    const os = usePackage(tree, "os");
    if (os === undefined) return decline("the name os means something else here", "name-taken");
    const text = `func ${NAME}(name string) string {
	value, given := ${os.name}.LookupEnv(name)
	if !given || value == "" {
		panic("the environment does not set " + name)
	}
	return value
}`;
    const comment = `${NAME} gives the value of a variable of the environment that the program cannot do without.`;
    const own = addFunction(tree, literal, comment, text);
    if (own === undefined) return decline(`the name ${NAME} means something else here`, "name-taken");
    return offer(tree, [
      {
        variant: "environment",
        title: `Read ${name}`,
        rationale: "Who reads the code no longer knows the secret, and it can be changed without a new build.",
        tradeOffs: {
          behaviour: `${name} has to be set where the program runs; without it the program stops.`,
          security: "The old secret is known: change it.",
        },
        edits: [...os.edits, ...own, replaceNode(tree, literal, `${NAME}("${name}")`)],
      },
    ]);
  },
});

function isConstant(tree: SyntaxTree, node: NodeId): boolean {
  return descendants(tree, 0, ["const_declaration"]).some((one) => node > one && node < (tree.after[one] as number));
}

/** The variable of the environment for a text: by what it is given to. */
function nameOf(tree: SyntaxTree, literal: NodeId): string | undefined {
  let value = literal;
  const outer = parentOf(tree, value);
  if (kindOf(tree, outer) === "type_conversion_expression" && textOf(tree, outer).startsWith("[]byte(")) value = outer;
  let holder = parentOf(tree, value);
  while (holder !== NONE && /^(?:expression_list|literal_element)$/u.test(kindOf(tree, holder))) holder = parentOf(tree, holder);
  switch (kindOf(tree, holder)) {
    case "short_var_declaration":
    case "assignment_statement":
      return upper(textOf(tree, childByField(tree, holder, "left")));
    case "var_spec":
    case "const_spec":
      return upper(textOf(tree, childByField(tree, holder, "name")));
    case "keyed_element":
      return upper(textOf(tree, childByField(tree, holder, "key")));
    case "argument_list": {
      const call = parentOf(tree, holder);
      const callee = calleeOf(tree, call);
      if (!argumentsOf(tree, call).includes(value)) return undefined;
      return PURPOSES[callee] ?? (callee.endsWith(".SignedString") ? "SIGNING_KEY" : undefined);
    }
    default:
      return undefined;
  }
}

/** `dbPassword` and `cfg.DBPassword` as `DB_PASSWORD`; undefined for several names. */
function upper(name: string): string | undefined {
  const last = /^(?:\w+\.)*(\w+)$/u.exec(name)?.[1];
  return last
    ?.replaceAll(
      /([a-z0-9])([A-Z])|([A-Z])(?=[A-Z][a-z])/gu,
      (_, small: string | undefined, big: string, end: string | undefined) => (end === undefined ? `${small}_${big}` : `${end}_`),
    )
    .toUpperCase();
}
