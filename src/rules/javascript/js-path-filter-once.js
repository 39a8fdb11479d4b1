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
