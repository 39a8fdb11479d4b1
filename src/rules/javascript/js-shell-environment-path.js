const cp = require("child_process");
const path = require("path");

// ruleid: js-shell-environment-path
cp.execSync("rm -rf " + path.join(__dirname, "temp"));
// ruleid: js-shell-environment-path
cp.exec(`tar czf out.tgz ${__dirname}/data`);
// ruleid: js-shell-environment-path
cp.execSync("ls " + process.cwd());

// ok: js-shell-environment-path
cp.execFileSync("rm", ["-rf", path.join(__dirname, "temp")]);
// ok: js-shell-environment-path
cp.exec("ls -l", { cwd: __dirname });
// ok: js-shell-environment-path
cp.execSync("git status", { cwd: process.cwd() });
