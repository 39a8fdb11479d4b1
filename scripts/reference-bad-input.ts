/** One kind of bad input: what becomes of it, and the test that proves it. */
export interface BadInput {
  readonly input: string;
  readonly verdict: string;
  /** Path of the test, and a part of its title that stands in that file. */
  readonly proof: readonly [file: string, title: string];
}

const REPORTS = "test/adapters-bad-input.test.ts";
const GIT = "test/e2e/gate-git.test.ts";
const APPROVALS = "test/approvals.test.ts";
const NOT_BELIEVED = "nothing of the report is believed; no file counts as covered; the run is incomplete (exit 3)";
const NOT_COUNTED = "the approval counts for nothing: the change still waits (exit 4)";

/** Every kind of bad input that a gate may meet. None of them is clean or green. */
export const BAD_INPUT: readonly BadInput[] = [
  {
    input: "scanner output cut short",
    verdict: "what is not proved is not covered; the run is incomplete (exit 3)",
    proof: [REPORTS, "is not clean where it is cut"],
  },
  {
    input: "scanner output of another schema",
    verdict: NOT_BELIEVED,
    proof: [REPORTS, "proves nothing where it is of another form"],
  },
  {
    input: "scanner output that is empty",
    verdict: NOT_BELIEVED,
    proof: [REPORTS, "proves nothing where it is of another form"],
  },
  { input: "“requires login” instead of results", verdict: NOT_BELIEVED, proof: [REPORTS, "requires login"] },
  { input: "keys that stand twice", verdict: NOT_BELIEVED, proof: [REPORTS, "keys that stand twice"] },
  { input: "text before or after the report", verdict: NOT_BELIEVED, proof: [REPORTS, "proves nothing with words around it"] },
  { input: "NaN", verdict: NOT_BELIEVED, proof: [REPORTS, "and numbers that are none"] },
  {
    input: "a report of two gigabytes",
    verdict: "refused unread as `report-unreadable`; the run is incomplete",
    proof: ["test/endless-reports.test.ts", "a report of two gigabytes is refused unread"],
  },
  {
    input: "lines that the file has not",
    verdict: "the place is not believed, or the report is not",
    proof: [REPORTS, "points at no line that a file has not"],
  },
  { input: "paths outside the repository", verdict: "left out, and said", proof: [REPORTS, "points at no file outside"] },
  {
    input: "an imported report that is bad in any of these ways",
    verdict: NOT_BELIEVED,
    proof: ["src/adapters/scanner-host/import-file.test.ts", "refuses %s, and reports nothing of it"],
  },
  {
    input: "a scanner that exits with a code it never means",
    verdict: "`engine-crashed`; nothing is believed",
    proof: [REPORTS, "exits with what it never means"],
  },
  { input: "a scanner that is killed", verdict: "`engine-crashed`; nothing is believed", proof: [REPORTS, "is killed"] },
  { input: "a scanner that hangs", verdict: "`timed-out`; nothing is believed", proof: [REPORTS, '"hangs"'] },
  {
    input: "a scanner that floods its output",
    verdict: "`output-flooded`, stopped long before memory is full",
    proof: [REPORTS, "a tool that writes without end is stopped"],
  },
  {
    input: "a scanner that forks without end",
    verdict: "the sandbox ends it",
    proof: ["src/testing/sandbox-contract.ts", "ends a fork bomb"],
  },
  {
    input: "a scanner that exits with 0 and says nothing",
    verdict: "nothing is covered; incomplete",
    proof: [REPORTS, "exits with 0 and says nothing, and is not clean"],
  },
  {
    input: "a scanner that is missing",
    verdict: "`not-installed`; a gate that requires it is incomplete",
    proof: ["test/e2e/gate.test.ts", "a required engine that is not here and a file that nobody read are not green"],
  },
  {
    input: "a scanner that no longer finds what it must",
    verdict: "`control-missed`; the whole run failed",
    proof: ["src/adapters/scanner-host/command-host.test.ts", "fails as a whole when the known-bad file is not reported"],
  },
  {
    input: "hostile settings for each scanner in the repository",
    verdict: "never reach the tool, or are overruled",
    proof: [REPORTS, "$id never sees settings of the repository, or is told otherwise"],
  },
  {
    input: "a SonarQube server without an analysis, or with a failed one",
    verdict: "nothing is believed; incomplete",
    proof: ["test/sonarqube.test.ts", "where the background task failed"],
  },
  {
    input: "a SonarQube quality gate NONE or ERROR",
    verdict: "the run is incomplete",
    proof: ["test/sonarqube.test.ts", "where there is no quality gate"],
  },
  {
    input: "a shallow clone",
    verdict: "exit 2, with what to fetch",
    proof: [GIT, "a revision that a shallow clone lacks ends in an error that says so"],
  },
  { input: "a detached head", verdict: "judged like any other", proof: [GIT, "a detached head is a head like any other"] },
  {
    input: "a repository before its first commit",
    verdict: "everything is new; only the user's settings judge",
    proof: [GIT, "before the first commit everything is new"],
  },
  {
    input: "a bare repository",
    verdict: "exit 2: nothing to judge",
    proof: [GIT, "a bare repository has nothing to judge, and says so"],
  },
  {
    input: "a linked work tree, a submodule",
    verdict: "judged by their own base",
    proof: [GIT, "a linked work tree and a submodule are judged by their own base"],
  },
  {
    input: "a huge history",
    verdict: "takes no longer, tells a bounded number of authors",
    proof: [GIT, "a long history takes no longer"],
  },
  {
    input: "hostile git settings, hooks and filters",
    verdict: "nothing of them is run",
    proof: [GIT, "nothing that a repository configures is run"],
  },
  { input: "an unfinished merge", verdict: "incomplete", proof: [GIT, "a conflict is no green light"] },
  {
    input: "a missing git object",
    verdict: "an error, not an empty file",
    proof: [GIT, "an object that is missing ends in an error, not in an empty file"],
  },
  {
    input: "a lock file of 50 MB",
    verdict: "read to the end; above the limit `too-large`, incomplete",
    proof: ["src/analysis/lockfiles/lockfiles.test.ts", "fifty megabytes of npm's are read to the end"],
  },
  {
    input: "an upgrade whose package is cut, another one or missing",
    verdict: "inconclusive (exit 3)",
    proof: ["test/dependencies/upgrade.test.ts", "whose package is cut"],
  },
  {
    input: "a policy with an error",
    verdict: "incomplete, also where the change mends it",
    proof: ["test/e2e/gate.test.ts", "settings of the base that cannot be used leave the verdict incomplete"],
  },
  {
    input: "a policy that loosens",
    verdict: "exit 2, with the line",
    proof: ["test/e2e/bad-input-commands.test.ts", "a looser policy"],
  },
  {
    input: "an approval of another digest",
    verdict: NOT_COUNTED,
    proof: [APPROVALS, "an approval of another state of the change, of the findings or of the policy counts for nothing"],
  },
  { input: "an approval by the author", verdict: NOT_COUNTED, proof: [APPROVALS, "nobody agrees to a change of their own"] },
  {
    input: "an approval by an unknown key, or forged",
    verdict: NOT_COUNTED,
    proof: [APPROVALS, "who is not of the policy cannot sign, and a forged file counts for nothing"],
  },
  { input: "an approval that has run out", verdict: NOT_COUNTED, proof: [APPROVALS, "one that has run out counts for nothing"] },
  {
    input: "an approval that is replayed",
    verdict: NOT_COUNTED,
    proof: [APPROVALS, "approvals that stand in the base already are not of this change"],
  },
];

/** The table of docs/reference/bad-input.md. */
export function badInputPage(): string {
  const rows = BAD_INPUT.map(
    ({ input, verdict, proof: [file, title] }) => `| ${input} | ${verdict} | \`${file}\`: ${title.replaceAll('"', "")} |`,
  );
  return [
    "# Bad input",
    "",
    "Written by `npm run generate` from `scripts/reference-bad-input.ts`; `test/docs.test.ts` holds it against the tests it names.",
    "What is missing, broken or hostile is never clean and never green. Each kind has a stated verdict and a test. For evidence see [evidence](evidence.md), where each invalid bundle is refused for its reason.",
    "",
    "| what comes in | what becomes of it | proved by |",
    "| --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}
