const nugget = require("nugget");
const cp = require("child_process");

function install(done) {
  // ruleid: js-insecure-download
  nugget("http://example.org/tool.exe", done);
  // ruleid: js-insecure-download
  nugget("ftp://example.org/tool.APK");
  const address = "http://example.org/setup.sh";
  // ruleid: js-insecure-download
  cp.execFile("curl", [address], done);

  // ok: js-insecure-download
  nugget("https://example.org/tool.exe", done);
  // ok: js-insecure-download
  nugget("http://example.org/index.html");
  // ok: js-insecure-download
  nugget("http://example.org/logo.png", done);
  const page = "http://example.org/news";
  // ok: js-insecure-download
  cp.execFile("curl", [page], done);
}
module.exports = install;
