// A thread of the embedded analyser: answers each file it is sent, in order. Whatever it throws ends it; the sender sees that.
import { parentPort, workerData } from "node:worker_threads";
import { createAnalyser } from "./analyser.ts";
import type { HelperJob, HelperSetup } from "./helper-thread.ts";

const port = parentPort;
if (port === null) throw new Error("this module is the body of a worker thread");
const { rules, grammars } = workerData as HelperSetup;
const analyser = await createAnalyser({ rules, teamRules: [], loadGrammar });
let last = Promise.resolve();
port.on("message", ({ bytes, ...file }: HelperJob) => {
  last = last.then(async () => port.postMessage(await analyser.analyse(file, bytes, () => false), []));
});
port.postMessage("ready", []);

async function loadGrammar(file: string): Promise<Uint8Array> {
  const bytes = grammars[file];
  if (bytes === undefined) throw new Error(`the grammar ${file} was not handed over`);
  return bytes;
}
