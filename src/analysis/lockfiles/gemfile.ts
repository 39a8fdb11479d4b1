import { type LockedPackage, type LockReader, refused } from "./locked-package.ts";

/** Gemfile.lock: sections, with the gems of each source under `specs`. */
const reader: LockReader = {
  id: "gemfile-lock",
  ecosystem: "RubyGems",
  fits: (name) => name === "gemfile.lock" || name === "gems.locked",
  longest: 64_000_000,
  read(text) {
    const rows = text.split(/\r?\n/u);
    if (!rows.some((row) => /^(?:GEM|GIT|PATH)$/u.test(row))) return refused("wrong-schema", "there is no GEM section");
    let section = "";
    const asked = new Set<string>();
    const gems: Omit<LockedPackage, "direct">[] = [];
    for (const [index, row] of rows.entries()) {
      if (/^[A-Z]/u.test(row)) section = row.trim();
      else if (section === "DEPENDENCIES") asked.add(/^ {2}([\w.-]+)/u.exec(row)?.[1] ?? "");
      else if (section === "GEM" || section === "GIT" || section === "PATH") {
        const [, name, version] = /^ {4}([\w.-]+) \(([\w.]+)(?:-[\w.-]+)?\)$/u.exec(row) ?? [];
        if (name === undefined || version === undefined || section === "PATH") continue;
        gems.push({ ecosystem: "RubyGems", name, version, dev: false, registry: section === "GEM", line: index + 1 });
      }
    }
    return { packages: gems.map((gem) => ({ ...gem, direct: asked.has(gem.name) })), problems: [] };
  },
};

export default reader;
