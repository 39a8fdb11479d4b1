import { z } from "zod";
import { parseRules } from "#analysis/match/rule-file.ts";
import type { Rule } from "#analysis/match/rule.ts";
import { DEFECTS } from "#analysis/machine/defects.ts";
import { builtinKinds } from "#analysis/models/load.ts";
import { cweFamily } from "#domain/cwe.ts";
import { DECLINES } from "#domain/decline.ts";
import { Defect } from "#domain/defect.ts";
import { ERRORS } from "#domain/errors.ts";
import { Repair } from "#domain/report.ts";
import { NEW_SUPPRESSION } from "#domain/suppression.ts";
import { showInvisible } from "#lib/text.ts";
import { allBuiltinRules } from "#rules/builtin.ts";
import type { Explanation } from "./api.ts";
import type { Project } from "./project.ts";
import { teamRules } from "./team-rules.ts";

/** What a name stands for: a rule, weakness, recipe, check, error, or a defect of the latest runs. */
export async function explainRun(project: Project, subject: string): Promise<Explanation | undefined> {
  return (
    (await explainRule(subject)) ??
    (await explainFlowRule(subject)) ??
    explainNewSuppression(subject) ??
    explainTeamRule(project, subject) ??
    (await explainCwe(project, subject)) ??
    (await explainRecipe(project, subject)) ??
    (await explainCheck(project, subject)) ??
    explainError(subject) ??
    (await explainDefect(project, subject))
  );
}

async function explainRule(subject: string): Promise<Explanation | undefined> {
  const rule = (await allBuiltinRules()).find((one) => one.id === subject);
  return rule === undefined ? undefined : ruleExplained(rule);
}

/** A rule of the project's own. Its file is text of the code under analysis, so what it says is shown without characters that cannot be seen. */
function explainTeamRule({ root, judges }: Project, subject: string): Explanation | undefined {
  for (const { path, text } of judges?.rules ?? teamRules(root)) {
    const rule = parseRules(text, path).rules.find((one) => one.id === subject);
    if (rule !== undefined) return ruleExplained(rule, `**Rule of this project:** ${path}`);
  }
  return undefined;
}

function ruleExplained(rule: Rule, ...more: readonly string[]): Explanation {
  const { id, title, cwe, remedy, references } = rule;
  const body = [
    rule.message,
    ...(cwe.length === 0 ? [] : [`**Weakness:** ${cwe.join(", ")}`]),
    `**Severity:** ${rule.severity}`,
    ...(remedy === "" ? [] : [`**Remedy:** ${remedy}`]),
    ...more,
    ...references.map((url) => `- ${url}`),
  ];
  return { kind: "rule", id, title: showInvisible(title), body: showInvisible(body.join("\n\n")) };
}

/** A rule of the data-flow engine: its message speaks of the place, so the title stands in for it. */
async function explainFlowRule(subject: string): Promise<Explanation | undefined> {
  const kind = (await builtinKinds()).find((one) => one.rule === subject);
  if (kind === undefined) return explainMemoryRule(subject);
  const body = [
    `${kind.title}. Found by following data from where it comes in to where it is used, through functions and files.`,
    `**Weakness:** ${kind.cwe.join(", ")}`,
    `**Severity:** ${kind.severity}`,
    `**Remedy:** ${kind.remedy}`,
    ...(kind.references ?? []).map((url) => `- ${url}`),
  ];
  return { kind: "rule", id: kind.rule, title: kind.title, body: body.join("\n\n") };
}

function explainMemoryRule(subject: string): Explanation | undefined {
  const found = Object.values(DEFECTS).find((one) => one.rule === subject);
  if (found === undefined) return undefined;
  const body = [
    `${found.title}. Found by following what a function makes, writes and releases on its ways.`,
    `**Weakness:** ${found.cwe.join(", ")}`,
    `**Severity:** ${found.severity}`,
    `**Remedy:** ${found.remedy}`,
    ...found.cwe.map((cwe) => `- https://cwe.mitre.org/data/definitions/${cwe.slice(4)}.html`),
  ];
  return { kind: "rule", id: found.rule, title: found.title, body: body.join("\n\n") };
}

/** The one rule that no engine has: it looks at a change, not at code. */
function explainNewSuppression(subject: string): Explanation | undefined {
  if (subject !== NEW_SUPPRESSION) return undefined;
  const body = [
    "A change adds a comment that hides findings (`nosemgrep`, `nosec`, `assay-ignore`, `noqa`, `eslint-disable`), or an entry in the file of suppressions. Raised where a change is looked at, so that hiding a weakness is seen by whoever reviews it.",
    "**Severity:** low",
    "**Remedy:** Mend what it hides, or let a reviewer agree that it needs no repair.",
  ];
  return { kind: "rule", id: NEW_SUPPRESSION, title: "New suppression", body: body.join("\n\n") };
}

async function explainCwe(project: Project, subject: string): Promise<Explanation | undefined> {
  const id = subject.toUpperCase();
  if (!/^CWE-[1-9]\d*$/u.test(id)) return undefined;
  const family = cweFamily([id]);
  const rules = (await allBuiltinRules())
    .filter((rule) => rule.cwe.includes(id))
    .map((rule) => `- \`${rule.id}\`: ${rule.title}`);
  const recipes = (await project.recipes())
    .filter((recipe) => recipe.cwes.includes(id))
    .map((recipe) => `- \`${recipe.id}\`: ${recipe.title}`);
  const list = (title: string, lines: readonly string[]): string =>
    `**${title}**\n\n${lines.length === 0 ? "none" : lines.join("\n")}`;
  const number = id.slice("CWE-".length);
  return {
    kind: "cwe",
    id,
    title: family === id ? id : `${id} (${family.replaceAll("-", " ")})`,
    body: [`https://cwe.mitre.org/data/definitions/${number}.html`, list("Rules", rules), list("Recipes", recipes)].join("\n\n"),
  };
}

async function explainRecipe(project: Project, subject: string): Promise<Explanation | undefined> {
  const recipe = (await project.recipes()).find((one) => one.id === subject);
  if (recipe === undefined) return undefined;
  const facts = `**Repairs:** ${recipe.cwes.join(", ")} in ${recipe.languages.join(", ")}\n\n**Review:** ${recipe.review.replaceAll("-", " ")}`;
  return { kind: "recipe", id: recipe.id, title: recipe.title, body: `${recipe.description}\n\n${facts}` };
}

async function explainCheck(project: Project, subject: string): Promise<Explanation | undefined> {
  const check = (await project.checks()).find((one) => one.id === subject);
  return check === undefined
    ? undefined
    : { kind: "check", id: check.id, title: check.title, body: `A check of rung ${check.level} of the ladder.` };
}

function explainError(subject: string): Explanation | undefined {
  const entry = Object.entries(ERRORS).find(([code]) => code === subject);
  if (entry === undefined) return undefined;
  const [code, { exit, remedy }] = entry;
  return { kind: "error", id: code, title: code.replaceAll("-", " "), body: `Exit code ${exit}. ${remedy}` };
}

/** From the log: what was found, what was tried, what each check said, and which policy rule fired. */
async function explainDefect(project: Project, subject: string): Promise<Explanation | undefined> {
  if (!/^[0-9a-f]{4,64}$/u.test(subject)) return undefined;
  const store = await project.store();
  for (const { run } of (await store.runs()).toReversed().slice(0, 20)) {
    const entries = await store.entries(run);
    const of = <T>(name: string, schema: z.ZodType<T>): T[] =>
      entries
        .filter((entry) => entry.type === "event" && entry.name === name)
        .map((entry) => schema.parse(JSON.parse(entry.payload)));
    const defect = of("defect-correlated", z.object({ defect: Defect })).find((entry) =>
      entry.defect.id.startsWith(subject),
    )?.defect;
    if (defect === undefined) continue;
    const repair = of("repair-finished", z.object({ repair: Repair })).find((entry) => entry.repair.defect === defect.id)?.repair;
    return { kind: "defect", id: defect.id, title: defect.title, body: story(defect, repair) };
  }
  return undefined;
}

function story(defect: Defect, repair: Repair | undefined): string {
  const place = `${defect.location.path}:${defect.location.startLine}`;
  const lines = [
    showInvisible(defect.message),
    `**Where:** ${showInvisible(place)}, rule \`${defect.rule}\`, ${defect.cwe ?? "no CWE"}, probability ${defect.probability}`,
  ];
  for (const step of defect.trace ?? []) lines.push(`- line ${step.location.startLine}: ${showInvisible(step.note)}`);
  if (repair === undefined) return lines.join("\n\n");
  lines.push(
    `**Outcome:** ${repair.status} (${repair.reason})`,
    ...repair.declined.map(({ by, reason, code }) => `- declined by ${by}: ${reason} (${code}: ${DECLINES[code].remedy})`),
  );
  for (const { candidate, verdicts, decision, level } of repair.attempts) {
    lines.push(
      `**${candidate.title}** by ${candidate.author} (${candidate.origin}): ${decision.outcome} by rule \`${decision.rule}\`: ${decision.reason}; level ${level ?? "none"}. ${candidate.rationale}`,
    );
    lines.push(
      ...verdicts.map(
        (verdict) =>
          `- ${verdict.level} ${verdict.check}: ${verdict.outcome} (${verdict.reason}) ${showInvisible(verdict.detail)}`,
      ),
    );
  }
  return lines.join("\n\n");
}
