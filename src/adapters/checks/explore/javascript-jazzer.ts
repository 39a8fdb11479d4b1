/**
 * Jazzer.js chooses bytes by what parts of either state they lead to; arguments are read off the bytes. Both states run in its own process, where calls
 * leave things behind: what differs there is a suspicion, which the driver examines.
 */
export const JAVASCRIPT_JAZZER = String.raw`
import fs from "node:fs";

const plan = JSON.parse(fs.readFileSync(0, "utf8"));
const say = (value) => fs.writeSync(1, "\n" + plan.token + JSON.stringify(value) + "\n");
const { spawnSync } = process.getBuiltinModule("child_process");
const entry = plan.sides[0].entry;
const PLAIN = new Set(["text", "bytes", "path", "number", "flag", "none", "list", "record", "omitted"]);
const isPlain = (domain) => (domain.kind === "one" ? domain.of.every(isPlain) : domain.kind === "values" ? domain.values.every(({ shape }) => PLAIN.has(shape)) : true);
if (!["function", "default-export"].includes(entry.kind) || plan.parameters.length === 0 || !plan.parameters.every(({ domain }) => isPlain(domain))) {
  say({ kind: "failed", message: "it needs a function of plain values" });
  process.exit(0);
}

const TARGET = ${"`"}
import fs from "node:fs";
import util from "node:util";
const { plan } = JSON.parse(fs.readFileSync("/tmp/jazzer/plan.json", "utf8"));
const write = fs.writeSync;
const out = 1;
const say = (value) => write(out, "\\n" + plan.token + JSON.stringify(value) + "\\n");
const deadline = Date.now() + plan.seconds * 1000;
const { entry } = plan.sides[0];
const states = [];
for (const side of plan.sides) {
  const loaded = await import(side.file);
  const found = entry.kind === "default-export" ? loaded.default : loaded[entry.name] ?? loaded.default?.[entry.name];
  if (typeof found !== "function") {
    say({ kind: "failed", message: "the function is not exported" });
    process.exit(0);
  }
  states.push(found);
}
let [data, at] = [Buffer.alloc(0), 0];
const take = () => data[at++] ?? 0;
const whole = (count) => { let number = 0; for (let place = 0; place < count; place++) number = number * 256 + take(); return number - 2 ** (8 * count - 1); };
const choose = (options) => options[take() % options.length];
const value = (shape, text, more) => ({ shape, text, ...more });
const climbs = (text) => text !== "" && /(^|\\/)\\.{0,2}(\\/|$)/.test(text);
function read(domain) {
  switch (domain.kind) {
    case "text": {
      const first = choose(["", ...domain.first, ...domain.pieces]);
      const pieces = [...domain.letters, ...domain.pieces];
      const text = domain.prefix + (first === "" ? "" : first + Array.from({ length: take() % 14 }, () => choose(pieces)).join(""));
      return value(domain.shape, domain.climbs || !climbs(text) ? text : domain.prefix + domain.first[0]);
    }
    case "literal": return value("text", choose(["1", "-7", "[]", "[1,2]", "{}", '{"a":1}', '"ann"', "true", "null", "3.5", String(whole(4))]));
    case "whole":
    case "fraction": {
      const known = domain.known.flatMap((number) => [number - 1, number, number + 1]);
      const size = take() % 4;
      const number = size === 0 && known.length > 0 ? choose(known) : whole(1 << Math.max(0, size - 1));
      return value("number", String(domain.kind === "fraction" && take() % 2 === 1 ? number / 8 : number));
    }
    case "flag": return value("flag", String(take() % 2 === 1));
    case "list": return value("list", "", { items: Array.from({ length: take() % 5 }, () => read(domain.of)) });
    case "record": return value("record", "", { fields: Object.fromEntries(Object.entries(domain.fields).map(([name, each]) => [name, read(each)])) });
    case "mapping": return value("record", "", { fields: Object.fromEntries(Array.from({ length: 1 + (take() % 4) }, (_, index) => ["abcx"[index], read(domain.of)])) });
    case "one": return read(choose(domain.of));
    default: return choose(domain.values);
  }
}
function argument({ shape, text, items, fields }) {
  if (fields !== undefined) return Object.fromEntries(Object.entries(fields).map(([name, each]) => [name, argument(each)]));
  if (shape === "bytes") return Buffer.from(text);
  if (shape === "number") return Number(text);
  if (shape === "flag") return text === "true";
  if (shape === "none") return null;
  if (shape === "omitted") return undefined;
  return shape === "list" ? (items ?? []).map(argument) : text;
}
async function ask(state, values) {
  try { return "returned " + util.inspect(await state(...values.map(argument)), { depth: 6, maxStringLength: 5000 }); } catch (error) { return "raised " + String(error?.code ?? error?.name); }
}
let tried = 0;
const told = new Set();
export async function fuzz(bytes) {
  const late = Date.now() > deadline;
  if (late || tried >= plan.examples || told.size >= 60) {
    say({ kind: "done", tried, complete: !late, note: "guided by coverage, seed " + plan.seed });
    process.reallyExit(0);
  }
  [data, at] = [bytes, 0];
  tried += 1;
  const start = take();
  let values;
  if (start < plan.known.length) {
    values = structuredClone(plan.known[start].values);
    const place = take();
    if (place < values.length) values[place] = read(plan.parameters[place].domain);
  } else values = plan.parameters.map(({ domain }) => read(domain));
  const answers = [await ask(states[0], values), await ask(states[1], values)];
  const key = JSON.stringify(values);
  if (answers[0].replaceAll("/assay/fresh", "/assay/project") === answers[1].replaceAll("/assay/fresh", "/assay/project") || told.has(key)) return;
  told.add(key);
  say({ kind: "call", values, text: "ann", address: "/" });
}
${"`"};

fs.mkdirSync("/tmp/jazzer/corpus", { recursive: true });
fs.writeFileSync("/tmp/jazzer/target.mjs", TARGET);
fs.writeFileSync("/tmp/jazzer/plan.json", JSON.stringify({ plan }));
for (const [index] of plan.known.entries()) fs.writeFileSync("/tmp/jazzer/corpus/" + index, Buffer.from([index, 255]));
const { bin } = JSON.parse(fs.readFileSync(plan.tool + "/package.json", "utf8"));
const command = [plan.tool + "/" + (typeof bin === "string" ? bin : bin.jazzer), "/tmp/jazzer/target.mjs", "/tmp/jazzer/corpus", "-i", "/assay/project", "-i", "/assay/fresh", "-e", "node_modules", "--disableBugDetectors", ".*", "--", "-seed=" + plan.seed, "-runs=" + (plan.examples + 1000), "-rss_limit_mb=0"];
const ended = spawnSync(process.execPath, ["--no-warnings", ...command], { cwd: "/tmp/jazzer", encoding: "utf8", maxBuffer: 4 << 20, timeout: (plan.seconds + 6) * 1000, killSignal: "SIGKILL" });
const heard = String(ended.stdout).split("\n").filter((line) => line.startsWith(plan.token));
fs.writeSync(1, "\n" + heard.join("\n") + "\n");
if (!heard.some((line) => !line.includes('"kind":"call"'))) {
  const words = String(ended.stderr).split("\n").filter((line) => /Error|GLIBC|ERROR/.test(line)).at(0) ?? "it ended early";
  say({ kind: "failed", message: words.trim().slice(0, 300) });
}
process.exit(0);
`;
