const fs = require("fs");

function save(path, text) {
  if (!fs.existsSync(path)) {
    // ruleid: js-access-then-open
    fs.writeFileSync(path, text);
  }
}

function saveLater(path, text) {
  fs.access(path, (error) => {
    if (error) throw error;
    // ruleid: js-access-then-open
    fs.writeFile(path, text, () => {});
  });
}

function unlinked(path, text) {
  if (fs.lstatSync(path).isSymbolicLink()) throw new Error("link");
  // ruleid: js-access-then-open
  fs.writeFileSync(path, text);
}

function fine(path, other, text) {
  // ok: js-access-then-open
  fs.writeFileSync(path, text, { flag: "wx" });
  if (!fs.existsSync(path)) {
    // ok: js-access-then-open
    fs.writeFileSync(other, text);
    // ok: js-access-then-open
    fs.writeFileSync(path, text, { flag: "wx" });
    // ok: js-access-then-open
    fs.mkdirSync(path, { recursive: true });
  }
  // ok: js-access-then-open
  return fs.readFileSync(path);
}
