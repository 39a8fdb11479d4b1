/**
 * What the JavaScript driver sees of keys, ciphers and salts, and stand-ins for packages that make keys; further, which fields came to objects that the
 * attacker's record was not, and the address that a call came to.
 */
export const JAVASCRIPT_KEYS = String.raw`
function raw(value) {
  if (typeof value === "string") return Buffer.from(value).toString("hex");
  return ArrayBuffer.isView(value) ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("hex") : "";
}
function watchKeys() {
  const pair = (args, go) => {
    const { modulusLength, namedCurve, primeLength } = args[1] ?? {};
    const bits = modulusLength ?? primeLength ?? /\d+/.exec(namedCurve ?? "")?.[0];
    if (bits !== undefined) note("key", namedCurve === undefined ? String(args[0]).replace(/-pss$/, "") : "ec", bits);
    return go(...args);
  };
  for (const name of ["generateKeyPair", "generateKeyPairSync"]) wrap(crypto, name, pair);
  wrap(crypto, "createDiffieHellman", (args, go) => (typeof args[0] === "number" && note("key", "dh", args[0]), go(...args)));
  wrap(crypto, "createECDH", (args, go) => (note("key", "ec", /\d+/.exec(String(args[0]))?.[0] ?? 0), go(...args)));
  for (const name of ["generateKey", "generateKeySync"]) wrap(crypto, name, (args, go) => (note("key", args[0], args[1]?.length), go(...args)));
  for (const name of ["createCipheriv", "createDecipheriv"])
    wrap(crypto, name, (args, go) => {
      note("cipher", args[0]);
      if (name === "createCipheriv" && args[2] !== null) note("derived", "cipher", 0, raw(args[2]));
      return go(...args);
    });
}

function keyPair(kind, bits) {
  note("key", kind, bits);
  const text = "-----BEGIN PRIVATE KEY-----\n" + kind + " " + bits + "\n-----END PRIVATE KEY-----";
  const self = new Proxy({}, { get: (_target, name) => (name === "then" || typeof name === "symbol" ? undefined : /export|pem|toString/i.test(name) ? () => text : /Key$/.test(name) ? self : () => self) });
  return self;
}
function nodeRsa() {
  return function (options = {}) {
    return typeof options.b === "number" ? keyPair("rsa", options.b) : anything();
  };
}
function forge() {
  const generateKeyPair = (...args) => {
    const bits = typeof args[0] === "number" ? args[0] : (args[0]?.bits ?? 2048);
    const made = keyPair("rsa", bits);
    args.findLast((each) => typeof each === "function")?.(null, made);
    return made;
  };
  return { pki: new Proxy({ rsa: { generateKeyPair } }, { get: (target, name) => target[name] ?? ((value) => String(value)) }) };
}
const KEY_PACKAGES = { "node-rsa": nodeRsa, "node-forge": forge };

/** Names of the fields of what is changed or returned, when it is not the very record that was sent. */
function noteFields(sent, ...values) {
  for (const value of values) {
    if (value === sent || value === null || typeof value !== "object") continue;
    for (const key of Object.keys(value).slice(0, 40)) note("assigned", key);
    for (const inner of Object.values(value).slice(0, 10)) if (inner !== null && typeof inner === "object" && inner !== sent) for (const key of Object.keys(inner).slice(0, 40)) note("assigned", key);
  }
}
function noteAddress(value) {
  const text = value instanceof URL ? value.href : value;
  if (typeof text === "string" && /^\s*(?:[a-z][a-z0-9+.-]*:)?[/\\]/i.test(text)) note("address", text);
}

/** Headers that a function fills: each is noted. */
function headerRecord() {
  const held = {};
  return new Proxy(held, { set(target, name, value) { note("header", name, value); target[name] = value; return true; }, get: (target, name) => (name === "set" || name === "append" ? (key, value) => note("header", key, value) : target[name]) });
}
`;
