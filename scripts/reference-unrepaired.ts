import type { Rule } from "#analysis/match/rule.ts";
import { cweFamily } from "#domain/cwe.ts";
import type { Recipe } from "#ports/recipe.ts";

/** Why no rewrite of a few lines is right for a weakness, whatever the code. Keyed by the first weakness of a rule. */
const NO_LOCAL_REPAIR: Readonly<Record<string, string>> = {
  "CWE-134": "which fields a caller's format may name is a matter of what the records hold",
  "CWE-252": "what follows when the check says no is for the program to decide",
  "CWE-306": "who is an administrator is known to the application alone",
  "CWE-352": "where the token comes from depends on the session and on the pages that send it",
  "CWE-367": "the check has to become part of the use, and what happens on failure differs",
  "CWE-384": "the framework's way to renew a session, and what must survive it, stand elsewhere",
  "CWE-434": "which kinds of files are wanted, and where they are kept, is for the application to say",
  "CWE-522": "moving a secret out of the address changes what callers must send",
  "CWE-598": "moving a secret out of the address changes what callers must send",
  "CWE-620": "how a person proves who they are is a flow of several pages",
  "CWE-640": "which address the site has stands in its settings",
  "CWE-693": "which content the pages load has to be listed by someone who knows them",
  "CWE-754": "which methods may be called has to be listed by someone who knows them",
  "CWE-843": "the object must be handed over as itself, which changes both sides",
  "CWE-862": "who may do what is known to the application alone",
  "CWE-863": "who may do what is known to the application alone",
  "CWE-1236": "whether cells may begin with a sign is a matter of what the sheet is for",
};

/** Rows of rules for whose weaknesses no recipe of the language exists: rule, title, why. */
export function unrepaired(rules: readonly Rule[], recipes: readonly Recipe[]): string[][] {
  const families = new Set(recipes.flatMap(({ cwes }) => cwes.map((cwe) => cweFamily([cwe]))));
  return rules
    .filter(({ cwe }) => !cwe.some((one) => families.has(cweFamily([one]))))
    .map(({ id, title, cwe }) => [`\`${id}\``, title, NO_LOCAL_REPAIR[cwe[0] ?? ""] ?? "no recipe is written yet"]);
}
