const fs = require("fs");
const os = require("os");
const path = require("path");
const { writeFileSync } = require("node:fs");

function report(text) {
  // ruleid: js-insecure-temp-file
  fs.writeFileSync("/tmp/report.txt", text);
  // ruleid: js-insecure-temp-file
  writeFileSync(path.join(os.tmpdir(), "report.txt"), text);
}

class Job {
  async start(text) {
    // ruleid: js-insecure-temp-file
    await fs.promises.writeFile(path.join(os.tmpdir(), `job-${process.pid}.json`), text);
    // ruleid: js-insecure-temp-file
    this.out = fs.createWriteStream(`/tmp/job-${Date.now()}.log`);
  }
}

function safe(text, folder) {
  // ok: js-insecure-temp-file
  const own = fs.mkdtempSync(path.join(os.tmpdir(), "report-"));
  // ok: js-insecure-temp-file
  fs.writeFileSync(path.join(own, "report.txt"), text);
  // ok: js-insecure-temp-file
  fs.writeFileSync(path.join(folder, "report.txt"), text);
  // ok: js-insecure-temp-file
  const old = fs.readFileSync("/tmp/report.txt");
  return [old, report, Job];
}
