import { writeFile } from "node:fs/promises";
import { posix } from "node:path";
import { BUILD, type Built } from "./build.ts";
import { readCbmc } from "./cbmc-answer.ts";
import type { Called } from "./harness.ts";
import { callsOf, CBMC, type Checked, headerOptions, openSource } from "./open-source.ts";

/** Turns of loops that are followed. */
const UNWIND = 20;
const SECONDS = 25;

/** Lets CBMC look for arguments that break a property in the function, with every value open within bounds. What it finds is a suspicion until it is run. */
export async function modelCheck(built: Built, program: string, called: Called, weak: string): Promise<Checked> {
  const source = openSource(called, CBMC);
  if (source === undefined) return "CBMC was not asked: what the function takes cannot be left open.";
  await writeFile(posix.join(built.host, "open.c"), source);
  const options =
    `--json-ui --trace --unwind ${UNWIND} --unwinding-assertions --bounds-check --pointer-check --div-by-zero-check --signed-overflow-check`.split(
      " ",
    );
  const result = await built.run([`${BUILD}/open.c`, ...headerOptions(called), ...options], {
    seconds: SECONDS,
    argv: [program],
  });
  if (result.end !== "exited") return `CBMC did not end: ${result.reason ?? result.end}.`;
  const answer = readCbmc(new TextDecoder().decode(result.stdout));
  if (answer.kind === "unread") return `CBMC gave no answer: ${answer.detail}`;
  if (answer.failures.length === 0)
    return answer.bounded ? `CBMC found nothing within ${UNWIND} turns of each loop.` : "CBMC found nothing.";
  return callsOf(called, weak, answer.failures);
}
