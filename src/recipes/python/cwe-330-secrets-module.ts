import { kindOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { replaceNode } from "#recipes/kit/edit.ts";
import { callArguments, calleeOf, callsNear } from "#recipes/python-syntax/calls.ts";
import { useModule } from "#recipes/python-syntax/imports.ts";
import { canonicalName } from "#recipes/python-syntax/names.ts";

const FUNCTIONS = [
  "choice",
  "choices",
  "sample",
  "shuffle",
  "randint",
  "randrange",
  "random",
  "uniform",
  "getrandbits",
  "randbytes",
];
const DIRECT: Readonly<Record<string, string>> = { choice: "choice", getrandbits: "randbits", randbytes: "token_bytes" };

export default defineRecipe({
  id: "python/cwe-330-secrets-module",
  title: "Draw secrets from the system's generator",
  languages: ["python"],
  cwes: ["CWE-330", "CWE-338"],
  review: "merge-after-cursory-review",
  description:
    "Replaces functions of `random` by those of `secrets`: `choice`, `randbits`, `token_bytes`, `randbelow`, and methods of `secrets.SystemRandom()` for the rest, which take the same " +
    "arguments and give values of the same form. Declines for generators of other modules and for generators with a seed of their own, whose sequence somebody wants to repeat.",
  propose({ tree, range }) {
    const call = callsNear(
      tree,
      range,
      FUNCTIONS.map((name) => `random.${name}`),
    )[0];
    if (call === undefined) return decline("no function of the random module is called at the place", "other-place");
    if (/\brandom\.seed\s*\(/.test(tree.text))
      return decline("the generator is given a seed, so its sequence is meant to repeat", "already-safe");
    const callee = calleeOf(tree, call);
    const name = (canonicalName(tree, callee) as string).slice("random.".length);
    const secrets = useModule(tree, "secrets");
    if (secrets === undefined) return decline("the file uses the name secrets for something else", "name-taken");
    const all = callArguments(tree, call) ?? [];
    const below =
      name === "randrange" && all.length === 1 && all[0]?.name === undefined && kindOf(tree, all[0]?.value ?? 0) !== "list_splat";
    const direct = below ? "randbelow" : DIRECT[name];
    return offer(tree, [
      {
        variant: "secrets",
        title: "Draw it with the secrets module",
        rationale:
          "The values come from the system's generator for secrets, whose output nobody can compute from earlier output.",
        edits: [
          ...secrets.edits,
          replaceNode(
            tree,
            callee,
            direct === undefined ? `${secrets.name}.SystemRandom().${name}` : `${secrets.name}.${direct}`,
          ),
        ],
      },
    ]);
  },
});
