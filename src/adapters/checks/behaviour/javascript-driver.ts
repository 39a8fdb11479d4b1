import { JAVASCRIPT_DOUBLES } from "#adapters/checks/attack/javascript-doubles.ts";
import { JAVASCRIPT_EYES } from "#adapters/checks/attack/javascript-eyes.ts";
import { JAVASCRIPT_PACKAGES } from "#adapters/checks/attack/javascript-packages.ts";
import { JAVASCRIPT_CALLER } from "./javascript-caller.ts";
import { JAVASCRIPT_CANON } from "./javascript-canon.ts";
import { JAVASCRIPT_ROOM } from "./javascript-room.ts";
import { JAVASCRIPT_STORE } from "./javascript-store.ts";
import { JAVASCRIPT_WORLD } from "./javascript-world.ts";

/** The plan, and the way back: taken before any other code runs. */
const START = String.raw`
const [, told] = process.argv;
const plan = JSON.parse(fs.readFileSync(told ?? 0, "utf8"));
const secret = plan.token;
delete plan.token;
const answer = (() => {
  const { writeSync } = fs;
  const { stringify } = JSON;
  return (value) => {
    const bytes = Buffer.from("\n" + secret + stringify(value) + "\n");
    for (let at = 0; at < bytes.length; ) {
      try { at += writeSync(1, bytes, at); } catch (error) { if (error.code !== "EAGAIN") throw error; }
    }
  };
})();
const exit = process.reallyExit.bind(process);
/** The calls of the plan; where the plan came in a file, one a line of plain ASCII on standard input, until that ends. */
function* calls() {
  yield* plan.calls;
  if (told === undefined) return;
  const piece = Buffer.alloc(65536);
  for (let held = ""; ; ) {
    const end = held.indexOf("\n");
    if (end >= 0) {
      yield JSON.parse(held.slice(0, end));
      held = held.slice(end + 1);
      continue;
    }
    Atomics.store(beat, 1, -1);
    let count;
    try { count = readSync(0, piece); } catch (error) {
      if (error.code !== "EAGAIN") throw error;
      Atomics.wait(beat, 1, -1, 1);
      continue;
    }
    if (count === 0) return;
    held += piece.toString("latin1", 0, count);
  }
}
const { readSync } = fs;
const beat = new Int32Array(new SharedArrayBuffer(8));
const timer = setTimeout;
const clock = performance.now.bind(performance);
const wait = (milliseconds) => new Promise((resolve) => timer(resolve, milliseconds));
`;

/**
 * Makes every call of the plan on a module that is loaded anew, so that no call sees what another left behind. Writes one line for each call
 * behind the plan's token. A thread beside it ends the process when a call never gives up control: the caller starts it again behind that call.
 */
const MAIN = String.raw`
const watcher = new Worker(
  "const { workerData } = require('node:worker_threads'); const fs = require('node:fs'); const beat = workerData.beat; let seen = -1; let since = Date.now();" +
    "setInterval(() => { const now = Atomics.load(beat, 0); if (now !== seen || (now !== 0 && Atomics.load(beat, 1) === -1)) { seen = now; since = Date.now(); } else if (Date.now() - since > (now === 0 ? 5000 : workerData.limit)) {" +
    "fs.writeSync(1, '\\n' + workerData.secret + JSON.stringify({ kind: 'seen', observation: { id: Atomics.load(beat, 1), outcome: 'hung', value: ['none', ''], effects: [] } }) + '\\n'); process.kill(workerData.pid, 'SIGKILL'); } }, 50);",
  { eval: true, execArgv: [], workerData: { beat, secret, pid: process.pid, limit: plan.seconds * 1000 + 700 } },
);
watcher.unref();

const session = new inspector.Session();
session.connect();
session.post("Profiler.enable");
session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });

makeRoom();
settleChance();
watchPrograms();
watchOutside();
watchNetwork();
for (const stream of [process.stdout, process.stderr]) {
  stream.write = (text, ...rest) => {
    if (stream === process.stdout) say(String(text));
    rest.find((each) => typeof each === "function")?.();
    return true;
  };
}
process.exit = (code) => { throw Object.assign(new Error("the code ended the process"), { name: "Exit" + (code ?? 0) }); };
module.syncBuiltinESMExports();
replaceForCalls();
process.on("uncaughtException", () => {});
process.on("unhandledRejection", () => {});

const first = held();
const late = timer(() => { answer({ kind: "failed", step: "import", message: "the module did not finish loading" }); exit(0); }, 4000);
try {
  const target = await load(-1);
  if (target === undefined && !(plan.entry.kind === "routes" && plan.entry.name === "")) throw new Error("the entry point was not found in the loaded module");
} catch (error) {
  answer({ kind: "failed", step: "import", message: String(error?.message ?? error).split("\n")[0].slice(0, 1000) });
  exit(0);
}
clearTimeout(late);
settle(first);
const deadline = clock() + plan.total * 1000;
let stuck = 0;
if (told !== undefined) answer({ kind: "ready" });
for (const call of calls()) {
  Atomics.store(beat, 1, call.id);
  Atomics.add(beat, 0, 1);
  if ((told === undefined && clock() > deadline) || stuck > 2) {
    answer({ kind: "seen", observation: { id: call.id, outcome: "unrun", value: ["none", ""], effects: [] } });
    continue;
  }
  const observation = await observe(call);
  if (missed !== undefined) {
    answer({ kind: "failed", step: "import", message: "Cannot find package '" + missed + "'" });
    exit(0);
  }
  if (observation.outcome === "hung") stuck += 1;
  observation.effects.push(...settle(first));
  answer({ kind: "seen", observation });
}

session.post("Profiler.takePreciseCoverage", (_error, { result }) => {
  const lines = fs.readFileSync(plan.file, "utf8").split("\n");
  const able = new Set();
  const ran = new Set();
  const starts = [0];
  for (const line of lines) starts.push(starts.at(-1) + line.length + 1);
  for (const script of result) {
    if (script.url.split("?")[0] !== pathToFileURL(plan.file).href && script.url !== plan.file) continue;
    const ranges = script.functions.flatMap((each) => each.ranges).toSorted((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset);
    for (const [index, line] of lines.entries()) {
      if (/^[\s{}()[\];,]*$|^\s*(?:\/\/|\*|\/\*|\}\s*else\s*\{)/.test(line)) continue;
      able.add(index + 1);
      const at = starts[index] + line.search(/\S/);
      const inner = ranges.findLast((range) => range.startOffset <= at && at < range.endOffset);
      if (inner !== undefined && inner.count > 0) ran.add(index + 1);
    }
  }
  answer({ kind: "lines", able: [...able], ran: [...ran] });
});
exit(0);
`;

export const JAVASCRIPT_DRIVER: string = `${JAVASCRIPT_EYES}${JAVASCRIPT_PACKAGES}${JAVASCRIPT_DOUBLES}${START}${JAVASCRIPT_CANON}${JAVASCRIPT_STORE}${JAVASCRIPT_WORLD}${JAVASCRIPT_ROOM}${JAVASCRIPT_CALLER}${MAIN}`;
