/**
 * What the JavaScript driver sees of a call: functions of Node's own modules are wrapped, so that files, processes, statements, hashes and
 * requests are noted. Requests never leave: they fail as they would without a network.
 */
export const JAVASCRIPT_EYES = String.raw`
import crypto from "node:crypto";
import { EventEmitter } from "node:events";
import fs from "node:fs";
import http from "node:http";
import https from "node:https";
import module from "node:module";
import path from "node:path";
import sqlite from "node:sqlite";
import tls from "node:tls";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";

const child = process.getBuiltinModule("child_process");

const eyes = { open: false, events: [], output: "", children: new Set(), building: false };
function note(...words) {
  if (eyes.open && eyes.events.length < 150) eyes.events.push(words.map((word) => String(word).slice(0, 2000)));
}
function say(text) {
  if (eyes.open && eyes.output.length < 40000) eyes.output += text;
}
function wrap(owner, name, before) {
  const original = owner[name];
  if (typeof original !== "function") return;
  const wrapped = function (...args) {
    const answer = before.apply(this, [args, (...changed) => Reflect.apply(original, this, changed)]);
    return answer === before ? Reflect.apply(original, this, args) : answer;
  };
  Object.setPrototypeOf(wrapped, original);
  const custom = original[promisify.custom];
  if (custom !== undefined) {
    const value = (...args) => before.apply(owner, [args, (...changed) => custom(...changed)]);
    Object.defineProperty(wrapped, promisify.custom, { value });
  }
  owner[name] = wrapped;
}

function watchFiles() {
  const seen = (name, count) => (args, go) => {
    for (const each of args.slice(0, count)) {
      if (typeof each === "string" || each instanceof URL || Buffer.isBuffer(each)) {
        const file = each instanceof URL ? fileURLToPath(each) : String(each);
        if (!file.includes("node_modules") && !/\.[mc]?js$/.test(file)) note("file", name, path.resolve(file));
      }
    }
    return go(...args);
  };
  const one = ["readFile", "writeFile", "appendFile", "open", "unlink", "rm", "rmdir", "mkdir", "readdir", "truncate", "chmod"];
  for (const name of one) {
    wrap(fs, name, seen(name, 1));
    wrap(fs, name + "Sync", seen(name, 1));
    wrap(fs.promises, name, seen(name, 1));
  }
  for (const name of ["rename", "copyFile", "link", "symlink", "cp"]) {
    wrap(fs, name, seen(name, 2));
    wrap(fs, name + "Sync", seen(name, 2));
    wrap(fs.promises, name, seen(name, 2));
  }
  for (const name of ["createReadStream", "createWriteStream"]) wrap(fs, name, seen(name, 1));
}

function watchProcesses() {
  for (const name of ["spawn", "exec", "execFile", "fork", "spawnSync", "execSync", "execFileSync"]) {
    wrap(child, name, (args, go) => {
      note("process", name, args[0], Array.isArray(args[1]) ? args[1].join(" ") : "");
      const started = go(...args);
      const running = started?.child ?? started;
      if (running instanceof EventEmitter) {
        eyes.children.add(running);
        setTimeout(() => running.stdin?.end(), 100);
        const done = () => eyes.children.delete(running);
        running.on("close", done).on("error", done);
      }
      return started;
    });
  }
}

function watchHashes() {
  wrap(crypto, "createHash", (args, go) => (note("hash", String(args[0]).toLowerCase().replaceAll("-", ""), true), go(...args)));
  wrap(crypto, "createHmac", (args, go) => (note("hash", String(args[0]).toLowerCase().replaceAll("-", ""), true), go(...args)));
  wrap(crypto, "hash", (args, go) => (note("hash", String(args[0]).toLowerCase().replaceAll("-", ""), true), go(...args)));
  for (const name of ["pbkdf2", "pbkdf2Sync", "scrypt", "scryptSync"]) wrap(crypto, name, (args, go) => (note("derived", name.replace("Sync", ""), args[2], raw(args[1])), go(...args)));
}

function refuse() {
  const request = new EventEmitter();
  for (const name of ["write", "end", "setHeader", "setTimeout", "abort", "destroy", "flushHeaders", "setNoDelay"]) request[name] = () => request;
  const error = Object.assign(new Error("no network here"), { code: "ECONNREFUSED" });
  setTimeout(() => request.listenerCount("error") > 0 && request.emit("error", error), 5);
  return request;
}

function watchRequests() {
  const contact = (kind) => (args, go) => {
    const options = args.filter((each) => each !== null && typeof each === "object" && !(each instanceof URL));
    const first = typeof args[0] === "string" && URL.canParse(args[0]) ? new URL(args[0]) : args[0];
    const host = first instanceof URL ? first.hostname : (options[0]?.hostname ?? options[0]?.host ?? "localhost");
    note("contact", host);
    noteAddress(first instanceof URL ? first : undefined);
    if (kind === "https" || first?.protocol === "https:") {
      const open = options.some((each) => each.rejectUnauthorized === false || each.agent?.options?.rejectUnauthorized === false || each.httpsAgent?.options?.rejectUnauthorized === false);
      const always = https.globalAgent.options.rejectUnauthorized === false;
      note("tls", open || always || process.env.NODE_TLS_REJECT_UNAUTHORIZED === "0" ? "unchecked" : "checked");
    }
    return args.slice(0, 2).some((each) => isCanary(each)) ? go(...args) : refuse();
  };
  for (const name of ["request", "get"]) {
    wrap(http, name, contact("http"));
    wrap(https, name, contact("https"));
  }
  for (const owner of [http, https]) {
    wrap(owner, "createServer", (args, go) => {
      if (eyes.building) return go(...args);
      routes.push(["createServer", "", args.findLast((each) => typeof each === "function")]);
      return Object.assign(new EventEmitter(), { listen: () => {}, close: () => {}, address: () => ({ port: 0 }) });
    });
  }
  wrap(tls, "connect", contact("https"));
  const ask = globalThis.fetch;
  globalThis.fetch = async (target, ...rest) => {
    note("contact", new URL(target?.url ?? String(target)).hostname);
    noteAddress(target?.url ?? String(target));
    if (isCanary(target)) return ask(target, ...rest);
    throw new TypeError("fetch failed");
  };
}
`;
