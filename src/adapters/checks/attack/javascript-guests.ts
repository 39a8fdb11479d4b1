import { CANARY_PORT } from "./payloads-address.ts";

/**
 * What the JavaScript driver lets in, for the families that need it: files that a form sends, documents that unpack to far more, requests that another
 * site had a browser send, and a server on the loopback address that says when it is asked for something.
 */
export const JAVASCRIPT_GUESTS = String.raw`
import zlib from "node:zlib";

const SQUEEZE = { gzip: zlib.gzipSync, zlib: zlib.deflateSync, deflate: zlib.deflateRawSync, brotli: zlib.brotliCompressSync };
function packedOf(text) {
  const [, kind, size, unit] = /^a (\w+) of (\d+) ([MK])iB$/.exec(text) ?? [];
  return kind === undefined ? undefined : SQUEEZE[kind](Buffer.alloc(Number(size) << (unit === "M" ? 20 : 10)));
}
let unpacked = 0;
/** Counts the bytes that come out of packed documents, whichever way they are unpacked. */
function watchUnpacking() {
  const count = (value) => { unpacked += value?.length ?? 0; return value; };
  for (const name of ["gunzip", "inflate", "unzip", "inflateRaw", "brotliDecompress"]) {
    wrap(zlib, name + "Sync", (args, go) => count(go(...args)));
    wrap(zlib, name, (args, go) => {
      const back = args.pop();
      return typeof back === "function" ? go(...args, (error, value) => back(error, count(value))) : Promise.resolve(go(...args, back)).then(count);
    });
  }
  for (const name of ["Gunzip", "Inflate", "Unzip", "InflateRaw", "BrotliDecompress"]) {
    const { prototype } = zlib[name];
    const { push } = prototype;
    prototype.push = function (piece, ...rest) { count(piece); return push.call(this, piece, ...rest); };
  }
}

function upload(name) {
  const data = Buffer.from("\x89PNG<?php echo 1; ?>");
  const mv = async (target, back) => { fs.writeFileSync(target, data); back?.(); };
  return { name, filename: name, originalname: name, originalFilename: name, mimetype: "image/png", type: "image/png", size: data.length, data, buffer: data, mv, toBuffer: async () => data, arrayBuffer: async () => data };
}
/** Files under whatever name is asked for. */
function uploads(name) {
  return new Proxy([upload(name)], { get: (list, key) => (typeof key === "symbol" || key in list ? list[key] : upload(name)) });
}

const TOKEN = /csrf|xsrf|token|nonce/i;
/** Says the same under every key and in every depth, but under that of a token only what it was given. */
function forged(text) {
  const { value, token } = text.startsWith("{") ? JSON.parse(text) : { value: text };
  const one = (key) => (TOKEN.test(key) ? token : layer());
  const layer = () => new Proxy(new String(value), {
    get: (held, key) => (typeof key === "symbol" || ["toString", "valueOf", "length", "toJSON"].includes(key) ? (typeof held[key] === "function" ? held[key].bind(held) : held[key]) : key === "get" || key === "header" ? one : typeof held[key] === "function" ? held[key].bind(held) : one(key)),
    has: (_held, key) => !TOKEN.test(String(key)) || token !== undefined,
  });
  return layer();
}

/** A value that only these families make; undefined for all others. */
function guestOf(parameter, text) {
  const { shape } = parameter;
  if (plan.family === "dangerous-upload" && (shape === "object" || shape === "record")) return shape === "object" ? upload(text) : uploads(text);
  if (plan.family === "forged-request" && shape === "record") return forged(text);
  const packed = plan.family === "decompression" ? packedOf(text) : undefined;
  if (packed === undefined) return undefined;
  if (shape === "bytes" || (shape === "text" && !/path|file|name|archive|source|from/i.test(parameter.name))) return packed;
  const [file, held] = [path.join(base, "packed"), eyes.open];
  eyes.open = false;
  fs.writeFileSync(file, packed);
  eyes.open = held;
  return file;
}
/** The same for a request. */
function invite(request, text) {
  if (plan.family === "dangerous-upload") Object.assign(request, { file: upload(text), files: uploads(text) });
  if (plan.family !== "forged-request") return request;
  const made = forged(text);
  const header = (name) => (TOKEN.test(name) ? made[name] : "x");
  return Object.assign(request, { query: made, body: made, params: made, headers: made, cookies: made, get: header, header, method: "POST", csrfToken: undefined });
}
/** After a call: what came out of packed documents, and whether data was changed. */
function seeGuests(value) {
  if (plan.family === "decompression") note("expanded", Math.max(unpacked, value?.length ?? 0));
  unpacked = 0;
  const writes = ([kind, , text = ""]) => kind === "statement" && /^\s*(?:insert|update|delete|replace)\b/i.test(text);
  const stores = ([kind, name]) => kind === "file" && /write|append|unlink|rm|rename/.test(name);
  if (plan.family === "forged-request" && eyes.events.some((event) => writes(event) || stores(event))) note("changed");
}

/** Answers on the loopback address, which is the sandbox's own, and says what it was asked for. Requests to its port are let through. */
async function canaryServer() {
  if (plan.family !== "request-forgery") return;
  const server = http.createServer((request, response) => {
    note("served", request.method, request.url);
    response.end("{}");
  });
  await new Promise((resolve) => server.once("error", resolve).listen(${CANARY_PORT}, "0.0.0.0", resolve));
  server.unref();
}
const isCanary = (target) => {
  try { return new URL(target?.url ?? target?.href ?? String(target)).port === "${CANARY_PORT}"; } catch { return String(target?.port) === "${CANARY_PORT}"; }
};
`;
