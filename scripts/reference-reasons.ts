/** What each reason code of a verdict means. test/docs.test.ts holds this table against the sources of the checks. */
export const VERDICT_REASONS: Readonly<Record<string, string>> = {
  "adds-reach":
    "The patch reaches the network, other programs or stored objects, which the code did not reach before. A person decides.",
  "adds-suppression":
    "The patch adds or moves a comment that hides findings, such as `nosec`, `noqa` or `eslint-disable`, or switches warnings off.",
  "attack-succeeds": "An attack that had an effect on the unchanged code, or a variant of it, still has one on the patched code.",
  "behaviour-differs": "A harmless call gives another result, error or effect on the patched code than on the unchanged code.",
  "broken-before": "A touched file did not compile before the patch either, so nothing is proven.",
  "cannot-build":
    "The project's tests could not be built for the run: the code does not compile here, or a library that it needs is not on this machine.",
  "changes-dependencies":
    "The patch changes what is installed or how the project is built. A repair that needs it waits for a person.",
  "check-crashed": "The check itself broke down, so it proved nothing.",
  "checker-failed": "The project's type checker gave no report that can be read.",
  "comment-only": "Only comments, strings without effect or blanks differ: nothing is repaired.",
  "compiler-failed": "The compiler did not finish, or did not speak of every file.",
  "confusable-text":
    "A new name or text reads like another one: alphabets mixed in one word, or letters that the compiler takes for plain ones.",
  "control-differs":
    "A harmless call does something else on the patched code than on the unchanged code, so the attack's end proves nothing.",
  "driver-failed":
    "The code could not be driven: it does not load in the sandbox, needs a package that is missing, or ended the process.",
  "encoding-changed": "The patch changes encoding, byte order mark or the kind of line ends.",
  "few-runs": "Too few harmless calls return, or all of them look alike, so that sameness proves nothing.",
  "finding-remains": "An engine that raised the finding still reports it.",
  flaky: "Tests that broke passed on a second run, or the unchanged code does not give the same results twice.",
  "guard-bypassed":
    "A solver found an input that passes the guards of the patched code, and tried in the sandbox it is an attack.",
  "hides-code":
    "Code moves to where engines do not look: a text that is evaluated, a computed name, an encoded constant, another interpreter, a generated or vendored file.",
  "hides-sink":
    "Something is no longer called or written openly but still named: an alias, a table, a partial application or reflection may go on with it. A person decides.",
  "idle-check":
    "A new check stops nobody: its result is thrown away, it holds for every input, or it never refuses. A person decides.",
  "incomplete-sanitizer": "Listed characters are taken out of a text, or a step undoes the one before. A person decides.",
  "invisible-text": "The patch adds invisible, control or direction-changing characters.",
  "narrows-interface": "A function takes fewer parameters than before. A person decides.",
  "needs-network": "Tests failed before the patch for want of a network, which the sandbox does not give.",
  "new-diagnostic": "A compiler or type checker reports something that it did not report before.",
  "new-finding": "An engine reports something new in the touched files or in those that import them.",
  "no-change": "The patch is empty or leaves a file as it was.",
  "no-checker": "The project has settings for a type checker that is not installed.",
  "no-entry-point": "No function, method or route that holds the weak place can be called from outside in both states.",
  "no-go": "No Go of the system was found, so the files were not compiled.",
  "no-node": "No Node was found for the syntax check.",
  "no-compiler": "No compiler of the system for the language was found, so the files were not compiled.",
  "no-python": "No Python was found, so the files were not compiled or driven.",
  "no-runner": "The project's test runner is not known or not installed.",
  "no-sandbox": "No sandbox works on this machine, so nothing of the project was run.",
  "no-sanitizer": "The C compiler has no sanitizer that sees a weakness of this kind, or its runtime libraries are missing.",
  "no-second-witness": "No engine independent of the one that raised the defect saw it on the unchanged code.",
  "no-tests": "No test was found, or all were skipped.",
  "not-applicable": "The check is for another language, or for a tool the project does not have.",
  "not-attackable": "There are no payloads for weaknesses of this kind or code of this language.",
  "not-drivable": "The patch touches a file that cannot be called, such as a page or a configuration.",
  "not-built": "Nobody has written a check of this rung yet.",
  "not-reached": "A lower rung failed, so this one was not tried.",
  "not-red-before": "No attack had an effect on the unchanged code, so they prove nothing.",
  "not-staged": "The project could not be copied for the run, for example because it is too large.",
  "not-text": "A touched file is not UTF-8.",
  ok: "The check ran and is content.",
  "optional-guard": "The new guard works only when a setting, a new parameter or a constant says so. A person decides.",
  "parse-stopped": "Parsing took too long and was stopped.",
  "path-hidden":
    "The path of the data is gone from sight but not shown to be cut: the call vanished, is only known when it runs, or the source is no longer recognised.",
  "path-remains": "Held strictly, data from the same source still reaches a sink of the same kind.",
  "path-unseen": "The strict analysis did not see the path before, or not all of the code after, so its end proves nothing.",
  "package-not-run": "The project's tests run no line of the upgraded package, so that they say nothing of it.",
  "patch-not-run": "No call came to some of the changed lines, so that their behaviour is not known.",
  "patch-refused": "The patch does not apply strictly to the code it was made for.",
  "patch-stale": "A file is not the text the patch was made for.",
  "protected-path": "The patch changes what judges it: tests, configuration, build files, suppressions, policy.",
  "red-before": "Tests failed before the patch, so their result proves nothing.",
  "removes-code":
    "The patch deletes or empties a function, a route, an option or a branch, turns a result into a constant, or makes code unreachable.",
  "report-doubtful": "The test runner's report and its exit status contradict each other.",
  "runner-crashed": "The test runner left no report.",
  "sanitizer-report":
    "The project's tests, built with sanitizers, make the patched code do something that a sanitizer objects to and that the unchanged code did not do, twice.",
  "scan-incomplete": "An engine did not look at everything it looked at before, so its silence proves nothing.",
  "second-weakness":
    "An attack still has an effect, but the function has another weakness of the same kind that may be the cause.",
  "stated-change":
    "A harmless call does something else, and the repair said so beforehand: whether that is wanted is for a person to judge.",
  "swallows-errors": "The patch catches errors and drops them, or only reports them and goes on.",
  "syntax-error": "The patched file no longer parses.",
  "syntax-only": "The syntax is right; types were not checked, because the project has no compiler of its own.",
  "test-broke": "A test that passed before fails with the patch, twice.",
  "tests-removed": "A test that ran before no longer runs.",
  "too-many": "More packages with tests reach the patched code than are run for one repair.",
  "timed-out": "The tests, or an attack, took longer than they may.",
  "unjudged-change":
    "Calls with special characters do something else, and for this kind of weakness nobody has said which of them are attacks.",
  "unknown-language": "There is no grammar for a touched file, so whether it parses is not known.",
  "weakens-tests": "An assertion is gone or loosened, a test is skipped, ends early, or tests a double of what it tested.",
  "wide-scope": "The patch changes pieces that have nothing to do with the finding. A person decides.",
  "witness-missing": "The scan of the unchanged code does not hold the findings of the defect.",
};

/** What each rule of the policy means, as it stands in a decision. */
export const DECISION_RULES: Readonly<Record<string, string>> = {
  "check-failed": "reject: a check failed",
  "not-applied": "reject: the patch was not shown to apply",
  "person-needed": "ask: a check saw something that a person must judge, however far up the ladder the change came",
  "sensitive-code": "ask: the change touches security-critical code (tier 3)",
  "setting-needed":
    "ask: the repaired program needs a setting that somebody must make first, such as a secret in the environment",
  "level-not-reached": "ask: a rung that the tier needs did not pass",
  "tier-level-reached": "accept: nothing failed and the tier's rung is reached",
  "better-accepted": "reject: an option proposed before it was accepted, so this one was not validated",
  "other-option": "reject: another option was asked for by `--option`, so this one was not validated",
};

/** Why a repair ended as it did: `reason` of a repair in JSON. */
export const REPAIR_REASONS: Readonly<Record<string, string>> = {
  accepted: "The policy accepted the best candidate.",
  approved: "The user gave `--approve`.",
  "approved-by-reviewer": "The person asked said yes.",
  "waits-for-reviewer": "The person asked did not decide.",
  "rejected-by-reviewer": "The person asked said no.",
  "no-candidate": "Nobody proposed a repair.",
  declined: "Recipes for this weakness exist, but the code is not of a shape they can repair rightly; `declined` says why.",
  "all-rejected": "Every candidate failed a check.",
};
