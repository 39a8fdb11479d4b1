import { z } from "zod";
import { Envelope } from "./evidence.ts";
import { Digest, RunId } from "./ids.ts";

/** Where bundles stand that travel with the code. */
export const EVIDENCE_FOLDER = ".assay/evidence/";

/** One line of the log, as it travels in a bundle. */
const LogEntry = z
  .object({
    run: RunId,
    sequence: z.int().min(0),
    type: z.enum(["event", "step"]),
    name: z.string(),
    payload: z.string(),
    previous: z.string(),
    hash: z.string(),
  })
  .readonly();

/**
 * What `assay fix` leaves behind: a Sigstore bundle v0.3 with a DSSE envelope, the key to check it with, and the material its digests speak of.
 * The file is the canonical JSON of this object and a line feed, nothing else.
 */
export const EvidenceBundle = z
  .strictObject({
    schemaVersion: z.literal(1),
    sigstore: z.strictObject({
      mediaType: z.literal("application/vnd.dev.sigstore.bundle.v0.3+json"),
      verificationMaterial: z.strictObject({ publicKey: z.strictObject({ hint: z.string() }), tlogEntries: z.array(z.never()) }),
      dsseEnvelope: Envelope,
    }),
    /** PEM (SPKI). */
    publicKey: z.string(),
    /** Unified diff of everything accepted. */
    diff: z.string(),
    /** The touched files before, base64, sorted by path. */
    base: z.array(z.strictObject({ path: z.string(), digest: Digest, content: z.base64() })).readonly(),
    log: z.array(LogEntry).readonly(),
  })
  .readonly();
export type EvidenceBundle = z.infer<typeof EvidenceBundle>;
