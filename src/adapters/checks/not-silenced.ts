import { defineCheck } from "#ports/check.ts";
import { ask, fail, inconclusive, pass } from "./kit/answers.ts";
import { touchedFiles } from "./kit/touched-files.ts";
import { changesOnlyComments } from "./silencing/comments.ts";
import { addsConfusableText } from "./silencing/confusable.ts";
import { swallowsErrors } from "./silencing/errors.ts";
import { addsOptionalGuard } from "./silencing/flags.ts";
import { hidesCode, writesUnseenFile } from "./silencing/hiding.ts";
import { addsIdleCheck } from "./silencing/idle-checks.ts";
import { addsInvisibleText } from "./silencing/invisible.ts";
import { narrowsFunctions } from "./silencing/narrowing.ts";
import { touchesProtectedPath } from "./silencing/protected.ts";
import { addsReach } from "./silencing/reach.ts";
import { deletesStatements, emptiesBodies, killsCode, removesDeclarations } from "./silencing/removals.ts";
import { renamesSink } from "./silencing/renamed.ts";
import { addsIncompleteSanitizer } from "./silencing/sanitizers.ts";
import { reachesFurther } from "./silencing/scope.ts";
import type { Detector, PatchDetector } from "./silencing/silencing.ts";
import { addsSuppression } from "./silencing/suppressions.ts";
import { weakensTests } from "./silencing/tests.ts";

const DETECTORS: readonly Detector[] = [
  touchesProtectedPath,
  writesUnseenFile,
  addsInvisibleText,
  addsConfusableText,
  addsSuppression,
  changesOnlyComments,
  weakensTests,
  emptiesBodies,
  narrowsFunctions,
  killsCode,
  deletesStatements,
  swallowsErrors,
  hidesCode,
  renamesSink,
  addsIdleCheck,
  addsIncompleteSanitizer,
  addsOptionalGuard,
];

const PATCH_DETECTORS: readonly PatchDetector[] = [removesDeclarations, addsReach, reachesFurther];

export default defineCheck({
  id: "not-silenced",
  level: "E0",
  title: "The patch repairs the cause: it hides no alarm, removes no function, weakens no test, swallows no error",
  async run(context, signal) {
    const touched = await touchedFiles(context, signal);
    if (touched.kind === "unread") return inconclusive(touched.reason, touched.detail);
    const found = [
      ...touched.files.flatMap((file) => DETECTORS.flatMap((detect) => detect(file) ?? [])),
      ...PATCH_DETECTORS.flatMap((detect) => detect(touched.files, context.defect) ?? []),
    ];
    const certain = found.filter(({ asks }) => asks !== true);
    const first = certain[0] ?? found[0];
    if (first === undefined) return pass("ok", "No way of silencing an alarm was found in the patch.");
    const said = `${[first, ...found.filter((one) => one !== first)].map(({ detail }) => detail).join("; ")}.`;
    return certain.length > 0 ? fail(first.reason, said) : ask(first.reason, said);
  },
});
