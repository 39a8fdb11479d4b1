import path from "node:path";

export function clean(name) {
  // ruleid: js-path-filter-once
  return name.replace(/\.\.\//g, "");
}

class Files {
  open(name) {
    // ruleid: js-path-filter-once
    return this.store.read(name.replaceAll("../", ''));
  }
}

export const safe = (base, name, text) => {
  // ok: js-path-filter-once
  const full = path.resolve(base, name);
  // ok: js-path-filter-once
  const dots = text.replace(/\.{3}/g, "…");
  // ok: js-path-filter-once
  return [full, dots, text.replace("/a/", "/b/")];
};

export function checked(base, name) {
  // ok: js-path-filter-once
  const full = path.resolve(base, name.replace(/\.\.\//g, ""));
  if (!full.startsWith(base + path.sep)) throw new Error("outside");
  return full;
}

// ok: js-path-filter-once
export const pairs = (text) => text.replace(/\.\./g, "");
// ok: js-path-filter-once
export const normal = (name) => path.normalize(name).replace(/^(\.\.[/\\])+/, "");
