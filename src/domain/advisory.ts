import { z } from "zod";
import { Cwe } from "./cwe.ts";
import { Severity } from "./severity.ts";

/** Registries of packages, as https://ossf.github.io/osv-schema names them. */
export const ECOSYSTEMS = ["npm", "PyPI", "Go", "crates.io", "Maven", "RubyGems", "Packagist"] as const;
export const Ecosystem = z.enum(ECOSYSTEMS);
export type Ecosystem = z.infer<typeof Ecosystem>;

/** A point at which the answer to "is this version affected" may change. Versions are of the ecosystem's own kind; `0` is before all. */
export const RangeEvent = z
  .object({ kind: z.enum(["introduced", "fixed", "last-affected", "limit"]), version: z.string() })
  .readonly();
export type RangeEvent = z.infer<typeof RangeEvent>;

/** What an advisory says about one package. */
export const Advisory = z
  .object({
    /** Of the database, e.g. `GHSA-…` or `PYSEC-…`. */
    id: z.string().min(1),
    /** Other names of the same weakness, CVE numbers among them; sorted. */
    aliases: z.array(z.string()).readonly(),
    summary: z.string(),
    severity: Severity,
    /** CVSS base score, 0..10; absent where the advisory holds no vector that could be read. */
    score: z.number().min(0).max(10).optional(),
    cwe: z.array(Cwe).readonly(),
    ranges: z.array(z.array(RangeEvent).readonly()).readonly(),
    /** Versions that are affected by name. */
    versions: z.array(z.string()).readonly(),
    /** RFC 3339; when the record was last changed. */
    modified: z.string(),
  })
  .readonly();
export type Advisory = z.infer<typeof Advisory>;
