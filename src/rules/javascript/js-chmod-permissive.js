const fs = require("fs");
const { chmodSync: allow } = require("node:fs");

function share(path) {
  // ruleid: js-chmod-permissive
  fs.chmodSync(path, 0o777);
  // ruleid: js-chmod-permissive
  fs.writeFileSync(path, "text", { encoding: "utf8", mode: 0o666 });
}

class Writer {
  async publish(path, done) {
    // ruleid: js-chmod-permissive
    allow(path, "777");
    // ruleid: js-chmod-permissive
    fs.chmod(path, 0o622, done);
  }
}

// ruleid: js-chmod-permissive
process.umask(0);

function safe(path, mode, robot) {
  // ok: js-chmod-permissive
  fs.chmodSync(path, 0o600);
  // ok: js-chmod-permissive
  fs.chmodSync(path, 0o755);
  // ok: js-chmod-permissive
  fs.chmodSync(path, mode);
  // ok: js-chmod-permissive
  robot.chmodSync(path, 0o777);
  // ok: js-chmod-permissive
  process.umask(0o077);
  return [share, Writer];
}
