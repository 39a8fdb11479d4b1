import { knownOptions } from "#analysis/match/rule-options.ts";

/** One part of Semgrep's rule language. `example` is what stands in a rule below its message; a test reads every example. */
export interface SemgrepPart {
  readonly name: string;
  readonly supported: "yes" | "no";
  readonly remark: string;
  readonly example: string;
}

export interface SemgrepGroup {
  readonly title: string;
  readonly parts: readonly SemgrepPart[];
}

const part = (supported: "yes" | "no", name: string, example: string, remark = ""): SemgrepPart => ({
  name,
  supported,
  remark,
  example,
});
const yes = (name: string, example: string, remark = ""): SemgrepPart => part("yes", name, example, remark);
const no = (name: string, example: string, remark = ""): SemgrepPart => part("no", name, example, remark);

const on = (condition: string): string => `patterns:\n  - pattern: f($X)\n  - ${condition}`;
const taint = (more = "", source = "", sink = ""): string =>
  `mode: taint\npattern-sources:\n  - pattern: source(...)\n${source}pattern-sinks:\n  - pattern: sink($X)\n${sink}${more}`;

const OPTIONS: readonly SemgrepPart[] = knownOptions().map(([name, values]) =>
  yes(`options: ${name}`, `pattern: f()\noptions:\n  ${name}: ${values[0]}`, `${values.join(" or ")}; other values are refused`),
);

export const SEMGREP_GROUPS: readonly SemgrepGroup[] = [
  {
    title: "Rules",
    parts: [
      yes("severity", "pattern: f()", "`LOW` to `CRITICAL`, and the old `INFO`, `WARNING`, `ERROR` as info, medium, high"),
      yes(
        "metadata",
        "pattern: f()\nmetadata:\n  cwe: ['CWE-89: SQL']\n  confidence: HIGH\n  owner: team",
        "`cwe`, `confidence`, `references`, `title` and `remedy` are read, the rest is the author's own",
      ),
      yes("paths", "pattern: f()\npaths:\n  include: [src]\n  exclude: ['*.test.py']", "patterns as in `.gitignore`"),
      yes(
        "fix",
        "pattern: f($X)\nfix: g($X)",
        "a suggestion in JSON and SARIF that nothing has checked; `assay rules test` compares `.fixed` files",
      ),
      yes("fix-regex", "pattern: f($X)\nfix-regex:\n  regex: f\n  replacement: g\n  count: 1"),
      yes("min-version", "pattern: f()\nmin-version: 1.50.0", "read, not compared: what a rule needs is checked by name"),
      no("max-version", "pattern: f()\nmax-version: 1.50.0"),
      yes("languages: regex", "languages: [regex]\npattern-regex: a+", "on files of the languages that assay reads"),
      no("languages: generic", "languages: [generic]\npattern: f()", "as every other language without a grammar here"),
      yes("mode: taint", taint()),
      no("mode: join", "mode: join\njoin: {}"),
      no("mode: extract", "mode: extract\nextract: $X"),
      no("mode: step", "mode: step\nsteps: []"),
      no("match (syntax 2.0)", "match:\n  any: [f()]"),
      no("pattern-where-python", "pattern: f()\npattern-where-python: 'True'", "runs code of the rule"),
    ],
  },
  {
    title: "Operators",
    parts: [
      yes("pattern", "pattern: f()"),
      yes("patterns", "patterns:\n  - pattern: f()"),
      yes("pattern-either", "pattern-either:\n  - pattern: f()\n  - pattern: g()"),
      yes(
        "pattern-regex",
        "pattern-regex: (?P<NAME>a+)b",
        "RE2: no look-around, no back-references; groups bind `$1` and `$NAME`",
      ),
      no(
        "look-around in an expression",
        "pattern-regex: a(?=b)",
        "but for `(?!…)` and `(?=…)` at the beginning of a metavariable-regex",
      ),
      yes("pattern-inside", "patterns:\n  - pattern: f()\n  - pattern-inside: g(...)"),
      yes("pattern-not", "patterns:\n  - pattern: f(...)\n  - pattern-not: f()"),
      yes("pattern-not-inside", "patterns:\n  - pattern: f(...)\n  - pattern-not-inside: g(...)"),
      yes("pattern-not-regex", "patterns:\n  - pattern: f(...)\n  - pattern-not-regex: b"),
      yes(
        "focus-metavariable",
        on("focus-metavariable: [$X]"),
        "a list gives each, several operators give what they have in common",
      ),
      yes("metavariable-regex", on('metavariable-regex: {metavariable: $X, regex: "(?!a)b", constant-propagation: true}')),
      yes("metavariable-pattern", on("metavariable-pattern: {metavariable: $X, pattern: g(...)}")),
      yes(
        "metavariable-pattern: language",
        on("metavariable-pattern: {metavariable: $X, language: regex, pattern-regex: a}"),
        "`regex`, or a language of the rule",
      ),
      no(
        "metavariable-pattern: language of other code",
        on("metavariable-pattern: {metavariable: $X, language: javascript, pattern: a}"),
        "code in a string is not parsed",
      ),
      no(
        "metavariable-pattern: language: generic",
        on("metavariable-pattern: {metavariable: $X, language: generic, pattern: a}"),
      ),
      yes(
        "metavariable-comparison",
        on('metavariable-comparison: {metavariable: $X, comparison: "int($X) in [1, 2]", base: 10, strip: true}'),
        "arithmetic, comparisons, `in`, `int`, `float`, `str`, `lower`, `upper`, `re.match`",
      ),
      no(
        "metavariable-comparison: today, strptime",
        on('metavariable-comparison: {comparison: "$X < today()"}'),
        "a result may not depend on the day",
      ),
      yes(
        "metavariable-type",
        on("metavariable-type: {metavariable: $X, types: [str, lib.Client]}"),
        "declared types, literals and what `T()` or `new T()` made; nothing through calls",
      ),
      yes("metavariable-name: module", on("metavariable-name: {metavariable: $X, module: lib}"), "by imports"),
      no("metavariable-name: kind", on("metavariable-name: {metavariable: $X, kind: django-view}")),
      yes(
        "metavariable-analysis: redos",
        on("metavariable-analysis: {metavariable: $X, analyzer: redos}"),
        "exponential time, with an attack in the message; `redos: polynomial` in the metadata counts polynomial time too",
      ),
      yes("metavariable-analysis: entropy", on("metavariable-analysis: {metavariable: $X, analyzer: entropy}")),
      no("metavariable-analysis: others", on("metavariable-analysis: {metavariable: $X, analyzer: other}")),
    ],
  },
  {
    title: "Patterns",
    parts: [
      yes("`...`", "pattern: f(..., $X, ...)", "in arguments, parameters, lists, objects, blocks, classes"),
      yes("`$X`, `$_`, `$...ARGS`", "pattern: f($X, $_, $...ARGS)"),
      yes("`<... $X ...>`", "pattern: f(<... g($X) ...>)"),
      yes("`$X. ... .f()`", "pattern: $X. ... .f()"),
      yes('`"..."`, `"$X"`, `"a $X ..."`', 'pattern: f("a $X ...")'),
      yes('`"=~/…/"`', 'pattern: f("=~/^a+/")'),
      yes('`f"...{$X}..."`', 'pattern: f(f"...{$X}...")', "templates of JavaScript likewise"),
      yes("`($X: T)`", 'pattern: "($X: str).f()"', "as metavariable-type"),
      yes("statements in a row", "pattern: |\n  $X = f()\n  ...\n  g($X)"),
      yes("functions, classes, decorators", "pattern: |\n  @route(...)\n  def $F(...):\n      ..."),
    ],
  },
  {
    title: "Taint",
    parts: [
      yes("exact (sources)", taint("", "    exact: true\n")),
      yes("exact (sinks)", taint("", "", "    exact: false\n")),
      yes("exact (sanitizers)", taint("pattern-sanitizers:\n  - pattern: s(...)\n    exact: true\n")),
      yes(
        "by-side-effect",
        taint("pattern-sanitizers:\n  - pattern: s(...)\n    by-side-effect: true\n", "    by-side-effect: only\n"),
        "sources: true, false, only; sanitizers: true, false",
      ),
      yes(
        "label, requires",
        taint("", "    label: A\n", "    requires: not A\n"),
        "up to 12 labels; a sink without `requires` takes any label",
      ),
      no("requires for each metavariable", taint("", "    label: A\n", "    requires: [{metavariable: $X, requires: A}]\n")),
      yes("pattern-propagators", taint("pattern-propagators:\n  - pattern: $A.add($B)\n    from: $B\n    to: $A\n")),
      no(
        "labels of propagators",
        taint("pattern-propagators:\n  - pattern: $A.add($B)\n    from: $B\n    to: $A\n    label: A\n"),
      ),
      no("at-exit", taint("", "", "    at-exit: true\n")),
      no("control", taint("", "    control: true\n")),
      no("not_conflicting", taint("pattern-sanitizers:\n  - pattern: s(...)\n    not_conflicting: true\n"), "deprecated"),
    ],
  },
  {
    title: "Options",
    parts: [
      ...OPTIONS,
      no("options: symbolic_propagation: true", "pattern: f()\noptions:\n  symbolic_propagation: true"),
      no("options: ac_matching: true", "pattern: f()\noptions:\n  ac_matching: true", "operands match in their order only"),
      no("options: taint_unify_mvars: true", "pattern: f()\noptions:\n  taint_unify_mvars: true"),
      no(
        "options: generic_ellipsis_max_span",
        "pattern: f()\noptions:\n  generic_ellipsis_max_span: 10",
        "as every option that is not in this table",
      ),
    ],
  },
];

export function semgrepPage(): string {
  const cell = (text: string): string => text.replaceAll("|", "\\|");
  const name = (text: string): string => (text.includes("`") ? text : `\`${text}\``);
  return [
    "# Semgrep's rule language",
    "",
    "Written by `npm run generate` from `scripts/reference-semgrep.ts`. A test reads an example of every line: what is marked yes is accepted, what is",
    "marked no is refused with its line, and the rule is not used. Nothing is ignored.",
    "",
    "Rules run without a clock: each has a number of steps for a file, and one that uses them up is reported as `rule-timeout`. Regular expressions are RE2.",
    "Taint is followed inside a function, as in the community edition; assay's own [data flow](rules.md) goes through functions and files.",
    ...SEMGREP_GROUPS.flatMap(({ title, parts }) => [
      "",
      `## ${title}`,
      "",
      "| part | supported | remark |",
      "| --- | --- | --- |",
      ...parts.map((one) => `| ${cell(name(one.name))} | ${one.supported} | ${cell(one.remark)} |`),
    ]),
    "",
    "## Tests",
    "",
    "`assay rules test` reads `ruleid`, `ok`, `todoruleid` and `todook` comments in the fixtures beside a rule file, and compares `NAME.fixed.EXT` with what the fixes",
    "give. `nosemgrep` comments hide findings, which are reported as suppressed. `assay rules validate` checks rules without running them.",
    "",
  ].join("\n");
}
