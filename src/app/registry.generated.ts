// Written by `npm run generate` from the folders' contents. Do not edit.
import type { Check } from "#ports/check.ts";
import type { Recipe } from "#ports/recipe.ts";
import type { Scanner, ScannerFactory } from "#ports/scanner.ts";

type Registry<T> = Readonly<Record<string, () => Promise<{ readonly default: T }>>>;

export const CHECKS: Registry<Check> = {
  "applies": () => import("#adapters/checks/applies.ts"),
  "attack": () => import("#adapters/checks/attack.ts"),
  "javascript-syntax": () => import("#adapters/checks/javascript-syntax.ts"),
  "not-silenced": () => import("#adapters/checks/not-silenced.ts"),
  "project-tests": () => import("#adapters/checks/project-tests.ts"),
  "pyright": () => import("#adapters/checks/pyright.ts"),
  "python-compile": () => import("#adapters/checks/python-compile.ts"),
  "rescan": () => import("#adapters/checks/rescan.ts"),
  "typescript": () => import("#adapters/checks/typescript.ts"),
};

export const SCANNERS: Registry<Scanner | ScannerFactory> = {
  "assay": () => import("#adapters/scanners/assay.ts"),
  "bandit": () => import("#adapters/scanners/bandit.ts"),
  "eslint": () => import("#adapters/scanners/eslint.ts"),
  "ruff": () => import("#adapters/scanners/ruff.ts"),
};

export const RECIPES_JAVASCRIPT: Registry<Recipe> = {
  "cwe-116-replace-all": () => import("#recipes/javascript/cwe-116-replace-all.ts"),
  "cwe-1321-prototype-keys": () => import("#recipes/javascript/cwe-1321-prototype-keys.ts"),
  "cwe-22-contained-path": () => import("#recipes/javascript/cwe-22-contained-path.ts"),
  "cwe-22-path-prefix": () => import("#recipes/javascript/cwe-22-path-prefix.ts"),
  "cwe-295-verify-certificates": () => import("#recipes/javascript/cwe-295-verify-certificates.ts"),
  "cwe-328-strong-hash": () => import("#recipes/javascript/cwe-328-strong-hash.ts"),
  "cwe-338-secure-random": () => import("#recipes/javascript/cwe-338-secure-random.ts"),
  "cwe-347-pinned-algorithms": () => import("#recipes/javascript/cwe-347-pinned-algorithms.ts"),
  "cwe-489-development-errors": () => import("#recipes/javascript/cwe-489-development-errors.ts"),
  "cwe-521-longer-password": () => import("#recipes/javascript/cwe-521-longer-password.ts"),
  "cwe-601-local-redirect": () => import("#recipes/javascript/cwe-601-local-redirect.ts"),
  "cwe-614-cookie-flags": () => import("#recipes/javascript/cwe-614-cookie-flags.ts"),
  "cwe-653-isolated-page": () => import("#recipes/javascript/cwe-653-isolated-page.ts"),
  "cwe-732-narrow-mode": () => import("#recipes/javascript/cwe-732-narrow-mode.ts"),
  "cwe-78-exec-file": () => import("#recipes/javascript/cwe-78-exec-file.ts"),
  "cwe-78-spawn-without-shell": () => import("#recipes/javascript/cwe-78-spawn-without-shell.ts"),
  "cwe-79-escape-response": () => import("#recipes/javascript/cwe-79-escape-response.ts"),
  "cwe-79-text-content": () => import("#recipes/javascript/cwe-79-text-content.ts"),
  "cwe-798-secret-from-environment": () => import("#recipes/javascript/cwe-798-secret-from-environment.ts"),
  "cwe-89-sql-parameters": () => import("#recipes/javascript/cwe-89-sql-parameters.ts"),
  "cwe-908-cleared-buffer": () => import("#recipes/javascript/cwe-908-cleared-buffer.ts"),
  "cwe-916-key-derivation-cost": () => import("#recipes/javascript/cwe-916-key-derivation-cost.ts"),
  "cwe-942-listed-origins": () => import("#recipes/javascript/cwe-942-listed-origins.ts"),
  "cwe-943-query-values": () => import("#recipes/javascript/cwe-943-query-values.ts"),
  "cwe-95-parse-json": () => import("#recipes/javascript/cwe-95-parse-json.ts"),
};

export const RECIPES_PYTHON: Registry<Recipe> = {
  "cwe-1336-template-variables": () => import("#recipes/python/cwe-1336-template-variables.ts"),
  "cwe-180-normalise-first": () => import("#recipes/python/cwe-180-normalise-first.ts"),
  "cwe-208-constant-time-compare": () => import("#recipes/python/cwe-208-constant-time-compare.ts"),
  "cwe-22-archive-filter": () => import("#recipes/python/cwe-22-archive-filter.ts"),
  "cwe-22-contained-path": () => import("#recipes/python/cwe-22-contained-path.ts"),
  "cwe-258-password-from-environment": () => import("#recipes/python/cwe-258-password-from-environment.ts"),
  "cwe-295-verify-certificates": () => import("#recipes/python/cwe-295-verify-certificates.ts"),
  "cwe-321-key-from-environment": () => import("#recipes/python/cwe-321-key-from-environment.ts"),
  "cwe-322-known-hosts": () => import("#recipes/python/cwe-322-known-hosts.ts"),
  "cwe-326-longer-key": () => import("#recipes/python/cwe-326-longer-key.ts"),
  "cwe-327-current-tls": () => import("#recipes/python/cwe-327-current-tls.ts"),
  "cwe-328-strong-hash": () => import("#recipes/python/cwe-328-strong-hash.ts"),
  "cwe-330-secrets-module": () => import("#recipes/python/cwe-330-secrets-module.ts"),
  "cwe-352-checked-token": () => import("#recipes/python/cwe-352-checked-token.ts"),
  "cwe-377-created-temporary-file": () => import("#recipes/python/cwe-377-created-temporary-file.ts"),
  "cwe-489-flask-debug": () => import("#recipes/python/cwe-489-flask-debug.ts"),
  "cwe-502-safe-yaml-load": () => import("#recipes/python/cwe-502-safe-yaml-load.ts"),
  "cwe-502-weights-only": () => import("#recipes/python/cwe-502-weights-only.ts"),
  "cwe-521-longer-password": () => import("#recipes/python/cwe-521-longer-password.ts"),
  "cwe-595-equal-text": () => import("#recipes/python/cwe-595-equal-text.ts"),
  "cwe-605-loopback-address": () => import("#recipes/python/cwe-605-loopback-address.ts"),
  "cwe-614-cookie-flags": () => import("#recipes/python/cwe-614-cookie-flags.ts"),
  "cwe-732-narrow-mode": () => import("#recipes/python/cwe-732-narrow-mode.ts"),
  "cwe-755-failed-check-refuses": () => import("#recipes/python/cwe-755-failed-check-refuses.ts"),
  "cwe-78-argument-list": () => import("#recipes/python/cwe-78-argument-list.ts"),
  "cwe-79-escape-response": () => import("#recipes/python/cwe-79-escape-response.ts"),
  "cwe-79-jinja-autoescape": () => import("#recipes/python/cwe-79-jinja-autoescape.ts"),
  "cwe-798-secret-from-environment": () => import("#recipes/python/cwe-798-secret-from-environment.ts"),
  "cwe-89-parameterise-query": () => import("#recipes/python/cwe-89-parameterise-query.ts"),
  "cwe-95-literal-eval": () => import("#recipes/python/cwe-95-literal-eval.ts"),
};
