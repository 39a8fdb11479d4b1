/**
 * How modules are found for the JavaScript drivers: as compilers and bundlers find them too (`./store.js` that is written as `store.ts`, names without an
 * ending, `@/…` from the root or `src`). A package that is not installed may be imported, but a call that touches it proves nothing: it is remembered as missed.
 */
export const JAVASCRIPT_PACKAGES = String.raw`
const { statSync, readFileSync: readModule } = fs;
const isFile = (place) => statSync(place, { throwIfNoEntry: false })?.isFile() === true;
const isFolder = (place) => statSync(place, { throwIfNoEntry: false })?.isDirectory() === true;
const WRITTEN = { ".js": [".ts", ".tsx"], ".mjs": [".mts"], ".cjs": [".cts"], ".jsx": [".tsx"] };
const ENDINGS = [".js", ".json", ".ts", ".mts", ".mjs", ".cts", ".cjs", ".tsx", ".jsx"];

/** Path of the file from which a module asks; undefined for what is none of the project. */
function asker(parentURL) {
  return parentURL?.startsWith("file:") ? fileURLToPath(parentURL.split("?")[0]) : undefined;
}
/** The file of the project that is meant where Node's own way finds none. */
function projectFile(specifier, parentURL) {
  const parent = asker(parentURL);
  if (parent === undefined || parent.includes("/node_modules/")) return undefined;
  const places = [];
  if (/^\.{1,2}(?:\/|$)/.test(specifier)) places.push(path.resolve(path.dirname(parent), specifier));
  else if (/^[@~]\//.test(specifier))
    for (let folder = path.dirname(parent); folder !== path.dirname(folder); folder = path.dirname(folder))
      if (["package.json", "tsconfig.json"].some((name) => isFile(path.join(folder, name)))) places.push(path.join(folder, specifier.slice(2)), path.join(folder, "src", specifier.slice(2)));
  for (const place of places) {
    if (isFile(place)) return specifier.startsWith(".") ? undefined : place;
    const ending = path.extname(place);
    const names = [...(WRITTEN[ending] ?? []).map((each) => place.slice(0, -ending.length) + each), ...ENDINGS.map((each) => place + each), ...ENDINGS.map((each) => path.join(place, "index" + each))];
    const found = names.find(isFile);
    if (found !== undefined) return found;
  }
  return undefined;
}
/** Whether a name is one of a package that no folder from the asking file upwards holds. */
function isAbsent(specifier, parentURL) {
  const parent = asker(parentURL);
  const name = /^(?:@[\w.-]+\/)?[A-Za-z_][\w.-]*(?=\/|$)/.exec(specifier)?.[0];
  if (parent === undefined || parent.includes("/node_modules/") || name === undefined || module.isBuiltin(specifier) || specifier.includes(":")) return false;
  for (let folder = path.dirname(parent); ; folder = path.dirname(folder)) {
    if (isFolder(path.join(folder, "node_modules", name))) return false;
    if (folder === path.dirname(folder)) return true;
  }
}
/** Address of what stands in for a package, with the names that the asking module takes from it. */
function standInFor(specifier, parentURL, scheme = "assay:") {
  const parent = asker(parentURL);
  const names = new Set();
  const text = parent !== undefined && isFile(parent) ? readModule(parent, "utf8") : "";
  const quoted = specifier.replaceAll(/[$()*+.?[\\\]^{|}]/g, "\\$&");
  for (const [, listed] of text.matchAll(new RegExp("(?:import|export)\\b[^;'\"]{0,2000}?\\{([^}]{0,2000})\\}\\s*from\\s*[\"']" + quoted + "[\"']", "g")))
    for (const each of listed.split(",")) names.add(each.trim().split(/\s/)[0]);
  for (const [, star] of text.matchAll(new RegExp("import\\s*\\*\\s*as\\s+([\\w$]+)\\s+from\\s*[\"']" + quoted + "[\"']", "g")))
    for (const [, each] of text.matchAll(new RegExp("(?<![\\w$.])" + star.replaceAll("$", "\\$") + "\\.([A-Za-z_][\\w$]*)", "g"))) names.add(each);
  const wanted = [...names].filter((each) => /^[A-Za-z_][\w$]*$/.test(each) && each !== "default");
  return { url: scheme + specifier + (wanted.length === 0 ? "" : "?" + wanted.join("+")), format: "commonjs", shortCircuit: true };
}
/** The first missing package that a call touched. */
let missed;
function absent(name) {
  const touch = () => { if (eyes.open) missed ??= name; };
  const target = function () {};
  const self = new Proxy(target, {
    get: (_target, key) => {
      if (key === "prototype") return target.prototype;
      touch();
      return key === "then" || key === "__esModule" ? undefined : key === Symbol.toPrimitive ? () => "" : key === Symbol.iterator ? [][Symbol.iterator].bind([]) : self;
    },
    set: (_target, key, value) => (touch(), Reflect.set(target, key, value)),
    has: () => (touch(), true),
    apply: () => (touch(), self),
    construct: () => (touch(), self),
  });
  return self;
}
/** Text of a stand-in's module: the double of that name, and the names that are asked of it. */
function standInText(url, known) {
  const [name, asked = ""] = url.slice(url.indexOf(":") + 1).split("?");
  const names = new Set([...known, ...asked.split("+").filter(Boolean)]);
  const from = url.startsWith("absent:") ? "assay.absent" : "assay.double";
  const lines = ["const double = globalThis[Symbol.for('" + from + "')](" + JSON.stringify(name) + ");", "module.exports = double;"];
  return { format: "commonjs", shortCircuit: true, source: lines.concat([...names].map((each) => "module.exports." + each + " = double." + each + ";")).join("\n") };
}
globalThis[Symbol.for("assay.absent")] = absent;
`;
