import { compare as comparePython, valid as isPython } from "@renovatebot/pep440";
import { compareBuild, parse } from "semver";
import type { Ecosystem } from "#domain/advisory.ts";
import { compareComposer } from "./composer.ts";
import { compareMaven } from "./maven.ts";
import { compareRubyGems } from "./rubygems.ts";

/**
 * Order of two versions of one ecosystem: negative, zero or positive. Undefined where one of them is no version there, so that nothing can
 * be said.
 */
export function compareVersions(ecosystem: Ecosystem, a: string, b: string): number | undefined {
  if (a === b) return 0;
  return ORDERS[ecosystem](a, b);
}

const ORDERS: Readonly<Record<Ecosystem, (a: string, b: string) => number | undefined>> = {
  npm: compareSemver,
  "crates.io": compareSemver,
  Go: compareSemver,
  PyPI: (a, b) => (isPython(a) === null || isPython(b) === null ? undefined : comparePython(a, b)),
  Maven: compareMaven,
  RubyGems: compareRubyGems,
  Packagist: compareComposer,
};

function compareSemver(a: string, b: string): number | undefined {
  const [x, y] = [semverOf(a), semverOf(b)];
  return x === null || y === null ? undefined : compareBuild(x, y) === 0 ? 0 : x.compare(y);
}

/** Advisories also write `1` and `1.2`; Go's toolchain writes `go1.2` nowhere here. */
function semverOf(version: string): ReturnType<typeof parse> {
  const short = /^v?(\d+)(?:\.(\d+))?$/u.exec(version);
  return parse(short === null ? version : `${short[1]}.${short[2] ?? 0}.0`, { loose: true });
}

/** The number a version begins with; for versions below 1 also the second one, since those promise less. */
export function majorOf(version: string): string {
  const [first = "", second = ""] = version.replace(/^v/u, "").split(/[.+-]/u);
  return first === "0" ? `0.${second}` : first;
}
