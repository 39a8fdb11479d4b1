/**
 * The two states of a project as two processes that run the driver, and a search for calls that they answer differently. What differs is written out at
 * once, so that nothing is lost when time runs out.
 */
export const JAVASCRIPT_SEARCH = String.raw`
import fs from "node:fs";
import module from "node:module";

const { spawn } = process.getBuiltinModule("child_process");
const plan = JSON.parse(fs.readFileSync(0, "utf8"));
const require = module.createRequire("/assay/project/");
const say = (value) => fs.writeSync(1, "\n" + plan.token + JSON.stringify(value) + "\n");

/** The plan is used up, or a state does not answer any more. */
class Over extends Error {}

/** One state; its driver loads the module anew for each call. */
class Twin {
  constructor(side, index) {
    const told = "/tmp/plan" + index + ".json";
    fs.writeFileSync(told, JSON.stringify(side));
    const driver = index === 0 ? plan.driver : plan.driver.replaceAll("/assay/project/", "/assay/fresh/");
    this.child = spawn(process.execPath, ["--no-warnings", "--input-type=module", "-e", driver, told], { stdio: ["pipe", "pipe", "ignore"], cwd: index === 0 ? "/assay/project" : "/assay/fresh" });
    this.child.stdin.on("error", () => {});
    this.lines = [];
    let held = "";
    const heard = () => this.wake?.();
    this.child.stdout.setEncoding("utf8").on("data", (piece) => {
      held += piece;
      const parts = held.split("\n");
      held = parts.pop();
      for (const part of parts) if (part.startsWith(plan.token)) this.lines.push(JSON.parse(part.slice(plan.token.length)));
      heard();
    });
    this.child.on("close", () => { this.gone = true; heard(); });
  }
  async line(milliseconds) {
    const late = Date.now() + milliseconds;
    while (this.lines.length === 0 && !this.gone && Date.now() < late) await new Promise((resolve) => { this.wake = resolve; setTimeout(resolve, 200); });
    return this.lines.shift();
  }
  async ask(call) {
    this.child.stdin.write(JSON.stringify(call).replace(/[\u0080-\uffff]/g, (letter) => "\\u" + letter.charCodeAt(0).toString(16).padStart(4, "0")) + "\n");
    const line = await this.line(5000);
    if (line?.kind !== "seen") throw new Over();
    const { id, ...seen } = line.observation;
    return JSON.stringify(seen).replaceAll("/assay/fresh", "/assay/project");
  }
}

const twins = [];
async function start() {
  for (const [index, side] of plan.sides.entries()) {
    twins.push(new Twin(side, index));
    const line = await twins[index].line(8000);
    if (line?.kind === "ready") continue;
    say({ kind: "failed", message: String(line?.message ?? "the code could not be loaded") });
    process.exit(0);
  }
}

let tried = 0;
const answers = new Map();
const deadline = Date.now() + plan.seconds * 1000;
/** Whether both states do the same; a call under another clock tells what is random by nature. */
async function same(call) {
  const key = JSON.stringify(call);
  const known = answers.get(key);
  if (known !== undefined) return known;
  if (Date.now() > deadline) throw new Over();
  tried += 1;
  const made = { ...call, id: tried, seed: 1 };
  const old = await twins[0].ask(made);
  const differs = old !== (await twins[1].ask(made)) && (await twins[0].ask({ ...made, seed: 2 })) === old;
  answers.set(key, !differs);
  if (differs) say({ kind: "call", ...call });
  return !differs;
}

function end(complete, note) {
  say({ kind: "done", tried, complete, note });
  for (const { child } of twins) child.kill("SIGKILL");
  process.exit(0);
}
`;
