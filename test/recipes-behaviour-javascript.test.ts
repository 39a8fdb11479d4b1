import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const fixtures = fileURLToPath(new URL("../fixtures/recipes/javascript", import.meta.url));

interface Attack {
  readonly fixture: string;
  /** Stands in for what the fixture imports: path from the folder to CommonJS text. */
  readonly files?: Readonly<Record<string, string>>;
  /** Runs before the fixture is loaded, in an empty folder. */
  readonly prelude?: string;
  /** Runs with the fixture's exports as `f`; calls `honest` and `attack` once each. */
  readonly probe: string;
  readonly honest: unknown;
  readonly before: unknown;
  readonly after: unknown;
}

const EXPRESS =
  "module.exports = () => ({ get(_, handler) { globalThis.handler = handler; }, use(handler) { (globalThis.used ??= []).push(handler); }, listen() { globalThis.listening = true; } });";

const ATTACKS: readonly Attack[] = [
  {
    fixture: "cwe-908-cleared-buffer/sized",
    prelude: `Buffer.allocUnsafe = (size) => Buffer.alloc(size, "key");`,
    probe: `honest(f.header(8)[0]); attack(f.header(8).includes("ke"));`,
    honest: 1,
    before: true,
    after: false,
  },
  {
    fixture: "cwe-732-narrow-mode/chmod",
    prelude: `fs.writeFileSync("shared", "text");`,
    probe: `f("shared"); const { mode } = fs.statSync("shared"); honest((mode & 0o700).toString(8)); attack((mode & 0o002) !== 0);`,
    honest: "700",
    before: true,
    after: false,
  },
  {
    fixture: "cwe-489-development-errors/plain",
    files: { "node_modules/express/index.js": EXPRESS, "node_modules/errorhandler/index.js": "module.exports = () => 'page';" },
    prelude: `process.env.NODE_ENV = "production";`,
    probe: `honest(globalThis.listening); attack(globalThis.used?.includes("page") ?? false);`,
    honest: true,
    before: true,
    after: false,
  },
  {
    fixture: "cwe-116-replace-all/chain",
    probe: `honest(f("<b>")); attack(f("<<script>>").includes("<"));`,
    honest: "&lt;b&gt;",
    before: true,
    after: false,
  },
  {
    fixture: "cwe-521-longer-password/comparison",
    probe: `
honest(f("correct horse battery"));
try { attack(f("secret")); } catch (error) { attack(error.message); }`,
    honest: true,
    before: true,
    after: "too short",
  },
  {
    fixture: "cwe-377-private-temp-folder/encoding",
    probe: `
const name = "/tmp/dump-" + process.pid;
await f.dump("first");
honest(fs.readFileSync(name, "utf8"));
fs.rmSync(name);
fs.writeFileSync("victim", "");
fs.symlinkSync(fs.realpathSync("victim"), name);
await f.dump("second").catch(() => undefined);
fs.rmSync(name);
attack(fs.readFileSync("victim", "utf8"));`,
    honest: "first",
    before: "second",
    after: "",
  },
  {
    fixture: "cwe-208-constant-time-compare/kept-digest",
    prelude: `
import crypto from "node:crypto";
const { timingSafeEqual } = crypto;
let even = false;
crypto.timingSafeEqual = (...sides) => { even = true; return timingSafeEqual(...sides); };`,
    probe: `
const right = crypto.createHmac("sha256", "k").update("b").digest("hex");
honest([f.check("k", "b", right), f.check("k", "b", "é" + right.slice(1)), f.check("k", "b", undefined), f.check("k", "b", [right])]);
attack(even ? "constant time" : "stops at the first difference");`,
    honest: [true, false, false, false],
    before: "stops at the first difference",
    after: "constant time",
  },
  {
    fixture: "cwe-319-https-address/fetched",
    prelude: "let asked; globalThis.fetch = async (url, options) => { asked = new URL(url); return options.method; };",
    probe: `honest(await f.charge({})); attack(asked.protocol);`,
    honest: "POST",
    before: "http:",
    after: "https:",
  },
  {
    fixture: "cwe-117-one-log-line/concatenation",
    files: { "node_modules/express/index.js": EXPRESS },
    prelude: "const lines = []; console.log = (text) => lines.push(...text.split(/[\\r\\n]/));",
    probe: `
const log = (user) => { lines.length = 0; globalThis.handler({ query: { user } }, { end() {} }); return [...lines]; };
honest(log("ann")); attack(log("ann\\r\\nlogin of root").length > 1);`,
    honest: ["login of ann"],
    before: true,
    after: false,
  },
  {
    fixture: "cwe-532-redacted-log/argument",
    prelude: "const written = []; console.log = (...parts) => written.push(...parts);",
    probe: `f.login("ann", "hunter2"); honest(written.slice(0, 2)); attack(written.includes("hunter2"));`,
    honest: ["login", "ann"],
    before: true,
    after: false,
  },
  {
    fixture: "cwe-346-message-origin/named-origin",
    prelude: `
let listener;
globalThis.window = { addEventListener: (_, given) => { listener = given; }, location: { origin: "https://shop.example" } };
globalThis.document = { title: "", querySelector: () => ({ contentWindow: { postMessage() {} } }) };`,
    probe: `
listener({ origin: "https://pay.example", data: { state: "paid" } });
honest(document.title);
listener({ origin: "https://evil.example", data: { state: "forged" } });
attack(document.title);`,
    honest: "paid",
    before: "forged",
    after: "paid",
  },
  {
    fixture: "cwe-346-message-target/options",
    prelude: `
let sent;
globalThis.window = { location: { origin: "https://shop.example" }, opener: { postMessage: (...all) => { sent = all; } } };`,
    probe: `f.notify("state"); honest(sent[0]); attack(sent[1].targetOrigin);`,
    honest: "state",
    before: "*",
    after: "https://shop.example",
  },
  {
    fixture: "cwe-1333-single-repetition/captured",
    prelude: `import vm from "node:vm";`,
    probe: `
honest([f("words"), f("")]);
try {
  vm.runInNewContext("f(text)", { f, text: "a".repeat(60) + "!" }, { timeout: 2000 });
  attack("answers");
} catch { attack("hangs"); }`,
    honest: [true, false],
    before: "hangs",
    after: "answers",
  },
  {
    fixture: "cwe-1333-escaped-pattern/concatenation",
    files: { "list.js": `exports.list = ["Cat", "dog"];` },
    probe: `
const search = (q) => { let found; f({ query: { q } }, { json: (list) => { found = list; } }); return found; };
honest(search("cat")); attack(search(".*").length);`,
    honest: ["Cat"],
    before: 2,
    after: 0,
  },
  {
    fixture: "cwe-209-general-error/template",
    prelude: "console.error = () => undefined;",
    probe: `
let body;
f({ end: (text) => { body = text; } }, new Error("no table orders in /srv/shop.db"));
honest(body.startsWith("<pre>")); attack(body.includes("/srv/shop.db"));`,
    honest: true,
    before: true,
    after: false,
  },
  {
    fixture: "cwe-502-plain-data/node-serialize",
    files: {
      "node_modules/express/index.js": EXPRESS,
      "node_modules/node-serialize/index.js":
        "exports.unserialize = (text) => JSON.parse(text, (_, value) => typeof value === 'string' && value.startsWith('_$$ND_FUNC$$_') ? eval('(' + value.slice(13) + ')') : value);",
    },
    probe: `
const cookie = (text) => Buffer.from(text).toString("base64");
honest(f.session(cookie('{"user":"ann"}')));
f.session(cookie('{"user":"_$$ND_FUNC$$_function () { globalThis.planted = true; }()"}'));
attack(globalThis.planted === true);`,
    honest: { user: "ann" },
    before: true,
    after: false,
  },
  {
    fixture: "cwe-90-escaped-filter/template",
    files: { "node_modules/ldapjs/index.js": "" },
    probe: `
const filter = (name) => { let given; f.find({ search: (_, options) => { given = options.filter; } }, name); return given; };
honest(filter("ann")); attack(filter("*)(uid=*"));`,
    honest: "(uid=ann)",
    before: "(uid=*)(uid=*)",
    after: "(uid=\\2a\\29\\28uid=\\2a)",
  },
  {
    fixture: "cwe-116-backslash-too/one-quote",
    probe: `
honest(eval(f("it's")));
try { eval(f("\\\\'; globalThis.planted = true; //")); } catch { globalThis.planted = "error"; }
attack(globalThis.planted === true);`,
    honest: "it's",
    before: true,
    after: false,
  },
  {
    fixture: "cwe-116-markup-signs/class",
    probe: `honest(f("ann")); attack(f('" onmouseover="hit()').includes('" onmouseover'));`,
    honest: '<input value="ann">',
    before: true,
    after: false,
  },
  {
    fixture: "cwe-625-host-dots/host",
    probe: `honest(f("https://www.example.com/shop.html")); attack(f("https://wwwXexample.com/shop.html"));`,
    honest: true,
    before: true,
    after: false,
  },
  {
    fixture: "cwe-330-unbiased-integer/direct",
    prelude: `import crypto from "node:crypto"; crypto.randomBytes = () => Buffer.from([255]);`,
    probe: `
const drawn = new Set(Array.from({ length: 400 }, () => f.digit()));
honest([...drawn].every((digit) => digit >= 0 && digit < 10)); attack(drawn.size === 1);`,
    honest: true,
    before: true,
    after: false,
  },
  {
    fixture: "cwe-843-text-only/answer",
    files: { "node_modules/express/index.js": EXPRESS },
    prelude: "globalThis.read = (name) => `contents of ${name}`;",
    probe: `
const ask = (name) => {
  let body;
  const res = { status: () => res, send: (text) => { body = text; } };
  globalThis.handler({ query: { name } }, res);
  return body;
};
honest([ask("a.txt"), ask("../a")]); attack(ask(["../../etc/passwd"]));`,
    honest: ["contents of a.txt", "no"],
    before: "contents of ../../etc/passwd",
    after: "name must be a text",
  },
  {
    fixture: "cwe-939-https-links/function",
    files: { "node_modules/electron/index.js": "exports.shell = { openExternal: (link) => `opened ${link}` };" },
    probe: `
honest(f("https://example.org/"));
try { attack(f("file:///usr/bin/calc")); } catch (error) { attack(error.message); }`,
    honest: "opened https://example.org/",
    before: "opened file:///usr/bin/calc",
    after: "Only https links are opened",
  },
  {
    fixture: "cwe-248-pass-error-on/no-next",
    files: {
      "app.js":
        "exports.app = { post: (_, handler) => { globalThis.handler = handler; } }; exports.db = { query: (_, done) => globalThis.failing ? done(new Error('down')) : done(null, [1]) };",
    },
    probe: `
let rows;
globalThis.handler({}, { json: (list) => { rows = list; } }, () => undefined);
honest(rows);
globalThis.failing = true;
try { globalThis.handler({}, {}, (error) => attack("answered: " + error.message)); } catch { attack("process ends"); }`,
    honest: [1],
    before: "process ends",
    after: "answered: down",
  },
];

/** The values that the probe reports, run in a process and folder of its own. */
function answers(attack: Attack, side: "before" | "after"): unknown {
  const own = join(fixtures, attack.fixture);
  const name = readdirSync(own).find((file) => new RegExp(`^${side}\\.\\w+$`).test(file)) ?? "";
  const source = readFileSync(join(own, name), "utf8");
  const module = /^(?:import|export) /m.test(source);
  const file = name.endsWith(".ts") ? "fixture.mts" : module ? "fixture.mjs" : "fixture.cjs";
  const folder = mkdtempSync(join(tmpdir(), "assay-recipe-"));
  try {
    for (const [path, text] of Object.entries({ ...attack.files, [file]: source })) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const program = `import fs from "node:fs";
const found = {};
const honest = (value) => { found.honest = value; };
const attack = (value) => { found.attack = value; };
${attack.prelude ?? ""}
const loaded = await import("./${file}");
const f = ${module || file.endsWith("mts") ? "loaded" : "loaded.default"};
${attack.probe}
fs.writeFileSync("found.json", JSON.stringify(found));
`;
    writeFileSync(join(folder, "probe.mjs"), program);
    const run = spawnSync(process.execPath, ["probe.mjs"], { cwd: folder, encoding: "utf8", timeout: 30_000 });
    expect({ status: run.status, stderr: run.stderr }).toEqual({ status: 0, stderr: "" });
    return JSON.parse(readFileSync(join(folder, "found.json"), "utf8"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

for (const attack of ATTACKS) {
  it(`${attack.fixture}: the attack works before and fails after, honest use stays`, () => {
    const [before, after] = [answers(attack, "before"), answers(attack, "after")];

    expect(before).toEqual({ honest: attack.honest, attack: attack.before });
    expect(after).toEqual({ honest: attack.honest, attack: attack.after });
  });
}
