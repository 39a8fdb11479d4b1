/** Values as trees of `[type, text or parts]`, for the JavaScript driver. */
export const JAVASCRIPT_CANON = String.raw`
function canon(value, depth = 7) {
  if (value === null) return ["null", ""];
  const kind = typeof value;
  if (kind === "undefined") return ["undefined", ""];
  if (kind === "string") return ["string", value.slice(0, 20000)];
  if (kind === "number") return ["number", Object.is(value, -0) ? "0" : String(value)];
  if (kind === "boolean" || kind === "bigint") return [kind, String(value)];
  if (kind === "symbol") return ["symbol", String(value)];
  if (kind === "function") return ["function", typeof value.name === "string" ? value.name : ""];
  if (depth === 0) return ["deep", ""];
  const parts = (items) => Array.from(items).slice(0, 300).map((each) => canon(each, depth - 1));
  if (Buffer.isBuffer(value) || ArrayBuffer.isView(value)) return ["bytes", Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("latin1").slice(0, 20000)];
  if (Array.isArray(value)) return ["Array", parts(value)];
  if (value instanceof Date || Object.prototype.toString.call(value) === "[object Date]") return ["Date", Number.isNaN(Number(value)) ? "invalid" : value.toISOString()];
  if (value instanceof RegExp || value instanceof URL) return [value.constructor.name, String(value)];
  if (value instanceof Error) return ["Error", value.constructor?.name ?? ""];
  if (value instanceof Map) return ["Map", [...value].slice(0, 300).map(([key, each]) => ["entry", [canon(key, depth - 1), canon(each, depth - 1)]])];
  if (value instanceof Set) return ["Set", parts(value)];
  const name = Object.getPrototypeOf(value)?.constructor?.name ?? "Object";
  const entries = [];
  for (const key of Object.keys(value).sort().slice(0, 300)) {
    if (key.startsWith("_")) continue;
    let held;
    try { held = value[key]; } catch { continue; }
    entries.push(["entry", [["string", key], canon(held, depth - 1)]]);
  }
  return [name, entries];
}
/** What is made bit by bit, in whole. */
async function settled(value) {
  if (value !== null && typeof value === "object") {
    if (typeof value.pipe === "function" && typeof value.on === "function" && typeof value.read === "function") {
      const pieces = [];
      for await (const piece of value) pieces.push(Buffer.from(piece));
      return { stream: Buffer.concat(pieces) };
    }
    if (typeof value.next === "function" && typeof value[Symbol.iterator] === "function") return { items: Array.from({ [Symbol.iterator]: () => value }).slice(0, 100) };
    if (typeof value.next === "function" && typeof value[Symbol.asyncIterator] === "function") {
      const items = [];
      for await (const each of value) if (items.push(each) > 100) break;
      return { items };
    }
    if (typeof Response === "function" && value instanceof Response) return { status: value.status, headers: Object.fromEntries(value.headers), body: await value.text() };
  }
  return value;
}
`;
