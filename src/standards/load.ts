import { Standard, type StandardId } from "#domain/standard.ts";

// Imports are spelled out so that the bundler sees them.
const LOADERS: Readonly<Record<StandardId, () => Promise<{ readonly default: unknown }>>> = {
  asvs: () => import("./asvs.json", { with: { type: "json" } }),
  "cert-c": () => import("./cert-c.json", { with: { type: "json" } }),
  "cert-java": () => import("./cert-java.json", { with: { type: "json" } }),
  "cwe-top25": () => import("./cwe-top25.json", { with: { type: "json" } }),
  "cwe-top25-2024": () => import("./cwe-top25-2024.json", { with: { type: "json" } }),
  "misra-c": () => import("./misra-c.json", { with: { type: "json" } }),
  "owasp-top10": () => import("./owasp-top10.json", { with: { type: "json" } }),
  "owasp-top10-2021": () => import("./owasp-top10-2021.json", { with: { type: "json" } }),
};

export async function loadStandard(id: StandardId): Promise<Standard> {
  return Standard.parse((await LOADERS[id]()).default);
}
