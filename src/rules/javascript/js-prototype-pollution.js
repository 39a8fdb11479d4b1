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
  return [all, copy, merge, extend, Settings, safeMerge, otherMerge];
}
