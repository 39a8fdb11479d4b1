/**
 * Applications and routers of Express, Koa and Fastify, where the project has them, made to tell which routes they get and when a handler is called.
 * A handler can then be called by itself as well.
 */
export const JAVASCRIPT_TAPS = String.raw`
// Kinds whose payloads are texts: objects in the place of texts, and what clients themselves refuse to send, need a request of their own.
const THROUGH = new Set(["cross-site-scripting", "open-redirect", "path-traversal", "command-injection", "sql-injection", "code-injection", "cookie-flags"]);
const FRAMEWORKS = new Set(["express", "koa", "@koa/router", "koa-router", "fastify"]);
const VERBS = ["get", "post", "put", "patch", "delete", "all", "head", "options", "use"];
const site = { apps: [], routers: [], mounts: new Set(), arrived: undefined, way: undefined, through: "", made: undefined, factory: undefined, loaded: undefined };

/** The project's own framework, whose applications tell which routes they get; undefined where it cannot be loaded. */
function framework(found) {
  try {
    const loaded = module.createRequire(plan.file)(found);
    return shown(typeof loaded === "function" ? loaded : (loaded.default ?? loaded), loaded);
  } catch { return undefined; }
}
function shown(main, loaded = main) {
  const build = (go) => {
    eyes.building = true;
    try { return tap(go()); } finally { eyes.building = false; }
  };
  const self = new Proxy(main, {
    apply: (target, owner, args) => (keepPrefix(args[0]), build(() => Reflect.apply(target, owner, args))),
    construct: (target, args, made) => (keepPrefix(args[0]), build(() => Reflect.construct(target, args, made === self ? target : made))),
    get(target, name) {
      const value = target[name] ?? loaded[name];
      return ["Router", "default", "fastify"].includes(name) && typeof value === "function" ? shown(value) : value;
    },
  });
  return self;
}
function keepPrefix(options) {
  if (typeof options?.prefix === "string") site.mounts.add(options.prefix);
}

/** Has an application or router tell of each route, and of each call of its handler. */
function tap(target) {
  if (target === null || !["object", "function"].includes(typeof target)) return target;
  for (const name of VERBS) replace(target, name, (args) => registered(name, args));
  replace(target, "register", (args) => (keepPrefix(args[1]), args));
  replace(target, "prefix", (args) => (keepPrefix({ prefix: args[0] }), args));
  replace(target, "route", (args) => {
    const [where] = args;
    if (typeof where?.handler !== "function") return args;
    for (const method of [where.method].flat()) routes.push([String(method).toLowerCase(), where.url, where.handler]);
    return [{ ...where, handler: marked(where.handler) }];
  }, (made, [where]) => {
    if (typeof where === "string" && made) for (const name of VERBS) replace(made, name, (args) => registered(name, [where, ...args]).slice(1));
    return made;
  });
  if (typeof target.listen === "function") {
    target.listen = () => Object.assign(new EventEmitter(), { close() {}, address: () => ({ port: 0 }) });
    if (typeof target.callback === "function") target.silent = true;
    site.apps.push(target);
  } else if (typeof target.use === "function") site.routers.push(target);
  return target;
}
function replace(target, name, change, after = (made) => made) {
  const go = target[name];
  if (typeof go !== "function") return;
  target[name] = function (...args) {
    return after(go.apply(this, change(args)), args);
  };
}
function registered(name, args) {
  const [where, ...handlers] = args;
  const handler = handlers.flat().findLast((each) => typeof each === "function");
  if (name === "use") {
    if (typeof where === "string") site.mounts.add(where);
    else if (typeof where === "function") routes.push([name, "", where]);
  }
  if (typeof where !== "string" || handler === undefined) return args;
  routes.push([name, where, site.marks.get(handler) ?? handler]);
  const swap = (each) => (each === handler && typeof each.use !== "function" ? marked(each) : Array.isArray(each) ? each.map(swap) : each);
  return args.map(swap);
}
site.marks = new WeakMap();
function marked(handler) {
  if (handler.length > 3 || site.marks.has(handler)) return handler;
  const work = function (...args) {
    site.arrived = handler;
    return handler.apply(this, args);
  };
  Object.defineProperty(work, "length", { value: handler.length });
  site.marks.set(work, handler);
  return work;
}

const routeOf = ([method, where]) => routes.findLast((each) => each[0] === method && each[1] === where);

/** An application of the project's framework for routes that are registered on an argument. */
function hostFor({ name, shape }) {
  if (plan.entry.kind !== "routes" || !["object", "text"].includes(shape) || !/^(?:app|router|server|fastify|instance|api|application)$/.test(name)) return undefined;
  try { return module.createRequire(plan.file)(/^(?:fastify|instance)$/.test(name) ? "fastify" : "express")(); } catch { return application(); }
}
/** Routers that stand in no application of the module get one. */
function applications() {
  if (site.apps.length > 0 || site.routers.length === 0) return site.apps;
  const router = site.routers.at(-1);
  try {
    const load = module.createRequire(plan.file);
    if (typeof router.routes === "function") new (load("koa"))().use(router.routes());
    else {
      const express = load("express");
      express().use(express.json(), express.urlencoded({ extended: true }), router);
    }
  } catch { site.apps.length = 0; }
  return site.apps;
}
`;
