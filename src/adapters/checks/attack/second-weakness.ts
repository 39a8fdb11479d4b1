import { inconclusive } from "#adapters/checks/kit/answers.ts";
import { cweFamily } from "#domain/cwe.ts";
import type { CheckAnswer, CheckContext } from "#ports/check.ts";
import type { Found } from "./find-attack.ts";

/** A function with a second weakness of the same kind stays red when the first is repaired: that is no fault of this patch. */
export function unlessAnother(
  { beforeScan, defect }: CheckContext,
  { covers }: Pick<Found, "covers">,
  answer: CheckAnswer,
): CheckAnswer {
  const family = cweFamily(defect.cwe === undefined ? [] : [defect.cwe]);
  const other = beforeScan.findings.find(
    ({ id, cwe, location }) => !defect.witnesses.includes(id) && cweFamily(cwe) === family && covers(location),
  );
  if (other === undefined) return answer;
  return inconclusive(
    "second-weakness",
    `${answer.detail} The function has another weakness of this kind, in line ${other.location.startLine}, which may be the one that is attacked.`,
    answer.output,
  );
}
