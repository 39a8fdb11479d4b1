import type { Inventory } from "#app/inventory.ts";

/** What a small made-up project depends on: an affected package, and one from a file that was not read in whole. */
export const INVENTORY: Inventory = {
  project: "shop",
  components: [
    {
      ecosystem: "npm",
      name: "@acme/ui",
      version: "2.1.0",
      purl: "pkg:npm/%40acme/ui@2.1.0",
      direct: true,
      dev: false,
      places: ["package-lock.json:15"],
    },
    {
      ecosystem: "Maven",
      name: "org.acme:left",
      version: "1.0",
      purl: "pkg:maven/org.acme/left@1.0",
      direct: false,
      dev: true,
      places: ["pom.xml:3"],
    },
  ],
  weaknesses: [
    {
      purl: "pkg:npm/%40acme/ui@2.1.0",
      advisory: {
        id: "GHSA-1",
        aliases: ["CVE-2026-1"],
        summary: "writes outside",
        severity: "critical",
        score: 9.8,
        cwe: ["CWE-22"],
        ranges: [],
        versions: [],
        modified: "2026-11-01T00:00:00Z",
      },
      imported: true,
      upgrade: "2.1.1",
    },
    {
      purl: "pkg:maven/org.acme/left@1.0",
      advisory: {
        id: "GHSA-2",
        aliases: [],
        summary: "",
        severity: "low",
        cwe: [],
        ranges: [],
        versions: [],
        modified: "2026-10-01T00:00:00Z",
      },
      imported: undefined,
    },
  ],
  snapshot: { version: "2026-11-01.00000000", newest: "2026-11-01T00:00:00Z" },
  problems: [{ path: "pom.xml", code: "not-pinned", message: "the version of a:b does not stand in this file", line: 9 }],
};
