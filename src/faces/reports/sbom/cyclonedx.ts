import type { Inventory, Weakness } from "#app/inventory.ts";
import { digestJson } from "#lib/digest.ts";

export interface SbomContext {
  readonly version: string;
  /** RFC 3339; absent: the document holds no time and is the same each time. */
  readonly timestamp?: string;
}

const ROOT = "project";

/** CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/), the same for the same lock files and snapshot. */
export function cycloneDx(inventory: Inventory, { version, timestamp }: SbomContext): object {
  const { project, components, weaknesses, problems } = inventory;
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    serialNumber: `urn:uuid:${uuidOf(inventory)}`,
    version: 1,
    metadata: {
      ...(timestamp !== undefined && { timestamp }),
      tools: { components: [{ type: "application", name: "assay", version }] },
      component: { type: "application", "bom-ref": ROOT, name: project },
      properties: problems.map(({ path, code, message }) => ({
        name: `assay:problem:${code}`,
        value: `${path ?? "-"}: ${message}`,
      })),
    },
    components: components.map(({ name, version: own, purl, dev, places, ecosystem }) => ({
      type: "library",
      "bom-ref": purl,
      ...splitName(name, ecosystem === "npm" || ecosystem === "Packagist" ? "/" : ecosystem === "Maven" ? ":" : undefined),
      version: own,
      scope: dev ? "excluded" : "required",
      purl,
      properties: places.map((place) => ({ name: "assay:place", value: place })),
    })),
    dependencies: [{ ref: ROOT, dependsOn: components.filter(({ direct }) => direct).map(({ purl }) => purl) }],
    compositions: [{ aggregate: problems.length === 0 ? "unknown" : "incomplete", assemblies: [ROOT] }],
    ...(weaknesses !== undefined && { vulnerabilities: weaknesses.map(vulnerability) }),
  };
}

function splitName(name: string, separator: string | undefined): { readonly group?: string; readonly name: string } {
  const at = separator === undefined ? -1 : name.indexOf(separator);
  return at === -1 ? { name } : { group: name.slice(0, at), name: name.slice(at + 1) };
}

function vulnerability({ purl, advisory, upgrade }: Weakness): object {
  const { id, aliases, severity, score, cwe, summary } = advisory;
  return {
    id,
    source: { name: "OSV", url: `https://osv.dev/vulnerability/${encodeURIComponent(id)}` },
    references: aliases.map((alias) => ({
      id: alias,
      source: { url: `https://osv.dev/vulnerability/${encodeURIComponent(alias)}` },
    })),
    ratings: [{ severity, ...(score !== undefined && { score }) }],
    cwes: cwe.map((number) => Number(number.slice("CWE-".length))),
    ...(summary !== "" && { description: summary }),
    recommendation: upgrade === undefined ? "No fixed version is known." : `Upgrade to ${upgrade}.`,
    affects: [{ ref: purl }],
  };
}

/** Version 8 of RFC 9562: bits of our own making, here of a digest. */
export function uuidOf(content: unknown): string {
  const hex = digestJson(content).slice("sha256:".length);
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
