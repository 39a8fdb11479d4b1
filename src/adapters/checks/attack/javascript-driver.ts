import { JAVASCRIPT_CLIENTS } from "./javascript-clients.ts";
import { JAVASCRIPT_DOUBLES } from "./javascript-doubles.ts";
import { JAVASCRIPT_EYES } from "./javascript-eyes.ts";
import { JAVASCRIPT_GUESTS } from "./javascript-guests.ts";
import { JAVASCRIPT_KEYS } from "./javascript-keys.ts";
import { JAVASCRIPT_MODULES } from "./javascript-modules.ts";
import { JAVASCRIPT_PAGE } from "./javascript-page.ts";
import { JAVASCRIPT_SERVICES } from "./javascript-services.ts";
import { JAVASCRIPT_TAPS } from "./javascript-taps.ts";
import { JAVASCRIPT_VALUES } from "./javascript-values.ts";

/**
 * Loads the module under attack, makes the calls of the plan that stands on standard input, and writes what it saw to descriptor 1, behind
 * the plan's token. What the code prints is kept as output of the call.
 */
const MAIN = String.raw`
const plan = JSON.parse(fs.readFileSync(0, "utf8"));
const answer = (() => {
  const { token } = plan;
  const { writeSync } = fs;
  const { stringify } = JSON;
  delete plan.token;
  return (value) => {
    const bytes = Buffer.from(token + stringify(value) + "\n");
    for (let at = 0; at < bytes.length; ) {
      try { at += writeSync(1, bytes, at); } catch (error) { if (error.code !== "EAGAIN") throw error; }
    }
  };
})();
const exit = process.reallyExit.bind(process);
const base = plan.room + "/base";
const timer = setTimeout;
const ENDED = "the code ended the process";

function prepare() {
  fs.mkdirSync(base, { recursive: true });
  process.chdir(plan.room);
  for (const folder of plan.folders) {
    try {
      fs.mkdirSync(folder, { recursive: true });
      for (const name of ["a.txt", "1"]) fs.writeFileSync(path.join(folder, name), "one two\n");
    } catch { continue; }
  }
  fs.mkdirSync(plan.room + "/bin");
  process.env.PATH += ":" + plan.room + "/bin";
  for (const name of plan.programs) {
    if (process.env.PATH.split(":").some((folder) => fs.existsSync(path.join(folder, name)))) continue;
    fs.writeFileSync(path.join(plan.room, "bin", name), "#!/bin/sh\nexit 0\n", { mode: 0o755 });
  }
  for (const file of [base + "/a.txt", "a.txt"]) fs.writeFileSync(file, "one two\n");
  for (const secret of plan.secrets) {
    try {
      fs.mkdirSync(path.dirname(secret.path), { recursive: true });
      fs.writeFileSync(secret.path, secret.text);
    } catch { continue; }
  }
  process.exit = () => { throw new Error(ENDED); };
  for (const stream of [process.stdout, process.stderr]) {
    stream.write = (text, ...rest) => {
      say(String(text));
      rest.find((each) => typeof each === "function")?.();
      return true;
    };
  }
}

async function load() {
  const loaded = await import(pathToFileURL(plan.file).href).catch((error) => {
    // A program that runs when it is loaded and ends: its functions are there all the same.
    if (error?.message === ENDED && globalThis[Symbol.for("assay.entry")] !== undefined) return {};
    throw error;
  });
  site.loaded = loaded;
  const shown = globalThis[Symbol.for("assay.entry")];
  const { kind, name, owner } = plan.entry;
  if (kind === "default-export") return typeof loaded.default === "function" ? loaded.default : loaded["module.exports"];
  if (kind === "routes" && name === "") return routeOf(plan.entry.literals) === undefined && typeof loaded.default === "function" ? loaded.default : undefined;
  const wanted = owner ?? name;
  return shown ?? loaded[wanted] ?? loaded.default?.[wanted];
}

async function call(target, shot, called) {
  const { kind, name, parameters, made, literals } = plan.entry;
  const values = () => (called.given = parameters.map((parameter, index) => hostFor(parameter) ?? valueOf(parameter, index === shot.parameter ? shot.text : null, called, shot.also?.[index])));
  if (kind === "routes") {
    if (target !== undefined) {
      for (const list of [routes, site.apps, site.routers]) list.length = 0;
      Object.assign(site, { factory: target, made: await target(...values()) });
    }
    const route = routeOf(literals);
    if (route === undefined) throw new Error("the route was not registered");
    if (await visit(route, shot, called.response)) return undefined;
    const request = invite(requestOf(shot.text ?? "a.txt", shot.parameter > parameters.length), shot.text ?? "a.txt");
    const { body } = request;
    const context = route[2].length < 2 ? asContext(request, called.response) : request;
    const returned = await route[2](context, called.response, called.callback);
    if (request.body !== body) called.response.send(request.body);
    return returned === called.response ? undefined : returned;
  }
  if (plan.entry.ambient) page.text = shot.text !== null && shot.parameter === parameters.length ? shot.text : "ann";
  if (kind === "method") {
    const instance = new target(...made.map((parameter) => valueOf(parameter, null, called)));
    eyes.events.length = 0;
    return instance[name](...values());
  }
  return kind === "static-method" ? target[name](...values()) : target(...values());
}

async function shoot(target, shot) {
  Object.assign(eyes, { events: [], output: "", children: new Set() });
  let seed = shot.seed;
  Math.random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  for (let turn = 0; turn < 8; turn++) Math.random();
  const called = { response: responseOf(plan) };
  const back = new Promise((resolve) => { called.callback = (...args) => { resolve(); for (const each of args) if (each !== undefined && each !== null) say(words(each) + "\n"); }; });
  const uses = plan.entry.kind === "routes" || plan.entry.parameters.some(({ shape }) => shape === "response" || shape === "callback");
  const seen = { id: shot.id, outcome: "returned", value: "nothing", output: "", events: [], canary: false };
  eyes.open = true;
  const begun = process.cpuUsage();
  try {
    const work = (async () => {
      const value = await call(target, shot, called);
      if (value instanceof Response) return answerOf(value);
      if (value !== undefined && value !== null) say(words(value));
      inspect(value);
      seeGuests(value);
      if (plan.family === "mass-assignment") noteFields(called.given?.[shot.parameter], value, ...(called.given ?? []));
      if (plan.family === "open-redirect" || plan.family === "request-forgery") noteAddress(value);
      if (value === undefined && uses) await Promise.race([called.response.finished, back, wait(150)]);
      for (let turn = 0; eyes.children.size > 0 && turn < 60; turn++) await wait(5);
      return value;
    })();
    const value = await Promise.race([work, wait(plan.seconds * 1000).then(() => hung)]);
    if (value === hung) Object.assign(seen, { outcome: "hung", value: "Late" });
    else if (called.response.answered) seen.value = called.response.statusCode < 400 ? "an answer" : "a refusal";
    else seen.value = value === undefined || value === null ? "nothing" : "something";
  } catch (error) {
    Object.assign(seen, { outcome: "raised", value: error?.code ?? error?.name ?? typeof error });
  }
  const { user, system } = process.cpuUsage(begun);
  notePollution();
  eyes.open = false;
  return { ...seen, seconds: (user + system) / 1e6, value: String(seen.value), output: eyes.output.slice(0, 40000), events: eyes.events };
}
const hung = Symbol("hung");
const wait = (milliseconds) => new Promise((resolve) => timer(resolve, milliseconds));

prepare();
watchFiles();
watchProcesses();
watchHashes();
watchKeys();
await canaryServer();
watchRequests();
watchUnpacking();
serve(plan);
showPage(plan);
module.syncBuiltinESMExports();
replaceModules(plan);
process.on("uncaughtException", () => {});
process.on("unhandledRejection", () => {});
const late = timer(() => { answer({ kind: "failed", step: "import", message: "the module did not finish loading" }); exit(0); }, 4000);
let target;
try {
  target = await load();
  if (target === undefined && !(plan.entry.kind === "routes" && plan.entry.name === "")) throw new Error("the entry point was not found in the loaded module");
} catch (error) {
  answer({ kind: "failed", step: "import", message: String(error?.message ?? error).split("\n")[0].slice(0, 1500) });
  exit(0);
}
clearTimeout(late);
const deadline = performance.now() + 7000;
const observations = [];
const long = new Set();
for (const shot of plan.shots) {
  if (performance.now() > deadline || long.has(shot.group)) observations.push({ id: shot.id, outcome: "hung", value: "unrun", output: "", events: [], canary: false });
  else {
    observations.push(await shoot(target, shot));
    if (shot.group !== undefined && observations.at(-1).seconds > 0.25) long.add(shot.group);
  }
}
if (["command-injection", "code-injection", "deserialization"].includes(plan.family)) await wait(100);
for (const [index, shot] of plan.shots.entries()) observations[index].canary = fs.existsSync(shot.canary);
if (missed !== undefined) answer({ kind: "failed", step: "import", message: "Cannot find package '" + missed + "'" });
else answer({ kind: "seen", observations, standIns: [...standIns].sort().slice(0, 60), through: site.through, asked: askedOf(site.loaded) });
exit(0);
`;

export const JAVASCRIPT_DRIVER: string =
  JAVASCRIPT_EYES +
  JAVASCRIPT_KEYS +
  JAVASCRIPT_DOUBLES +
  JAVASCRIPT_MODULES +
  JAVASCRIPT_TAPS +
  JAVASCRIPT_CLIENTS +
  JAVASCRIPT_SERVICES +
  JAVASCRIPT_PAGE +
  JAVASCRIPT_GUESTS +
  JAVASCRIPT_VALUES +
  MAIN;
