/** Stand-ins for the JavaScript driver: databases that keep each statement, web frameworks that keep each route, a request and its response. */
export const JAVASCRIPT_DOUBLES = String.raw`
function rowsOf(value) {
  const rows = [{ id: 1, name: "one" }];
  return Object.assign([rows, []], { rows, rowCount: 1, recordset: rows, insertId: 1, affectedRows: 1 });
}
const STATEMENTS = new Set(["query", "execute", "run", "all", "get", "each", "exec", "prepare", "raw", "$queryRawUnsafe", "$executeRawUnsafe", "unsafe", "request", "one", "any", "none", "many", "oneOrNone", "manyOrNone", "batch"]);
function database(dialect) {
  const target = function () {};
  return new Proxy(target, {
    construct: () => database(dialect),
    apply: (_target, _self, args) => (Array.isArray(args[0]?.raw) ? (note("statement", dialect, args[0].join("?")), Promise.resolve(rowsOf())) : database(dialect)),
    get(_target, name) {
      if (typeof name === "symbol" || name === "then" || name === "catch" || name === "prototype") return name === "prototype" ? {} : undefined;
      if (name === "promise" || name === "promises") return () => database(dialect);
      if (/^[A-Z]/.test(name)) return database(dialect);
      return (...args) => {
        const text = typeof args[0] === "string" ? args[0] : (args[0]?.text ?? args[0]?.sql);
        noteQuery(name, args);
        if (plan.family === "mass-assignment" && /^(?:create|build|insert|update|upsert|save|set|merge|bulkCreate|findOneAndUpdate)/.test(name)) noteFields(undefined, ...args);
        if (STATEMENTS.has(name) && typeof text === "string") note("statement", dialect, text);
        const callback = args.findLast((each) => typeof each === "function");
        if (callback !== undefined) {
          queueMicrotask(() => (name === "connect" || name === "getConnection" ? callback(null, database(dialect), () => {}) : callback(null, rowsOf()[0], [])));
          return database(dialect);
        }
        if (name === "prepare") return prepared();
        if (["connect", "getConnection", "createConnection", "createPool", "open", "verbose"].includes(name)) return waiting(database(dialect));
        return Object.assign(Promise.resolve(rowsOf()), { all: () => rowsOf()[0], get: () => rowsOf()[0][0], run: () => ({ changes: 1 }), on: () => {} });
      };
    },
  });
}
/** A statement that was noted already: what it is given now are values. */
function prepared() {
  const [rows] = rowsOf();
  return new Proxy({}, { get: (_target, name) => (name === "then" || typeof name === "symbol" ? undefined : (...args) => (args.findLast((each) => typeof each === "function")?.(null, rows), name === "get" ? rows[0] : name === "run" ? { changes: 1, lastInsertRowid: 1 } : name === "all" || name === "iterate" ? rows : prepared())) });
}
/** A value that may be awaited or used at once. */
function waiting(value) {
  return new Proxy(value, { get: (target, name) => (name === "then" ? (resolve) => resolve(value) : target[name]), construct: () => database("any") });
}

const routes = [];
function application() {
  const target = function () {};
  const self = new Proxy(target, {
    construct: () => application(),
    apply: () => application(),
    get(_target, name) {
      if (typeof name === "symbol" || name === "then") return undefined;
      if (name === "Router" || name === "default" || name === "fastify") return () => application();
      if (name === "locals" || name === "prototype") return {};
      if (["json", "urlencoded", "static", "text", "raw"].includes(name)) return () => () => {};
      return (...args) => {
        const [where, ...handlers] = args;
        if (name === "route" && typeof where === "string") {
          const one = new Proxy({}, { get: (_one, method) => (...more) => (routes.push([String(method), where, more.flat().at(-1)]), one) });
          return one;
        }
        if (name === "route" && where !== null && typeof where === "object") routes.push([String(where.method).toLowerCase(), where.url, where.handler]);
        const handler = handlers.flat().findLast((each) => typeof each === "function");
        if (typeof where === "string" && handler !== undefined) routes.push([name, where, handler]);
        else if (name === "use" && typeof where === "function") routes.push([name, "", where]);
        return self;
      };
    },
  });
  return self;
}

const DATABASES = { pg: "postgres", "pg-promise": "postgres", postgres: "postgres", mysql: "mysql", mysql2: "mysql", "mysql2/promise": "mysql", mariadb: "mysql", sqlite3: "sqlite", "better-sqlite3": "sqlite", sqlite: "sqlite", mssql: "ansi", knex: "any", oracledb: "ansi", mongodb: "any", mongoose: "any", monk: "any", mongojs: "any", sequelize: "any", typeorm: "any" };
const NAMES = ["Pool", "Client", "Database", "createPool", "createConnection", "open", "connect", "Router", "json", "urlencoded", "static", "verbose", "types", "Request", "DatabaseSync", "MongoClient", "ObjectId", "Schema", "model", "createLogger", "format", "transports", "createClient", "verify", "decode", "sign", "jwtDecode", "select", "select1", "evaluate", "parse", "parseXml", "parseXmlString", "DOMParser", "JSDOM", "pki", "Hono", "Sequelize", "getLogger", "fastify"];

/** Node's own database, always in memory, that answers for tables it does not have. */
function memoryDatabase() {
  const Real = sqlite.DatabaseSync;
  const forgiving = (go) => {
    try { return go(); } catch (error) { if (/no such/.test(error.message)) return prepared(); throw error; }
  };
  class DatabaseSync extends Real {
    constructor() { super(":memory:"); }
    prepare(text) { note("statement", "sqlite", text); return forgiving(() => super.prepare(text)); }
    exec(text) { note("statement", "sqlite", text); return forgiving(() => super.exec(text)); }
  }
  return { ...sqlite, DatabaseSync };
}

function anyKey(text) {
  return new Proxy({}, {
    get: (target, name) => (typeof name === "symbol" || ["then", "toJSON", "constructor"].includes(name) ? target[name] : name === "toString" || name === "valueOf" ? () => text : name === "hasOwnProperty" ? () => true : name === "get" ? () => text : text),
    has: () => true,
    getOwnPropertyDescriptor: () => ({ value: text, enumerable: true, configurable: true }),
  });
}
function anything() {
  return new Proxy(function () {}, {
    get: (_target, name) => (name === Symbol.toPrimitive || name === "toString" || name === "toJSON" ? () => "thing" : name === Symbol.iterator ? [][Symbol.iterator] : typeof name === "symbol" || name === "then" ? undefined : anything()),
    apply: () => anything(),
    construct: () => anything(),
  });
}

function requestOf(text, raw = false) {
  const object = /^[{[]/.test(text) && /nosql|prototype/.test(plan.family) ? JSON.parse(text) : undefined;
  const fields = object !== undefined && plan.family === "prototype-pollution" ? object : anyKey(object ?? text);
  const request = Object.assign(new EventEmitter(), { query: fields, body: fields, params: fields, headers: fields, cookies: fields, signedCookies: fields, files: fields, session: {}, method: "GET", path: "/", protocol: "http", ip: "127.0.0.1", hostname: "localhost", payload: text });
  request.originalUrl = request.url = raw ? "/" + encodeURI(text).replaceAll("#", "%23") : "/?" + ["q", "name", "file", "path", "url", "id"].map((name) => name + "=" + encodeURIComponent(text)).join("&");
  for (const name of ["param", "get", "header"]) request[name] = () => text;
  if (/^[A-Z]+$/.test(plan.entry.name)) Object.assign(request, { url: "http://localhost" + request.url, nextUrl: new URL("http://localhost" + request.url), json: async () => fields, formData: async () => fields });
  queueMicrotask(() => { request.emit("data", Buffer.from(text)); request.emit("end"); });
  return request;
}
/** The request as the one argument that Koa and Hono hand over, which answers too. */
function asContext(request, response) {
  const { payload } = request;
  const req = { query: () => payload, param: () => payload, header: () => payload, json: async () => request.body, parseBody: async () => request.body, text: async () => payload, url: "http://localhost" + request.url };
  const answers = { html: response.send, text: (body) => (response.type("text/plain"), response.send(body)), json: response.json, redirect: response.redirect, set: response.set, header: response.set, status: response.status, attachment: () => {} };
  for (const [name, answer] of Object.entries(answers)) if (!/^[A-Z]+$/.test(plan.entry.name) || name !== "json") request[name] = answer;
  return Object.assign(request, { req, request, response, state: {} });
}
function responseOf(plan) {
  let done;
  const finished = new Promise((resolve) => { done = () => { response.answered = true; resolve(); }; });
  let kind = "html";
  const send = (body) => {
    if (body !== undefined && !(plan.family === "cross-site-scripting" && (kind !== "html" || (typeof body === "object" && !Buffer.isBuffer(body))))) say((typeof body === "object" && !Buffer.isBuffer(body) ? JSON.stringify(body) : String(body)) + "\n");
  };
  const header = (name, value) => {
    if (typeof name === "string") {
      // As Node does (RFC 9110, 5.5).
      if (plan.family === "header-injection" && /[\r\n\0]/.test(String(value))) throw new TypeError("Invalid character in header content");
      note("header", name, value);
    }
    if (typeof name === "object" && name !== null) for (const [key, each] of Object.entries(name)) header(key, each);
    else if (String(name).toLowerCase() === "location") note("location", value);
    else if (String(name).toLowerCase() === "set-cookie") for (const each of [value].flat()) noteCookie(String(each).split("=")[0], each);
    else if (String(name).toLowerCase() === "content-type" && !/html|xml/.test(String(value))) kind = "other";
  };
  const file = (name, options) => {
    const full = path.resolve(options?.root ?? "", String(name));
    if (options?.root !== undefined && !full.startsWith(path.resolve(options.root) + path.sep)) return;
    note("file", "sendFile", full);
  };
  const response = Object.assign(new EventEmitter(), {
    statusCode: 200, answered: false, headersSent: false, finished, locals: {},
    status(code) { response.statusCode = code; note("status", code); return response; },
    code(code) { return response.status(code); },
    sendStatus(code) { response.status(code); done(); return response; },
    send(body) { send(body); done(); return response; },
    end(body) { send(body); done(); return response; },
    write(body) { send(body); return true; },
    json(body) { if (plan.family !== "cross-site-scripting") say(JSON.stringify(body) + "\n"); done(); return response; },
    render() { done(); return response; },
    redirect(...args) { note("location", args.at(-1)); done(); return response; },
    location(url) { note("location", url); return response; },
    writeHead(code, ...rest) { response.status(code); header(rest.findLast((each) => typeof each === "object") ?? {}); return response; },
    sendFile(name, options) { file(name, options); done(); return response; },
    download(name, ...rest) { file(name, rest.find((each) => typeof each === "object")); done(); return response; },
    type(value) { header("content-type", value); return response; },
    cookie(name, value, options = {}) { note("header", "Set-Cookie", value); note("cookie", name, options.secure === true, options.httpOnly === true); return response; }, clearCookie() { return response; }, vary() { return response; }, removeHeader() {}, getHeader() {},
  });
  for (const name of ["set", "header", "setHeader", "append"]) response[name] = (key, value) => (header(key, value), response);
  return response;
}
`;
