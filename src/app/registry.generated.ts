// Written by `npm run generate` from the folders' contents. Do not edit.
import type { Check } from "#ports/check.ts";
import type { Recipe } from "#ports/recipe.ts";
import type { Scanner, ScannerFactory } from "#ports/scanner.ts";

type Registry<T> = Readonly<Record<string, () => Promise<{ readonly default: T }>>>;

export const CHECKS: Registry<Check> = {
  "applies": () => import("#adapters/checks/applies.ts"),
  "not-silenced": () => import("#adapters/checks/not-silenced.ts"),
  "rescan": () => import("#adapters/checks/rescan.ts"),
};

export const SCANNERS: Registry<Scanner | ScannerFactory> = {
  "assay": () => import("#adapters/scanners/assay.ts"),
  "bandit": () => import("#adapters/scanners/bandit.ts"),
  "eslint": () => import("#adapters/scanners/eslint.ts"),
  "ruff": () => import("#adapters/scanners/ruff.ts"),
};

export const RECIPES_JAVASCRIPT: Registry<Recipe> = {
  "cwe-295-verify-certificates": () => import("#recipes/javascript/cwe-295-verify-certificates.ts"),
  "cwe-328-strong-hash": () => import("#recipes/javascript/cwe-328-strong-hash.ts"),
  "cwe-338-secure-random": () => import("#recipes/javascript/cwe-338-secure-random.ts"),
  "cwe-78-exec-file": () => import("#recipes/javascript/cwe-78-exec-file.ts"),
  "cwe-89-sql-parameters": () => import("#recipes/javascript/cwe-89-sql-parameters.ts"),
};

export const RECIPES_PYTHON: Registry<Recipe> = {
  "cwe-295-verify-certificates": () => import("#recipes/python/cwe-295-verify-certificates.ts"),
  "cwe-328-strong-hash": () => import("#recipes/python/cwe-328-strong-hash.ts"),
  "cwe-377-created-temporary-file": () => import("#recipes/python/cwe-377-created-temporary-file.ts"),
  "cwe-502-safe-yaml-load": () => import("#recipes/python/cwe-502-safe-yaml-load.ts"),
  "cwe-78-argument-list": () => import("#recipes/python/cwe-78-argument-list.ts"),
  "cwe-79-jinja-autoescape": () => import("#recipes/python/cwe-79-jinja-autoescape.ts"),
  "cwe-89-parameterise-query": () => import("#recipes/python/cwe-89-parameterise-query.ts"),
  "cwe-95-literal-eval": () => import("#recipes/python/cwe-95-literal-eval.ts"),
};
