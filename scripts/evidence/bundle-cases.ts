import { sign } from "node:crypto";
import type { EvidenceBundle } from "#domain/bundle.ts";
import type { Claim, ClaimReason } from "#domain/claim.ts";
import type { Statement } from "#domain/evidence.ts";
import { canonicalJson } from "#lib/canonical-json.ts";
import { digest } from "#lib/digest.ts";
import { makeEntry } from "#journal/chain.ts";
import { bundleOf, fileOf, logOf, NAMES, OTHER_RUN, RUN, seal, statementOf, testKey } from "./maker.ts";

export interface EvidenceCase {
  readonly name: string;
  readonly content: string | Uint8Array;
  /** What must be said of it, beside claims that hold. */
  readonly claim: string;
  readonly state: Exclude<Claim["state"], "holds">;
  readonly reason: ClaimReason;
}

export const OURS = testKey("ours");
const STRANGER = testKey("stranger");
const STATEMENT = statementOf(logOf(RUN, NAMES));
const VALID = bundleOf(canonicalJson(STATEMENT), OURS);
export const VALID_BUNDLE = fileOf(VALID);

type Loose = Record<string, unknown>;
type Row = readonly [name: string, reason: ClaimReason, content: string | Uint8Array];
const edited = (text: string, from: string, to: string): string => {
  if (!text.includes(from)) throw new Error(`the bundle does not hold ${from}`);
  return text.replace(from, to);
};
const sigstore = (more: Loose): string => fileOf({ ...VALID, sigstore: { ...VALID.sigstore, ...more } });
const envelope = (more: Loose): string => sigstore({ dsseEnvelope: { ...VALID.sigstore.dsseEnvelope, ...more } });
const resealed = (payload: string | Uint8Array): string => fileOf(bundleOf(payload, OURS));
const restated = (more: Loose): string => resealed(canonicalJson({ ...STATEMENT, ...more }));
const predicate = (more: Loose): string => restated({ predicate: { ...STATEMENT.predicate, ...more } });
/** The payload changed and not signed again. */
const forged = (change: (statement: Statement) => unknown): string =>
  envelope({ payload: Buffer.from(canonicalJson(change(STATEMENT))).toString("base64") });
const relogged = (log: readonly unknown[]): string => fileOf({ ...VALID, log });
const rebased = (base: readonly unknown[]): string => fileOf({ ...VALID, base });

const [signature] = VALID.sigstore.dsseEnvelope.signatures as [{ keyid: string; sig: string }];
const { payload } = VALID.sigstore.dsseEnvelope;
const { log, base } = VALID;
const at = <T>(list: readonly T[], index: number): T => list[index] as T;
const flipped = (sig: string): string => {
  const bytes = Buffer.from(sig, "base64");
  bytes[5] = (bytes[5] as number) ^ 1;
  return bytes.toString("base64");
};
/** The same bytes with other spare bits in the last character before the padding. */
const loose = (text: string): string =>
  text.replace(/([A-Za-z0-9+/])(=+)$/u, (_, last: string, pad: string) => `${next(last)}${pad}`);
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const next = (letter: string): string => LETTERS[LETTERS.indexOf(letter) + 1] ?? "B";

const FORM: readonly Row[] = [
  ["empty", "not-json", ""],
  ["cut-in-half", "not-json", VALID_BUNDLE.slice(0, VALID_BUNDLE.length / 2)],
  ["byte-order-mark", "not-json", `\uFEFF${VALID_BUNDLE}`],
  ["not-utf8", "not-text", Buffer.concat([Buffer.from(VALID_BUNDLE), Buffer.from([0xff, 0xfe])])],
  ["duplicate-key", "duplicate-key", edited(VALID_BUNDLE, '{"base":', '{"publicKey":"x","base":')],
  ["duplicate-key-escaped", "duplicate-key", edited(VALID_BUNDLE, '{"base":', '{"\\u0064iff":"","base":')],
  ["second-document", "trailing-text", `${VALID_BUNDLE}${VALID_BUNDLE}`],
  ["trailing-text", "trailing-text", `${VALID_BUNDLE}# verified\n`],
  ["nan", "not-finite", edited(VALID_BUNDLE, '"sequence":1', '"sequence":NaN')],
  ["infinity", "not-finite", edited(VALID_BUNDLE, '"sequence":1', '"sequence":-Infinity')],
  ["deep", "too-deep", `{"log":${"[".repeat(2000)}${"]".repeat(2000)}}\n`],
  ["an-array", "unknown-form", "[]\n"],
  ["unknown-field", "unknown-form", fileOf({ ...VALID, verified: true })],
  ["missing-field", "unknown-form", fileOf({ ...VALID, log: undefined })],
  [
    "transparency-log-entry",
    "unknown-form",
    sigstore({ verificationMaterial: { publicKey: { hint: OURS.keyid }, tlogEntries: [{}] } }),
  ],
  ["negative-sequence", "unknown-form", edited(VALID_BUNDLE, '"sequence":1', '"sequence":-1')],
  ["next-version", "unknown-version", fileOf({ ...VALID, schemaVersion: 2 })],
  ["other-media-type", "wrong-media-type", sigstore({ mediaType: "application/vnd.dev.sigstore.bundle.v0.4+json" })],
  ["other-payload-type", "wrong-payload-type", envelope({ payloadType: "application/json" })],
  ["no-signature", "no-signature", envelope({ signatures: [] })],
  ["blank-line-added", "not-canonical", `${VALID_BUNDLE}\n`],
  ["line-feed-lost", "not-canonical", VALID_BUNDLE.trimEnd()],
  ["pretty-printed", "not-canonical", `${JSON.stringify(VALID, undefined, 2)}\n`],
  ["other-key-order", "not-canonical", `${JSON.stringify(Object.fromEntries(Object.entries(VALID).toReversed()))}\n`],
  ["number-in-another-form", "not-canonical", edited(VALID_BUNDLE, '"sequence":1', '"sequence":1.0')],
  ["lone-surrogate", "not-canonical", edited(VALID_BUNDLE, '"diff":"', '"diff":"\\ud800')],
];

const SIGNATURE: readonly Row[] = [
  [
    "two-signatures",
    "several-signatures",
    envelope({ signatures: [signature, seal(canonicalJson(STATEMENT), STRANGER).signatures[0]] }),
  ],
  ["other-public-key", "wrong-key", fileOf({ ...VALID, publicKey: STRANGER.publicKey })],
  ["other-key-hint", "wrong-key", sigstore({ verificationMaterial: { publicKey: { hint: STRANGER.keyid }, tlogEntries: [] } })],
  ["key-of-another-curve", "bad-key", fileOf({ ...VALID, publicKey: testKey("curve", "x25519").publicKey })],
  ["key-with-words", "bad-key", fileOf({ ...VALID, publicKey: `trust me\n${VALID.publicKey}` })],
  [
    "stranger-under-our-name",
    "signature-mismatch",
    sigstore({ dsseEnvelope: seal(canonicalJson(STATEMENT), STRANGER, { keyid: OURS.keyid }) }),
  ],
  ["flipped-bit", "signature-mismatch", envelope({ signatures: [{ ...signature, sig: flipped(signature.sig) }] })],
  ["short-signature", "signature-mismatch", envelope({ signatures: [{ ...signature, sig: signature.sig.slice(0, 40) }] })],
  [
    "signed-without-encoding",
    "signature-mismatch",
    envelope({ signatures: [{ ...signature, sig: sign(null, Buffer.from(payload, "base64"), OURS.key).toString("base64") }] }),
  ],
  [
    "signed-for-another-type",
    "signature-mismatch",
    sigstore({ dsseEnvelope: seal(canonicalJson(STATEMENT), OURS, { signedAs: "text/plain" }) }),
  ],
  ["loose-signature", "loose-base64", envelope({ signatures: [{ ...signature, sig: loose(signature.sig) }] })],
  ["payload-says-applied", "signature-mismatch", forged((one) => ({ ...one, predicate: { ...one.predicate, applied: false } }))],
  ["payload-another-subject", "signature-mismatch", forged((one) => ({ ...one, subject: one.subject.slice(1) }))],
  [
    "payload-another-policy",
    "signature-mismatch",
    forged((one) => ({ ...one, predicate: { ...one.predicate, policy: digest("permissive") } })),
  ],
  [
    "payload-another-reviewer",
    "signature-mismatch",
    forged((one) => ({ ...one, predicate: { ...one.predicate, reviewers: ["ben"] } })),
  ],
  [
    "payload-another-patch",
    "signature-mismatch",
    forged((one) => ({ ...one, predicate: { ...one.predicate, diff: digest("") } })),
  ],
];

const STATEMENTS: readonly Row[] = [
  ["unknown-predicate-type", "unknown-predicate", restated({ predicateType: "urn:assay:predicate:repair:v2" })],
  ["unknown-predicate-version", "unknown-predicate", predicate({ schemaVersion: 2 })],
  ["an-approval-in-its-place", "unknown-predicate", restated({ predicateType: "urn:assay:predicate:approval:v1" })],
  ["old-statement-type", "not-a-statement", restated({ _type: "https://in-toto.io/Statement/v0.1" })],
  ["statement-without-inputs", "unknown-form", predicate({ inputs: undefined })],
  [
    "statement-with-duplicate-key",
    "duplicate-key",
    resealed(edited(canonicalJson(STATEMENT), '"applied":true', '"applied":false,"applied":true')),
  ],
  ["statement-with-trailing-text", "trailing-text", resealed(`${canonicalJson(STATEMENT)}{}`)],
  ["statement-not-json", "not-json", resealed("applied: true\n")],
  ["statement-not-utf8", "not-text", resealed(Buffer.from([0x7b, 0xff, 0x7d]))],
  ["statement-deep", "too-deep", resealed("[".repeat(5000))],
];

const rehashed = (from: number, value: unknown): unknown[] => {
  const again = log.slice(0, from);
  for (const entry of log.slice(from)) {
    const body = entry.sequence === from ? value : (JSON.parse(entry.payload) as unknown);
    again.push(makeEntry(RUN, entry.sequence, entry.type, entry.name, body, again.at(-1)?.hash ?? entry.previous));
  }
  return again;
};
const without = (index: number): EvidenceBundle["log"][number][] => log.filter((_, place) => place !== index);
const LOG: readonly Row[] = [
  ["entry-deleted", "entry-missing", relogged(without(2))],
  ["first-entry-deleted", "entry-missing", relogged(without(0))],
  ["entries-reordered", "entry-moved", relogged([at(log, 0), at(log, 2), at(log, 1), ...log.slice(3)])],
  ["entry-duplicated", "entry-repeated", relogged([...log.slice(0, 3), at(log, 2), ...log.slice(3)])],
  [
    "entry-edited",
    "entry-edited",
    relogged(log.map((one) => (one.sequence === 3 ? { ...one, payload: '{"name":"other"}' } : one))),
  ],
  ["entry-renamed", "entry-edited", relogged(log.map((one) => (one.sequence === 4 ? { ...one, name: "repair-refused" } : one)))],
  ["entry-edited-and-rehashed", "entry-cut-off", relogged([...rehashed(2, { name: "other" }).slice(0, 3), ...log.slice(3)])],
  ["deleted-and-renumbered", "entry-cut-off", relogged(without(2).map((one, sequence) => ({ ...one, sequence })))],
  ["log-cut", "log-truncated", relogged(log.slice(0, 3))],
  ["log-emptied", "log-truncated", relogged([])],
  ["log-of-another-run", "entry-of-another-run", relogged(logOf(OTHER_RUN, NAMES))],
  ["log-written-anew", "log-differs", relogged(rehashed(1, { name: "other" }))],
  ["log-continued", "log-differs", relogged(logOf(RUN, [...NAMES, "repair-refused"]))],
];

const PATCH: readonly Row[] = [
  ["diff-edited", "patch-edited", edited(VALID_BUNDLE, "hashlib.sha256(data)", "hashlib.sha1(data)")],
  ["diff-emptied", "patch-edited", fileOf({ ...VALID, diff: "" })],
  ["diff-with-carriage-returns", "patch-edited", fileOf({ ...VALID, diff: VALID.diff.replaceAll("\n", "\r\n") })],
];

const other = { path: "src/other.py", digest: digest("x"), content: Buffer.from("x").toString("base64") };
const INPUTS: readonly Row[] = [
  ["file-before-edited", "input-edited", rebased([{ ...at(base, 0), content: other.content }, at(base, 1)])],
  ["file-before-loosely-encoded", "input-edited", rebased(base.map((one) => ({ ...one, content: loose(one.content) })))],
  ["file-before-replaced", "inputs-differ", rebased([{ ...other, path: at(base, 0).path }, at(base, 1)])],
  ["file-before-removed", "inputs-differ", rebased([at(base, 0)])],
  ["file-before-added", "inputs-differ", rebased([...base, other])],
  ["files-before-swapped", "inputs-differ", rebased([at(base, 1), at(base, 0)])],
];

const subject = (name: string, text: string): string =>
  restated({ subject: [{ name, digest: { sha256: digest(text).slice(7) } }] });
const SUBJECTS: readonly (readonly [...Row, file: string])[] = [
  ["file-on-disk-differs", "file-changed", subject("src/hash.py", "another text"), "src/hash.py"],
  ["file-not-on-disk", "file-missing", subject("src/gone.py", "text"), "src/gone.py"],
  ["file-outside", "file-missing", subject("../outside.py", "text"), "../outside.py"],
];

const all = (rows: readonly Row[], claim: string): EvidenceCase[] =>
  rows.map(([name, reason, content]) => ({ name, content, claim, state: "fails", reason }));

/** Bundles that `assay verify` must refuse, each with the one claim that says why. */
export function bundleCases(): EvidenceCase[] {
  return [
    ...all(FORM, "form"),
    ...all(SIGNATURE, "signature"),
    ...all(STATEMENTS, "statement"),
    ...all(PATCH, "patch"),
    ...all(INPUTS, "inputs"),
    ...all(LOG, "chain"),
    ...SUBJECTS.flatMap(([name, reason, content, file]) => all([[name, reason, content]], `subject ${file}`)),
    {
      name: "signed-by-a-stranger",
      content: fileOf(bundleOf(canonicalJson(STATEMENT), STRANGER)),
      claim: "signer",
      state: "unknown",
      reason: "unknown-signer",
    },
  ];
}
