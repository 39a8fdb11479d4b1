import type { Pipeline } from "./pipeline.ts";

const PATH = ".gitlab/assay.yml";
const ROOT = ".gitlab-ci.yml";

const text = (version: string): string => `# Written by \`assay init gitlab\`.
.assay:
  image: node:24
  variables:
    GIT_DEPTH: "0"
  before_script:
    # Away from the checkout, whose .npmrc and node_modules are the change's own.
    - tools="$(mktemp -d)"
    - (cd "$tools" && npm install --prefix "$tools" --no-save assay@${version})
    - export PATH="$tools/node_modules/.bin:$PATH"
  artifacts:
    when: always
    paths: [assay-results/]
    reports:
      sast: assay-results/gl-sast-report.json
      codequality: assay-results/gl-code-quality-report.json
      junit: assay-results/junit.xml

assay:
  extends: .assay
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
  script:
    - >-
      assay gate --base "$CI_MERGE_REQUEST_DIFF_BASE_SHA"
      --output gitlab-sast=assay-results/gl-sast-report.json
      --output gitlab-codequality=assay-results/gl-code-quality-report.json
      --output junit=assay-results/junit.xml
      --output html=assay-results/report.html

# Everything, with every engine: give the project a pipeline schedule.
assay-everything:
  extends: .assay
  artifacts:
    when: always
    paths: [assay-results/]
    reports: {}
  rules:
    - if: $CI_PIPELINE_SOURCE == "schedule"
  script:
    - assay check --sarif-output assay-results/assay.sarif
`;

export const GITLAB: Pipeline = {
  name: "gitlab",
  title: "GitLab CI",
  files: (version) => [
    { path: PATH, text: text(version) },
    { path: ROOT, text: `include:\n  - local: ${PATH}\n` },
  ],
  next: (kept) => [
    ...(kept.has(ROOT) ? [`Add to ${ROOT}:  include: [{ local: ${PATH} }]`] : []),
    "Commit it, and let merge requests need a pipeline that succeeds.",
  ],
};
