/** Arguments and calls of the JavaScript driver: what the plan asks for, on modules that are loaded anew for each call. */
export const JAVASCRIPT_CALLER = String.raw`
const require = module.createRequire(plan.file);
const DOUBLES = new Set(["express", "fastify", "node:sqlite", "sqlite", ...Object.keys(DATABASES)]);
globalThis[Symbol.for("assay.double")] = (name) => {
  if (name === "node:sqlite") return { ...sqlite, DatabaseSync: MemoryDatabase };
  if (name === "better-sqlite3") return MemoryDatabase;
  return name in DATABASES ? storeOf() : application();
};
/** Project files are loaded once for each call, by a mark in their address; databases and web frameworks are stand-ins. */
function replaceForCalls() {
  const own = pathToFileURL("/assay/project/").href;
  module.registerHooks({
    resolve(specifier, context, next) {
      if (DOUBLES.has(specifier)) return standInFor(specifier, context.parentURL);
      const written = projectFile(specifier, context.parentURL);
      if (written === undefined && isAbsent(specifier, context.parentURL)) return standInFor(specifier, context.parentURL, "absent:");
      const found = next(written === undefined ? specifier : pathToFileURL(written).href, context);
      const mark = context.parentURL?.split("?assay=")[1];
      const fresh = mark !== undefined && found.url.startsWith(own) && !found.url.includes("/node_modules/") && found.format?.startsWith("module");
      return fresh && !found.url.includes("?") ? { ...found, url: found.url + "?assay=" + mark } : found;
    },
    load(url, context, next) {
      if (/^(?:assay|absent):/.test(url)) return standInText(url, NAMES);
      const loaded = next(url, context);
      if (url.split("?")[0] !== pathToFileURL(plan.file).href) return loaded;
      const name = plan.entry.owner ?? plan.entry.name;
      const source = String(loaded.source ?? fs.readFileSync(plan.file));
      const show = (key, word) => (/^[A-Za-z_$][\w$]*$/.test(word) ? "globalThis[Symbol.for('" + key + "')] = typeof " + word + " === 'undefined' ? undefined : " + word + ";" : "");
      const names = [["assay.entry", name], ["assay.back", plan.entry.back?.name ?? ""]];
      const shown = names.map((each) => show(...each)).join("");
      // A function declaration is there from the start, even if the module ends before its last line.
      const isEarly = ([, word]) => new RegExp("^(?:async )?function " + word.replaceAll("$", "\\$") + "\\(", "m").test(source) && !/^\s*(?:#!|["']use )/.test(source);
      const early = names.filter(isEarly).map((each) => show(...each)).join("");
      return { ...loaded, source: early + source + "\n;" + shown + "\n" };
    },
  });
}
async function load(number) {
  for (const file of Object.keys(require.cache)) if (file.startsWith("/assay/project/") && !file.includes("/node_modules/")) delete require.cache[file];
  globalThis[Symbol.for("assay.entry")] = undefined;
  routes.length = 0;
  stocks.length = 0;
  const loaded = await import(pathToFileURL(plan.file).href + "?assay=" + number).catch((error) => {
    // A program that runs when it is loaded and ends: its functions are there all the same.
    if (/^Exit\d+$/.test(error?.name) && globalThis[Symbol.for("assay.entry")] !== undefined) return {};
    throw error;
  });
  const shown = globalThis[Symbol.for("assay.entry")];
  const { kind, name, owner } = plan.entry;
  if (kind === "default-export") return typeof loaded.default === "function" ? loaded.default : loaded["module.exports"];
  if (kind === "routes" && name === "") return undefined;
  const wanted = owner ?? name;
  return shown ?? loaded[wanted] ?? loaded.default?.[wanted];
}

function valueOf(given, called) {
  const { shape, text } = given;
  if (given.fields !== undefined) return Object.fromEntries(Object.entries(given.fields).filter(([, each]) => each.shape !== "omitted").map(([name, each]) => [name, valueOf(each, called)]));
  switch (shape) {
    case "bytes": return Buffer.from(text);
    case "number": return Number(text);
    case "flag": return text === "true";
    case "none": return null;
    case "folder": return base;
    case "file": return path.join(base, text);
    case "list": return (given.items ?? []).map((each) => valueOf(each, called));
    case "record": return anyKey(text);
    case "database": return storeOf();
    case "request": return requestOf(text);
    case "response": return called.response;
    case "callback": return called.callback;
    case "object": return anything();
    case "omitted": return undefined;
    default: return text;
  }
}

/** A response that keeps all it is told. */
function recorder() {
  const said = { status: 200, headers: {}, body: "", other: [] };
  let done;
  const finished = new Promise((resolve) => { done = () => { response.answered = response.headersSent = response.writableEnded = true; resolve(); }; });
  const body = (value) => { if (value !== undefined && value !== null) said.body += typeof value === "object" && !Buffer.isBuffer(value) ? JSON.stringify(value) : String(value); };
  const header = (name, value) => {
    if (name !== null && typeof name === "object") for (const [key, each] of Object.entries(name)) header(key, each);
    else said.headers[String(name).toLowerCase()] = String(value);
    return response;
  };
  const last = (what) => (...args) => { said.other.push([what, args.filter((each) => typeof each !== "function").map((each) => canon(each))]); done(); return response; };
  const response = Object.assign(new EventEmitter(), {
    answered: false, headersSent: false, finished, locals: {}, said,
    status(code) { said.status = code; return response; },
    code(code) { said.status = code; return response; },
    sendStatus(code) { said.status = code; done(); return response; },
    send(value) { body(value); done(); return response; },
    end(value) { body(value); done(); return response; },
    write(value) { body(value); return true; },
    json(value) { header("content-type", "application/json"); body(JSON.stringify(value)); done(); return response; },
    render: last("render"), redirect: last("redirect"), download: last("download"),
    sendFile(name, options) {
      const file = path.resolve(options?.root ?? "", String(name));
      said.other.push(["file", [["path", file], ["text", fs.existsSync(file) && fs.statSync(file).isFile() ? fs.readFileSync(file, "latin1").slice(0, 4000) : ""]]]);
      done();
      return response;
    },
    location(url) { return header("location", url); },
    writeHead(code, ...rest) { said.status = code; header(rest.findLast((each) => typeof each === "object") ?? {}); return response; },
    type(value) { return header("content-type", value); },
    cookie(...args) { said.other.push(["cookie", args.map((each) => canon(each))]); return response; },
    clearCookie(name) { said.other.push(["cookie", [canon(name)]]); return response; },
    vary() { return response; }, removeHeader(name) { delete said.headers[String(name).toLowerCase()]; }, getHeader(name) { return said.headers[String(name).toLowerCase()]; },
  });
  Object.defineProperty(response, "statusCode", { get: () => said.status, set: (code) => { said.status = code; } });
  for (const name of ["set", "header", "setHeader", "append"]) response[name] = header;
  return response;
}
function answerOf({ said }) {
  return ["answer", [["status", String(said.status)], ["headers", Object.entries(said.headers).sort().map((each) => ["header", each.join(": ")])], ["body", said.body.slice(0, 20000)], ...said.other]];
}

async function make(target, call, called) {
  const { kind, name, made, literals } = plan.entry;
  const values = call.values.map((each) => valueOf(each, called));
  while (values.length > 0 && call.values[values.length - 1]?.shape === "omitted") values.pop();
  if (kind === "routes") {
    if (target !== undefined) {
      routes.length = 0;
      await target(...values);
    }
    const [method, where] = literals;
    const route = routes.findLast((each) => each[0] === method && each[1] === where);
    if (route === undefined) throw new Error("the route was not registered");
    const returned = await route[2](requestOf(call.text), called.response, called.callback);
    return returned === called.response ? undefined : returned;
  }
  if (kind === "method") {
    const instance = new target(...made.map(({ value }) => valueOf(value, called)));
    eyes.events.length = 0;
    return instance[name](...values);
  }
  const { back } = plan.entry;
  if (back === undefined) return kind === "static-method" ? target[name](...values) : target(...values);
  const result = await target(...values);
  return globalThis[Symbol.for("assay.back")](...back.from.map((source) => (source === "result" ? result : typeof source === "number" ? values[source] : result[source.part])));
}

const hung = Symbol("hung");
/** One call on a fresh module. */
async function observe(call) {
  Object.assign(eyes, { events: [], output: "", open: false });
  [seed, turn] = [call.seed * 7919, call.seed];
  const target = await load(call.id);
  const called = { response: recorder() };
  let told = [];
  const back = new Promise((resolve) => { called.callback = (...args) => { told.push(["told", args.map((each) => canon(each))]); resolve(); }; });
  const uses = plan.entry.kind === "routes" || call.values.some(({ shape }) => shape === "response" || shape === "callback");
  const seen = { id: call.id, outcome: "returned", value: ["undefined", ""], effects: [] };
  eyes.open = true;
  try {
    const work = (async () => {
      const value = await settled(await make(target, call, called));
      if (value === undefined && uses && !called.response.answered) await Promise.race([called.response.finished, back, wait(150)]);
      for (let round = 0; eyes.children.size > 0 && round < 60; round++) await wait(5);
      return value;
    })();
    work.catch(() => {});
    const value = await Promise.race([work, wait(plan.seconds * 1000).then(() => hung)]);
    if (value === hung) seen.outcome = "hung";
    else seen.value = called.response.answered ? answerOf(called.response) : value === called.response ? ["undefined", ""] : canon(value);
  } catch (error) {
    seen.outcome = "raised";
    seen.value = [String(error?.code ?? error?.name ?? typeof error), ""];
  }
  eyes.open = false;
  seen.effects.push(...told, ...eyes.events.map(([kind, ...words]) => [kind, words.map((word) => ["text", word])]));
  if (eyes.output !== "") seen.effects.push(["printed", eyes.output]);
  for (const each of stocks) if (each.writes) seen.effects.push(["tables", each.tables()]);
  return seen;
}
`;
