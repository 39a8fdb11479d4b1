import { defineCheck } from "#ports/check.ts";
import { fail, inconclusive, pass } from "./kit/answers.ts";
import { touchedFiles } from "./kit/touched-files.ts";
import { changesOnlyComments } from "./silencing/comments.ts";
import { swallowsErrors } from "./silencing/errors.ts";
import { hidesCode } from "./silencing/hiding.ts";
import { addsInvisibleText } from "./silencing/invisible.ts";
import { touchesProtectedPath } from "./silencing/protected.ts";
import { deletesStatements, emptiesBodies, killsCode, removesDeclarations } from "./silencing/removals.ts";
import type { Detector } from "./silencing/silencing.ts";
import { addsSuppression } from "./silencing/suppressions.ts";
import { weakensTests } from "./silencing/tests.ts";

const DETECTORS: readonly Detector[] = [
  touchesProtectedPath,
  addsInvisibleText,
  addsSuppression,
  changesOnlyComments,
  weakensTests,
  removesDeclarations,
  emptiesBodies,
  killsCode,
  deletesStatements,
  swallowsErrors,
  hidesCode,
];

export default defineCheck({
  id: "not-silenced",
  level: "E0",
  title: "The patch repairs the cause: it hides no alarm, removes no function, weakens no test, swallows no error",
  async run(context, signal) {
    const touched = await touchedFiles(context, signal);
    if (touched.kind === "unread") return inconclusive(touched.reason, touched.detail);
    const found = touched.files.flatMap((file) => DETECTORS.flatMap((detect) => detect(file) ?? []));
    const [first] = found;
    if (first === undefined) return pass("ok", "No way of silencing an alarm was found in the patch.");
    return fail(first.reason, `${found.map(({ detail }) => detail).join("; ")}.`);
  },
});
