/**
 * Further eyes of the JavaScript driver, for the families that need them: what is logged, compiled expressions, modes of files, properties that every
 * object got, and stand-ins for packages that speak to document databases, directories, documents and tokens.
 */
export const JAVASCRIPT_SERVICES = String.raw`
import util from "node:util";

function watchLogs() {
  for (const name of ["log", "info", "warn", "error", "debug", "trace"]) wrap(console, name, (args, go) => (note("log", util.format(...args)), go(...args)));
}
/** A logger of any make: children and transports are loggers too. */
function logger() {
  const target = function () {};
  return new Proxy(target, {
    construct: () => logger(),
    apply: () => logger(),
    get(_target, name) {
      if (typeof name === "symbol" || name === "then" || name === "prototype") return name === "prototype" ? {} : undefined;
      if (!/^(?:log|info|warn|error|debug|trace|fatal|verbose|http|silly|notice)$/.test(name)) return logger();
      return (...args) => {
        const said = args.filter((each, index) => !(name === "log" && index === 0 && args.length > 1 && typeof each === "string"));
        note("log", said.map((each) => (typeof each === "string" ? each : JSON.stringify(each) ?? "")).join(" "));
        return logger();
      };
    },
  });
}

function watchPatterns() {
  const Real = RegExp;
  const seen = (args) => typeof args[0] === "string" && note("pattern", args[0]);
  globalThis.RegExp = new Proxy(Real, {
    construct: (target, args, self) => (seen(args), Reflect.construct(target, args, self === globalThis.RegExp ? target : self)),
    apply: (target, self, args) => (seen(args), Reflect.apply(target, self, args)),
  });
}

function watchModes() {
  const modeOf = (value) => (typeof value === "string" ? Number.parseInt(value, 8) : value);
  const seen = (place) => (args, go) => {
    const given = args[place];
    const mode = modeOf(given !== null && typeof given === "object" ? given.mode : given);
    if (typeof mode === "number" && !Number.isNaN(mode)) note("mode", mode);
    return go(...args);
  };
  const places = { chmod: 1, fchmod: 1, lchmod: 1, mkdir: 1, writeFile: 2, appendFile: 2, open: 2 };
  for (const [name, place] of Object.entries(places)) {
    wrap(fs, name, seen(place));
    wrap(fs, name + "Sync", seen(place));
    wrap(fs.promises, name, seen(place));
  }
  wrap(fs, "createWriteStream", seen(1));
  wrap(process, "umask", (args, go) => (args.length > 0 && note("mode", 0o777 & ~modeOf(args[0])), go(...args)));
}

const shared = new Set(Reflect.ownKeys(Object.prototype));
/** What every object got since the last look; it is taken away again. */
function notePollution() {
  for (const key of Reflect.ownKeys(Object.prototype)) {
    if (shared.has(key)) continue;
    note("polluted", String(key));
    delete Object.prototype[key];
  }
}

const QUERIES = new Set(["find", "findOne", "findOneAndUpdate", "findOneAndDelete", "findOneAndReplace", "findOneAndRemove", "updateOne", "updateMany", "deleteOne", "deleteMany", "replaceOne", "count", "countDocuments", "exists", "distinct", "aggregate", "update", "remove", "where", "bulkWrite"]);
function noteQuery(name, args) {
  if (QUERIES.has(name)) for (const each of args) if (each !== null && typeof each === "object") note("statement", "mongo", JSON.stringify(each));
}

function directory() {
  const target = function () {};
  return new Proxy(target, {
    construct: () => directory(),
    apply: () => directory(),
    get(_target, name) {
      if (typeof name === "symbol" || name === "then" || name === "prototype") return name === "prototype" ? {} : undefined;
      return (...args) => {
        for (const each of args) {
          const filter = typeof each === "string" && each.includes("(") ? each : each?.filter;
          if (filter !== undefined) note("statement", "ldap", filter);
        }
        const back = args.findLast((each) => typeof each === "function");
        if (back !== undefined) queueMicrotask(() => back(null, Object.assign(new EventEmitter(), { searchEntries: [] })));
        return name === "search" ? Object.assign(Promise.resolve({ searchEntries: [] }), { on: () => {} }) : directory();
      };
    },
  });
}

/** Documents and what reads them; a text that is no markup is a path. */
function documents(called = "") {
  return new Proxy(function () {}, {
    construct: () => documents(),
    apply(_target, _self, args) {
      const options = args.find((each) => each !== null && typeof each === "object");
      if (/^parse(?:Xml|XmlString|FromString|String|XmlAsync)?$/.test(called) && (options?.noent === true || options?.replaceEntities === true)) note("entity", called);
      if (/^(?:select1?|evaluate|get|find|parse|)$/.test(called) && typeof args[0] === "string" && !args[0].startsWith("<")) note("statement", "xpath", args[0]);
      return documents();
    },
    get(_target, name) {
      if (name === Symbol.iterator) return [][Symbol.iterator];
      if (name === Symbol.toPrimitive) return () => "";
      if (typeof name === "symbol" || name === "then" || name === "prototype") return name === "prototype" ? {} : undefined;
      return name === "length" ? 0 : documents(name);
    },
  });
}

/** Tokens as jsonwebtoken reads them: a key is needed, and the algorithms that are allowed may be listed. */
function tokens() {
  const part = (text) => JSON.parse(Buffer.from(text, "base64url").toString());
  class JsonWebTokenError extends Error {}
  const verify = (token, key, ...rest) => {
    const back = rest.findLast((each) => typeof each === "function");
    const options = rest.find((each) => each !== null && typeof each === "object") ?? {};
    const end = (error, claims) => {
      if (back !== undefined) return queueMicrotask(() => back(error, claims));
      if (error !== null) throw error;
      return claims;
    };
    let header, claims;
    try { [header, claims] = String(token).split(".").slice(0, 2).map(part); } catch { return end(new JsonWebTokenError("jwt malformed")); }
    const none = /^none$/i.test(header.alg);
    const keyless = key === "" || key === null || key === undefined;
    if (none && (options.algorithms === undefined ? keyless : options.algorithms.some((name) => /^none$/i.test(name)))) {
      note("token", "without a signature");
      return end(null, claims);
    }
    if (String(token).endsWith(".Z29vZA")) {
      note("token", "signed");
      return end(null, claims);
    }
    if (options.algorithms === undefined && !none) note("token", "by whatever algorithm it names");
    else note("token", "refused");
    return end(new JsonWebTokenError("invalid signature"));
  };
  const decode = (token) => {
    try {
      const claims = part(String(token).split(".")[1]);
      note("token", "without a look at its signature");
      return claims;
    } catch { return null; }
  };
  return { verify, decode, jwtDecode: decode, sign: () => "a.b.c", JsonWebTokenError, TokenExpiredError: JsonWebTokenError };
}

/** What a page of the given origin is told by the package that answers such questions. */
function origins(options = {}) {
  return (request, response, next) => {
    const asked = request.payload;
    const { origin } = typeof options === "function" ? {} : options;
    const fits = (each) => each === true || each === "*" || each === asked || (each instanceof RegExp && each.test(asked));
    const allow = (each) => {
      if (each === undefined || each === "*") response.setHeader("Access-Control-Allow-Origin", "*");
      else if (each === true || (Array.isArray(each) ? each.some(fits) : fits(each))) response.setHeader("Access-Control-Allow-Origin", asked);
    };
    if (typeof origin === "function") origin(asked, (error, each) => error || allow(each));
    else allow(origin);
    next?.();
  };
}

function noteCookie(name, text) {
  const flags = String(text).split(";").map((word) => word.trim().toLowerCase());
  note("cookie", name, flags.includes("secure"), flags.includes("httponly"));
}

const LOGGERS = ["winston", "pino", "bunyan", "log4js", "loglevel", "tracer", "signale"];
const PACKAGES = {
  ...Object.fromEntries(LOGGERS.map((name) => [name, logger])),
  ldapjs: directory, ldapts: directory, activedirectory: directory,
  xpath: documents, libxmljs: documents, libxmljs2: documents, "@xmldom/xmldom": documents, xmldom: documents, "xpath-html": documents, jsdom: documents,
  jsonwebtoken: tokens, "jwt-decode": tokens,
  cors: () => origins,
  ...KEY_PACKAGES,
};
/** Packages that are stood in for even where they are installed. */
const WATCHED = {
  "log-injection": LOGGERS,
  "nosql-injection": ["mongodb", "mongoose", "monk", "mongojs"],
  "ldap-injection": ["ldapjs", "ldapts", "activedirectory"],
  "xpath-injection": ["xpath", "libxmljs", "libxmljs2", "@xmldom/xmldom", "xmldom", "xpath-html", "jsdom"],
  "xml-entities": ["libxmljs", "libxmljs2"],
  "token-verification": ["jsonwebtoken", "jwt-decode"],
  "cross-origin": ["cors"],
  "weak-key": ["node-rsa", "node-forge"],
};

function serve({ family }) {
  if (family === "log-injection") watchLogs();
  if (family === "regex-blow-up") watchPatterns();
  if (family === "file-permission") watchModes();
}
`;
