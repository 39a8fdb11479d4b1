import type { Location } from "#domain/location.ts";
import type { ArtifactLocation, Location as SarifLocation, PhysicalLocation, Region } from "sarif";

export const ROOT = "%SRCROOT%";

export function artifact(path: string): ArtifactLocation {
  return { uri: path.toWellFormed().split("/").map(encodeURIComponent).join("/"), uriBaseId: ROOT };
}

/** Our columns count UTF-16 units and our ends are exclusive, as SARIF's are under `utf16CodeUnits`. */
export function region({ startLine, startColumn, endLine, endColumn }: Location): Region {
  return { startLine, startColumn, endLine, endColumn };
}

function physical(location: Location): PhysicalLocation {
  return { artifactLocation: artifact(location.path), region: region(location) };
}

export function sarifLocation(location: Location): SarifLocation {
  return { physicalLocation: physical(location) };
}
