const { exec, execFile, execSync: run, spawn } = require("child_process");
const cp = require("node:child_process");
const { promisify } = require("util");
const express = require("express");

const execAsync = promisify(exec);
const app = express();
const EDITOR = "vi";

function show(name) {
  // ruleid: js-command-injection
  exec("cat " + name);
  // ruleid: js-command-injection
  cp.execSync(`cat ${name}`);
  // ruleid: js-command-injection
  return run(`ls -l ${name} | wc -l`).toString();
}

function start(command) {
  // ruleid: js-command-injection
  exec(command, (error, stdout) => console.log(error, stdout));
}

class Jobs {
  async ping(host) {
    const command = `ping -c 1 ${host}`;
    // ruleid: js-command-injection
    return execAsync(command);
  }

  list(folder) {
    // ruleid: js-command-injection
    return spawn("ls " + folder, { shell: true });
  }

  direct(folder) {
    // ruleid: js-command-injection
    return require("child_process").execSync(`ls ${folder}`);
  }

  wrapped(folder) {
    // ruleid: js-command-injection
    return spawn("sh", ["-c", `ls ${folder}`]);
  }
}

app.get("/ping", (req, res) => {
  const { host } = req.query;
  // ruleid: js-command-injection
  exec("ping -c 1 ".concat(host), (error, out) => res.send(out));
});

function safe(name, count, pattern, text, action) {
  // ok: js-command-injection
  execFile("cat", [name]);
  // ok: js-command-injection
  spawn("ls", ["-l", name]);
  // ok: js-command-injection
  exec("ls -l /var/log");
  // ok: js-command-injection
  const found = pattern.exec(`${text}!`);
  // ok: js-command-injection
  exec(`head -n ${Number(count)} notes.txt`);
  // ok: js-command-injection
  exec(`${EDITOR} notes.txt`);
  if (!["start", "stop"].includes(action)) throw new Error(action);
  // ok: js-command-injection
  exec(`service web ${action}`);
  return [found, show, start, Jobs];
}

export function wrapped2(src, args, done) {
  // ruleid: js-command-injection
  exec("rsync " + args.join(" "), function (error, stdout) {
    done(error, stdout);
  });
  // ruleid: js-command-injection
  exec(["rm", "-rf", src].join(" "));
  // ok: js-command-injection
  execFile("rsync", args, (error, stdout) => done(error, stdout));
}
