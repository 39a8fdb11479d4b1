/**
 * The world around one call of the JavaScript driver: clock and random generators that start from the call's seed, a network that answers
 * the same few values, wrapped programs, and a room whose content is looked at and made anew.
 */
export const JAVASCRIPT_WORLD = String.raw`
import inspector from "node:inspector";
import { PassThrough, Readable } from "node:stream";
import { Worker } from "node:worker_threads";

let seed = 1;
let turn = 0;
const next = () => (seed = (seed * 48271) % 2147483647);
function fill(bytes) {
  for (let at = 0; at < bytes.length; at++) bytes[at] = next() % 256;
  return bytes;
}
function settleChance() {
  Math.random = () => next() / 2147483647;
  const later = (args, value) => {
    const back = args.findLast((each) => typeof each === "function");
    if (back === undefined) return value;
    queueMicrotask(() => back(null, value));
    return undefined;
  };
  wrap(crypto, "randomBytes", (args) => later(args, fill(Buffer.alloc(args[0]))));
  wrap(crypto, "pseudoRandomBytes", (args) => later(args, fill(Buffer.alloc(args[0]))));
  wrap(crypto, "randomInt", (args) => {
    const [low, high] = typeof args[1] === "number" ? args : [0, args[0]];
    if (!(high > low)) throw new RangeError("The range is empty");
    return later(args, low + (next() % (high - low)));
  });
  const uuid = () => {
    const hex = fill(Buffer.alloc(16)).toString("hex");
    return hex.slice(0, 8) + "-" + hex.slice(8, 12) + "-4" + hex.slice(13, 16) + "-a" + hex.slice(17, 20) + "-" + hex.slice(20);
  };
  wrap(crypto, "randomUUID", uuid);
  wrap(crypto, "randomFillSync", (args) => (fill(new Uint8Array(args[0].buffer, args[0].byteOffset, args[0].byteLength)), args[0]));
  for (const web of [crypto.webcrypto, globalThis.crypto]) {
    web.getRandomValues = (array) => (fill(new Uint8Array(array.buffer, array.byteOffset, array.byteLength)), array);
    web.randomUUID = uuid;
  }
  const Real = Date;
  const now = () => 1600000000250 + (turn - 1) * 4000000000;
  globalThis.Date = class Date extends Real {
    constructor(...args) {
      if (args.length === 0) super(now());
      else super(...args);
    }
    static now() { return now(); }
  };
  Object.defineProperty(globalThis.Date, Symbol.hasInstance, { value: (value) => value !== null && typeof value === "object" && Object.prototype.toString.call(value) === "[object Date]" });
  Object.defineProperty(process, "pid", { value: 4242 });
  const real = globalThis.setTimeout;
  globalThis.setTimeout = Object.assign((work, time, ...rest) => real(work, Math.min(Number(time) || 0, 20), ...rest), real);
}

let inProcess = false;
function watchPrograms() {
  const words = (name, args) => {
    const list = Array.isArray(args[1]) ? args[1] : [];
    const options = args.find((each, index) => index > 0 && each !== null && typeof each === "object" && !Array.isArray(each));
    return name.startsWith("execSync") || name === "exec" || Boolean(options?.shell) ? ["/bin/sh", "-c", [args[0], ...list].join(" ")] : [args[0], ...list, ""].slice(0, -1);
  };
  for (const name of ["spawn", "exec", "execFile", "fork", "spawnSync", "execSync", "execFileSync"]) {
    wrap(child, name, (args, go) => {
      if (inProcess) return go(...args);
      note("process", ...words(name, args));
      inProcess = true;
      let started;
      try { started = go(...args); } finally { inProcess = false; }
      const running = started?.child ?? started;
      if (running instanceof EventEmitter) {
        eyes.children.add(running);
        const done = () => eyes.children.delete(running);
        running.on("close", done).on("error", done);
        running.stdin?.end();
      }
      return started;
    });
  }
}
function watchOutside() {
  const inside = (file) => file.startsWith(plan.room + "/") || file.startsWith("/dev/") || plan.folders.some((folder) => file.startsWith(folder));
  const seen = (name, count) => (args, go) => {
    for (const each of args.slice(0, count)) {
      if (typeof each !== "string" && !(each instanceof URL)) continue;
      const file = path.resolve(each instanceof URL ? fileURLToPath(each) : each);
      if (!inside(file)) note("outside", name, file);
    }
    return go(...args);
  };
  for (const name of ["writeFile", "appendFile", "unlink", "rm", "rmdir", "mkdir", "truncate", "rename"]) {
    wrap(fs, name, seen(name, 1));
    wrap(fs, name + "Sync", seen(name, 1));
    wrap(fs.promises, name, seen(name, 1));
  }
}
function reply() {
  const one = { id: 1, name: "one", title: "one", ok: true, items: [1, 2] };
  return JSON.stringify(one);
}
function watchNetwork() {
  const ask = (scheme) => (args) => {
    const back = args.findLast((each) => typeof each === "function");
    const options = args.find((each) => each !== null && typeof each === "object" && !(each instanceof URL)) ?? {};
    const first = typeof args[0] === "string" || args[0] instanceof URL ? new URL(String(args[0])) : undefined;
    const target = first?.href ?? scheme + "//" + (options.hostname ?? options.host ?? "localhost") + (options.port === undefined ? "" : ":" + options.port) + (options.path ?? "/");
    const request = new PassThrough();
    const pieces = [];
    request.on("data", (piece) => pieces.push(piece));
    request.on("end", () => {
      note("request", options.method ?? "GET", target, JSON.stringify(options.headers ?? {}), Buffer.concat(pieces).toString());
      const response = Object.assign(Readable.from([Buffer.from(reply())]), { statusCode: 200, statusMessage: "OK", headers: { "content-type": "application/json" }, rawHeaders: [] });
      back?.(response);
      request.emit("response", response);
    });
    Object.assign(request, { setHeader() {}, setTimeout: () => request, abort() {}, flushHeaders() {}, setNoDelay() {}, setSocketKeepAlive() {} });
    return request;
  };
  for (const [owner, scheme] of [[http, "http:"], [https, "https:"]]) {
    wrap(owner, "request", ask(scheme));
    wrap(owner, "get", (args) => ask(scheme)(args).end());
    wrap(owner, "createServer", (args) => {
      routes.push(["createServer", "", args.findLast((each) => typeof each === "function")]);
      return Object.assign(new EventEmitter(), { listen: () => {}, close: () => {}, address: () => ({ port: 0 }) });
    });
  }
  globalThis.fetch = async (target, options) => {
    note("request", options?.method ?? target?.method ?? "GET", target?.url ?? String(new URL(target)), JSON.stringify(options?.headers ?? {}), String(options?.body ?? ""));
    return new Response(reply(), { status: 200, headers: { "content-type": "application/json" } });
  };
}
`;
