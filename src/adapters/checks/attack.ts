import { languageOf } from "#analysis/languages/registry.ts";
import { digestJson, digest } from "#lib/digest.ts";
import { defineCheck } from "#ports/check.ts";
import { compareSides } from "./attack/compare.ts";
import { attackFamily } from "./attack/families.ts";
import { findAttack } from "./attack/find-attack.ts";
import { type Attack, runSide } from "./attack/run-side.ts";
import { unlessAnother } from "./attack/second-weakness.ts";
import { attackC } from "./c/attack.ts";
import { attackCompiled } from "./compiled/attack.ts";
import { isCompiled } from "./compiled/drivers.ts";
import { attackGoFaults } from "./go/attack-faults.ts";
import { goFaults } from "./go/faults.ts";
import { attackFaults } from "./java/attack-faults.ts";
import { javaFaults } from "./java/faults.ts";
import { inconclusive } from "./kit/answers.ts";
import { touchedFiles } from "./kit/touched-files.ts";

export default defineCheck({
  id: "attack",
  level: "E5",
  title: "Attacks that have an effect on the unchanged code have none on the patched code",
  async run(context, signal) {
    const { defect, sandbox } = context;
    if (languageOf(defect.location.path)?.id === "c") return attackC(context, signal);
    const faults = languageOf(defect.location.path)?.id === "java" ? javaFaults(defect.cwe) : undefined;
    if (faults !== undefined) return attackFaults(context, faults, signal);
    const panics = languageOf(defect.location.path)?.id === "go" ? goFaults(defect.cwe) : undefined;
    if (panics !== undefined) return attackGoFaults(context, panics, signal);
    if (isCompiled(languageOf(defect.location.path)?.id)) return attackCompiled(context, signal);
    const known = attackFamily(defect.cwe);
    if ("why" in known) return inconclusive("not-attackable", known.why);
    const { family } = known;
    if (!/\.(?:pyw?|[mc]?[jt]s)$/i.test(defect.location.path))
      return inconclusive("not-attackable", "Only Python, JavaScript, TypeScript, C, Go and Java can be driven.");
    if (sandbox === undefined) return inconclusive("no-sandbox", "No sandbox works here, so nothing was attacked.");
    const touched = await touchedFiles(context, signal);
    if (touched.kind === "unread") return inconclusive(touched.reason, touched.detail);
    const file = touched.files.find(({ path }) => path === defect.location.path);
    if (file === undefined) return inconclusive("no-entry-point", "The patch does not touch the file with the weak place.");
    const found = await findAttack(context, file, family);
    if (typeof found === "string") return inconclusive("no-entry-point", found);
    const { attack } = found;
    const key = `attack ${digest(file.before)} ${digestJson(attack)}`;
    const before = await context.once(key, () => runSide(context, sandbox, context.before, attack, signal));
    const worthwhile = before.kind === "seen" && before.results.some(({ effect }) => effect !== undefined);
    const after = worthwhile ? await runSide(context, sandbox, context.after, attack, signal) : before;
    const answer = compareSides(before, after, (index) => targetName(attack, index));
    return answer.outcome === "fail" ? unlessAnother(context, found, answer) : answer;
  },
});

function targetName({ entry }: Attack, index: number): string {
  const label = entry.owner === undefined ? entry.name : `${entry.owner}.${entry.name}`;
  const parameter = entry.parameters[index];
  return parameter === undefined ? `a field of a request to ${label}` : `${parameter.name} of ${label}`;
}
