import type { Pipeline } from "./pipeline.ts";

const PATH = ".github/workflows/assay.yml";

/** Actions by the commit of a release, so that a moved tag changes nothing. */
const CHECKOUT = "actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2";
const NODE = "actions/setup-node@49933ea5288caeca8642d1e84afbd3f7d6820020 # v4.4.0";
const UPLOAD = "actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02 # v4.6.2";
const DOWNLOAD = "actions/download-artifact@d3f86a106a0bac45b974a628896c90dbdf5c8093 # v4.3.0";

/** Away from the checkout, whose `.npmrc` and `node_modules` are the change's own. */
const install = (version: string): string => `- name: Install assay, away from what is checked out
        working-directory: \${{ runner.temp }}
        run: |
          npm install --prefix assay --no-save assay@${version}
          echo "$RUNNER_TEMP/assay/node_modules/.bin" >> "$GITHUB_PATH"`;

const text = (version: string): string => `# Written by \`assay init github\`.
# Two jobs: one looks at untrusted code and may write nothing, the other may write and never sees that code.
name: assay
on:
  pull_request:
  schedule:
    # Everything, with every engine, once a week; a pull request is looked at by what it changes.
    - cron: "17 3 * * 1"
  workflow_dispatch:
permissions: {}
concurrency:
  group: assay-\${{ github.ref }}
  cancel-in-progress: true
jobs:
  analyse:
    runs-on: ubuntu-latest
    permissions:
      contents: read
    steps:
      - uses: ${CHECKOUT}
        with:
          fetch-depth: 0
          persist-credentials: false
      - uses: ${NODE}
        with:
          node-version: 24
      ${install(version)}
      - name: Gate the change
        if: github.event_name == 'pull_request'
        env:
          BASE: \${{ github.event.pull_request.base.sha }}
        run: >-
          assay gate --base "$BASE"
          --output sarif=assay-results/assay.sarif
          --output card=assay-results/card.md
          --output html=assay-results/report.html
          --output card="$GITHUB_STEP_SUMMARY"
      - name: Suggest repairs
        if: always() && github.event_name == 'pull_request'
        env:
          BASE: \${{ github.event.pull_request.base.sha }}
        # The gate decides; without suggestions its verdict stands.
        continue-on-error: true
        run: assay review --base "$BASE" --format json --output assay-results/review.json --exit-zero
      - name: Look at everything
        if: github.event_name != 'pull_request'
        run: assay check --sarif-output assay-results/assay.sarif --markdown-output "$GITHUB_STEP_SUMMARY"
      - uses: ${UPLOAD}
        if: always()
        with:
          name: assay-results
          path: assay-results
          if-no-files-found: error
  publish:
    needs: analyse
    # The token of a fork's pull request cannot write: there the summary of the first job holds the card.
    if: always() && github.event_name == 'pull_request' && github.event.pull_request.head.repo.full_name == github.repository
    runs-on: ubuntu-latest
    permissions:
      pull-requests: write
      security-events: write
    steps:
      - uses: ${DOWNLOAD}
        with:
          name: assay-results
          path: assay-results
      - uses: ${NODE}
        with:
          node-version: 24
      ${install(version)}
      - env:
          GITHUB_TOKEN: \${{ github.token }}
        run: |
          parts=()
          for part in card:card.md review:review.json sarif:assay.sarif; do
            [ ! -f "assay-results/\${part#*:}" ] || parts+=("--\${part%%:*}" "assay-results/\${part#*:}")
          done
          assay publish github "\${parts[@]}"
`;

export const GITHUB: Pipeline = {
  name: "github",
  title: "GitHub Actions",
  files: (version) => [{ path: PATH, text: text(version) }],
  next: () => ['Commit it, and make the check "analyse" required for the default branch in the repository\'s settings.'],
};
