const _ = require("lodash");
const { merge: deep } = require("lodash");

function merge(target, source) {
  for (const key in source) {
    if (typeof source[key] === "object") {
      if (!target[key]) target[key] = {};
      // ruleid: js-prototype-pollution
      merge(target[key], source[key]);
    } else {
      target[key] = source[key];
    }
  }
  return target;
}

const extend = (to, from) => {
  Object.keys(from).forEach((name) => {
    // ruleid: js-prototype-pollution
    to[name] = typeof from[name] === "object" ? extend(to[name], from[name]) : from[name];
  });
  return to;
};

class Settings {
  async update(req) {
    // ruleid: js-prototype-pollution
    this.values[req.body.section][req.body.name] = req.body.value;
    // ruleid: js-prototype-pollution
    _.merge(this.values, req.body);
    // ruleid: js-prototype-pollution
    deep(this.values, JSON.parse(req.text));
  }
}

function safeMerge(target, source) {
  for (const key of Object.keys(source)) {
    if (key === "__proto__" || key === "constructor" || key === "prototype") continue;
    if (typeof source[key] === "object") {
      // ok: js-prototype-pollution
      target[key] = safeMerge(target[key] ?? {}, source[key]);
    } else {
      target[key] = source[key];
    }
  }
  return target;
}

function otherMerge(target, source) {
  for (const key in source) {
    if (BLOCKED.has(key)) continue;
    // ok: js-prototype-pollution
    otherMerge(target[key], source[key]);
  }
}

function setPath(object, path, value) {
  const keys = path.split(".");
  let current = object;
  for (let i = 0; i < keys.length - 1; i += 1) {
    current[keys[i]] = current[keys[i]] || {};
    current = current[keys[i]];
  }
  // ruleid: js-prototype-pollution
  current[keys.at(-1)] = value;
}

function mergeShort(target, source) {
  // ruleid: js-prototype-pollution
  for (const key in source) target[key] = source[key] instanceof Object ? mergeShort(target[key] || {}, source[key]) : source[key];
  return target;
}

function setSafePath(object, path, value) {
  const keys = path.split(".");
  let current = object;
  for (const key of keys.slice(0, -1)) {
    if (key === "__proto__" || key === "constructor") return;
    current = current[key];
  }
  // ok: js-prototype-pollution
  current[keys.at(-1)] = value;
}

function insert(tree, words) {
  let node = tree;
  for (const letter of words) {
    node = node[letter];
  }
  // ok: js-prototype-pollution
  node[words.length] = true;
}

function sameDeep(left, right) {
  for (const key of Object.keys(left)) {
    // ok: js-prototype-pollution
    if (!sameDeep(left[key], right[key])) return false;
  }
  return true;
}

const BLOCKED = new Set(["__proto__", "constructor", "prototype"]);

function safe(table, row, column, value, defaults, options) {
  // ok: js-prototype-pollution
  table[row][column] = value;
  // ok: js-prototype-pollution
  const all = _.merge({}, defaults, options);
  // ok: js-prototype-pollution
  const copy = { ...defaults, ...options };
  return [all, copy, merge, extend, Settings, safeMerge, otherMerge, setPath, mergeShort, setSafePath, insert, sameDeep];
}

export function mergeInto(source, target) {
  for (const key in source) {
    const value = source[key];
    if (typeof value === "object") {
      // ruleid: js-prototype-pollution
      target[key] = mergeInto(value, target[key] || {});
    } else target[key] = value;
  }
  return target;
}

export function mergeOwn(source, target) {
  for (const key in source) {
    const value = source[key];
    if (Object.prototype.hasOwnProperty.call(target, key) && typeof value === "object") {
      // ok: js-prototype-pollution
      target[key] = mergeOwn(value, target[key] || {});
    } else target[key] = value;
  }
  return target;
}

export function deepSet(target, path, value) {
  let current = target;
  for (let at = 0; at < path.length - 1; at++) {
    current = current[path[at]];
  }
  // ruleid: js-prototype-pollution
  current[path[path.length - 1]] = value;
}

export function deepSetChecked(target, path, value) {
  let current = target;
  if (path.includes("__proto__") || path.includes("constructor")) return;
  for (let at = 0; at < path.length - 1; at++) {
    current = current[path[at]];
  }
  // ok: js-prototype-pollution
  current[path[path.length - 1]] = value;
}

function extended(target, source) {
  for (const key in source) {
    const value = source[key];
    // ruleid: js-prototype-pollution
    target[key] = typeof value === "object" ? extended(target[key] ?? {}, value) : value;
  }
  return target;
}

function extendedSafely(target, source) {
  for (const key of Object.keys(source)) {
    if (["__proto__", "constructor", "prototype"].includes(key)) continue;
    const value = source[key];
    // ok: js-prototype-pollution
    target[key] = typeof value === "object" ? extendedSafely(target[key] ?? {}, value) : value;
  }
  return target;
}
