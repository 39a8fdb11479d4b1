const fs = require("fs");
const path = require("path");
const { join } = require("node:path");

function unpack(zip, folder) {
  for (const entry of zip.getEntries()) {
    // ruleid: js-zip-slip
    fs.writeFileSync(path.join(folder, entry.entryName), entry.getData());
  }
}

class Unpacker {
  take(stream) {
    stream.on("entry", (entry) => {
      // ruleid: js-zip-slip
      const target = join(this.folder, entry.path);
      entry.pipe(fs.createWriteStream(target));
    });
  }

  yauzl(zipEntry) {
    // ruleid: js-zip-slip
    return path.join(this.folder, zipEntry.fileName);
  }

  tar(header) {
    // ruleid: js-zip-slip
    return path.resolve(this.folder, header.name);
  }
}

function safe(zip, folder, user, bundle) {
  const base = path.resolve(folder);
  for (const entry of zip.getEntries()) {
    // ok: js-zip-slip
    const target = path.resolve(base, entry.entryName);
    if (target !== base && !target.startsWith(base + path.sep)) throw new Error("outside the folder");
    fs.writeFileSync(target, entry.getData());
  }
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    // ok: js-zip-slip
    fs.statSync(path.join(folder, entry.name));
  }
  for (const chunk of bundle.chunks) {
    // ok: js-zip-slip
    fs.rmSync(path.join(folder, chunk.fileName));
  }
  // ok: js-zip-slip
  const list = path.join(folder, "list.txt");
  // ok: js-zip-slip
  const other = path.join(folder, path.basename(user.name));
  return [list, other, unpack, Unpacker];
}
