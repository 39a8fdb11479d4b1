import { LANGUAGES } from "#analysis/languages/registry.ts";
import { DEFECTS } from "#analysis/machine/defects.ts";
import type { Rule } from "#analysis/match/rule.ts";
import { builtinKinds, builtinModels } from "#analysis/models/load.ts";
import { sinkKinds } from "#analysis/models/sink-kinds.ts";
import type { CatalogueRule } from "#domain/standard.ts";
import { allBuiltinRules } from "#rules/builtin.ts";

const FAMILIES = [...new Set(LANGUAGES.map(({ family }) => family))];

/** Every rule of the embedded analyser, and `more`: what it looks for, in which families of languages. */
export async function ruleCatalogue(more: readonly Rule[] = []): Promise<readonly CatalogueRule[]> {
  const modelsOf = await builtinModels();
  const known = FAMILIES.map((family) => {
    const models = modelsOf(LANGUAGES.find((pack) => pack.family === family)?.id ?? "");
    return { family, kinds: models === undefined ? new Set<string>() : sinkKinds(models), memory: models?.memory.size ?? 0 };
  });
  const owners = known.filter(({ memory }) => memory > 0).map(({ family }) => family);
  return [
    ...[...(await allBuiltinRules()), ...more].map(({ id, cwe, languages }) => ({
      id,
      cwes: cwe,
      families: familiesOf(languages),
    })),
    ...(await builtinKinds()).map(({ kind, rule, cwe }) => ({
      id: rule,
      cwes: cwe,
      families: known.filter(({ kinds }) => kinds.has(kind)).map(({ family }) => family),
    })),
    ...Object.values(DEFECTS).map(({ rule, cwe }) => ({ id: rule, cwes: cwe, families: owners })),
  ];
}

function familiesOf(languages: readonly string[]): string[] {
  return [
    ...new Set(
      LANGUAGES.filter(({ id, aliases }) => languages.some((name) => name === id || aliases.includes(name))).map(
        ({ family }) => family,
      ),
    ),
  ];
}
