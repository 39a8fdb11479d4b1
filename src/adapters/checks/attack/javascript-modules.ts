import { JAVASCRIPT_PACKAGES } from "./javascript-packages.ts";

const MODULES = String.raw`
globalThis[Symbol.for("assay.double")] = (name) => ((real.has(name) && framework(real.get(name))) || (name === "node:sqlite" ? memoryDatabase() : name in PACKAGES ? PACKAGES[name]() : name in DATABASES ? database(DATABASES[name]) : application()));
const standIns = new Set();
/** Frameworks that the project has, with their paths. */
const real = new Map();

let asking = false;
/** The path of a framework that the project has. */
function installed(specifier, { parentURL }) {
  asking = true;
  try {
    return module.createRequire(parentURL ?? plan.file).resolve(specifier);
  } catch { return undefined; } finally { asking = false; }
}
function replaceModules(plan) {
  const wanted = new Set(["express", "fastify", "koa", "@koa/router", "koa-router", "hono", ...(WATCHED[plan.family] ?? []), "node:sqlite", ...Object.keys(DATABASES)]);
  module.registerHooks({
    resolve(specifier, context, next) {
      if (asking) return next(specifier, context);
      const found = THROUGH.has(plan.family) && FRAMEWORKS.has(specifier) ? installed(specifier, context) : undefined;
      if (found !== undefined) real.set(specifier, found);
      if (wanted.has(specifier)) return standInFor(specifier, context.parentURL);
      const written = projectFile(specifier, context.parentURL);
      if (written !== undefined) return next(pathToFileURL(written).href, context);
      if (!isAbsent(specifier, context.parentURL)) return next(specifier, context);
      const known = specifier in DATABASES || specifier in PACKAGES || /^(?:express-\w+|body-parser|cookie-parser|helmet|morgan|multer|compression|koa-\w+|@fastify\/\w+|axios|node-fetch|got|dotenv|@koa\/\w+)$/.test(specifier);
      return standInFor(specifier, context.parentURL, known ? "assay:" : "absent:");
    },
    load(url, context, next) {
      if (/^(?:assay|absent):/.test(url)) {
        const [name, asked = ""] = url.slice(url.indexOf(":") + 1).split("?");
        if (real.has(name)) {
          const source = "module.exports = globalThis[Symbol.for('assay.double')](" + JSON.stringify(name) + ");\n0 && (module.exports = { " + [...new Set([...NAMES, ...asked.split("+").filter(Boolean)])].join(", ") + " });";
          return { format: "commonjs", shortCircuit: true, source };
        }
        if (url.startsWith("assay:") && !name.startsWith("node:")) standIns.add(name.slice(0, 60));
        return standInText(url, NAMES);
      }
      const loaded = next(url, context);
      if (url !== pathToFileURL(plan.file).href) return loaded;
      const name = plan.entry.owner ?? plan.entry.name;
      const source = String(loaded.source ?? fs.readFileSync(plan.file));
      const shown = /^[A-Za-z_$][\w$]*$/.test(name) ? "globalThis[Symbol.for('assay.entry')] = typeof " + name + " === 'undefined' ? undefined : " + name + ";" : "";
      // A function declaration is there from the start, even if the module ends before its last line.
      const early = new RegExp("^(?:async )?function " + name.replaceAll("$", "\\$") + "\\(", "m").test(source) && !/^\s*(?:#!|["']use )/.test(source) ? shown : "";
      return { ...loaded, source: early + source + "\n;" + shown + "\n" };
    },
  });
}
`;

/** Which packages the JavaScript driver takes as they are, which it taps, and which get a stand-in. */
export const JAVASCRIPT_MODULES: string = JAVASCRIPT_PACKAGES + MODULES;
