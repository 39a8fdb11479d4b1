import type { Detector } from "./silencing.ts";

/** Files that judge, build or steer: a repair of code has no business there. Lower-case, matched against the whole path. */
const PROTECTED: readonly RegExp[] = [
  /(?:^|\/)\.(?:github|gitlab|circleci|buildkite|husky|githooks|git|assay|semgrep|vscode|idea|cursor|claude|devcontainer)\//,
  /(?:^|\/)(?:\.gitlab-ci|\.travis|appveyor|azure-pipelines|bitbucket-pipelines|\.drone|\.pre-commit-config|lefthook|cloudbuild)\.ya?ml$/,
  /(?:^|\/)(?:jenkinsfile|codeowners|agents\.md|claude\.md|\.cursorrules|\.mcp\.json)$/,
  /(?:^|\/)assay\.ya?ml$/,
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|poetry\.lock|pipfile\.lock|uv\.lock|pdm\.lock|cargo\.lock|go\.sum|composer\.lock|gemfile\.lock)$/,
  /(?:^|\/)\.(?:bandit|semgrepignore|gitleaksignore|gitleaks\.toml|trivyignore(?:\.yaml)?|snyk|nycrc|coveragerc|flake8|pylintrc|ruff\.toml|npmrc|gitattributes|eslintignore)$/,
  /(?:^|\/)(?:ruff|mypy|pyrightconfig|bandit|semgrep|osv-scanner|trivy|grype|sonar-project|codecov|renovate|dependabot)\.(?:ini|toml|json|ya?ml|properties)$/,
  /(?:^|\/)(?:\.eslintrc[^/]*|eslint\.config\.[^/]+|biome\.jsonc?|\.?oxlintrc\.json|tsconfig[^/]*\.json|jsconfig\.json)$/,
  /(?:^|\/)(?:pytest\.ini|tox\.ini|setup\.cfg|noxfile\.py|conftest\.py|\.mocharc\.[^/]+|(?:vitest|vite|jest|karma|playwright|cypress)\.config\.[^/]+|sitecustomize\.py|usercustomize\.py)$/,
];

/** What is installed, and how the project is built and run. */
const MANIFESTS =
  /(?:^|\/)(?:pyproject\.toml|package\.json|requirements[^/]*\.(?:txt|in)|constraints[^/]*\.txt|pipfile|environment\.ya?ml|setup\.py|makefile|justfile|rakefile|dockerfile[^/]*|docker-compose[^/]*\.ya?ml|\.env[^/]*|(?:webpack|rollup|babel|gulp|grunt)[^/]*\.[mc]?[jt]s|gruntfile\.js|gulpfile\.js)$/;

export const touchesProtectedPath: Detector = ({ path }) => {
  const name = path.toLowerCase();
  if (PROTECTED.some((pattern) => pattern.test(name)))
    return { reason: "protected-path", detail: `${path} judges or steers the project: a repair may not change it` };
  if (!MANIFESTS.test(name)) return undefined;
  return { reason: "changes-dependencies", detail: `${path} says what is installed and how it is built`, asks: true };
};
