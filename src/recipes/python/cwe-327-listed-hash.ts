import { childByField, enclosing, kindOf, NONE, textOf } from "#analysis/parse/tree.ts";
import { defineRecipe } from "#ports/recipe.ts";
import { decline, offer } from "#recipes/kit/answer.ts";
import { quoteStyle } from "#recipes/kit/edit.ts";
import { callArguments, callsNear, isCallOf, keywordArgument, unwrap } from "#recipes/python-syntax/calls.ts";
import { guardedStatement, linesBefore } from "#recipes/python-syntax/guard.ts";
import { canonicalName } from "#recipes/python-syntax/names.ts";

const SOUND = ["sha256", "sha384", "sha512", "sha3_256", "sha3_512", "blake2b", "blake2s"];

export default defineRecipe({
  id: "python/cwe-327-listed-hash",
  title: "Let callers choose among sound hashes only",
  languages: ["python"],
  cwes: ["CWE-327", "CWE-328"],
  review: "merge-after-review",
  description:
    "Refuses, by ValueError, the name of a hash that is none of SHA-2, SHA-3 and BLAKE2 before `hashlib.new(name)` or `getattr(hashlib, name)`, where the name is a parameter. Declines where the name is " +
    "compared with a list already, where the hash is declared to be no security measure, and where no statement can be put before the call.",
  propose({ tree, range }) {
    const call = callsNear(tree, range, ["hashlib.new", "getattr"]).find(
      (each) =>
        isCallOf(tree, each, ["hashlib.new"]) || canonicalName(tree, callArguments(tree, each)?.[0]?.value ?? NONE) === "hashlib",
    );
    if (call === undefined) return decline("no hash is chosen by its name at the place", "other-place");
    const direct = isCallOf(tree, call, ["hashlib.new"]);
    const argument = direct
      ? (keywordArgument(tree, call, "name") ?? callArguments(tree, call)?.[0])
      : callArguments(tree, call)?.[1];
    const name = argument === undefined || argument.splat ? NONE : unwrap(tree, argument.value);
    const definition = enclosing(tree, call, ["function_definition"]);
    if (name === NONE || kindOf(tree, name) !== "identifier" || definition === NONE)
      return decline("the name of the hash is no parameter", "not-in-view");
    const word = textOf(tree, name);
    if (!new RegExp(`[(,*\\s]${word}\\b`).test(textOf(tree, childByField(tree, definition, "parameters"))))
      return decline("the name of the hash is no parameter", "not-in-view");
    if (textOf(tree, keywordArgument(tree, call, "usedforsecurity")?.value ?? call) === "False")
      return decline("the hash is declared to be no security measure", "already-safe");
    const before = tree.text.slice(tree.starts[definition], tree.starts[call]);
    if (
      new RegExp(`\\b${word}(\\.\\w+\\(\\))?\\s+(not\\s+)?in\\s+(?!hashlib|\\w+\\.algorithms)|\\b${word}\\s*(==|!=)`).test(before)
    )
      return decline("the name is compared with a list already", "already-safe");
    const statement = guardedStatement(tree, call);
    if (statement === undefined) return decline("no statement can be put before the call");
    const mark = quoteStyle(tree);
    const list = SOUND.map((each) => `${mark}${each}${mark}`).join(", ");
    return offer(tree, [
      {
        variant: "listed",
        title: "Refuse hashes that are not listed",
        rationale: "MD5, SHA-1 and the other broken hashes that hashlib offers can no longer be asked for.",
        edits: [
          linesBefore(tree, statement, [
            `if ${word} not in {${list}}:`,
            `\traise ValueError(f${mark}{${word}} is not an allowed hash${mark})`,
          ]),
        ],
        tradeOffs: { behaviour: "Callers that ask for another hash, MD5 and SHA-1 too, see ValueError." },
      },
    ]);
  },
});
