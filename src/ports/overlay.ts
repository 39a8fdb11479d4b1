import type { FilePatch, Patch } from "#domain/patch.ts";
import { applyEdits } from "#domain/patch.ts";
import { Digest } from "#domain/ids.ts";
import { digest } from "#lib/digest.ts";
import type { Workspace } from "./workspace.ts";

export type OverlayResult =
  | { readonly ok: true; readonly workspace: Workspace }
  | { readonly ok: false; readonly reason: string };

/** The workspace with a patch on top, in memory: strict, whole, or refused with the reason. */
export async function overlay(base: Workspace, patch: Patch): Promise<OverlayResult> {
  const files = new Map<string, Uint8Array>();
  for (const file of patch.files) {
    if (files.has(file.path)) return { ok: false, reason: `${file.path} stands twice in the patch` };
    const outcome = await patched(base, file);
    if (!outcome.ok) return outcome;
    files.set(file.path, outcome.bytes);
  }
  return { ok: true, workspace: withFiles(base, files) };
}

async function patched(
  base: Workspace,
  file: FilePatch,
): Promise<{ ok: true; bytes: Uint8Array } | { ok: false; reason: string }> {
  if (!(await base.has(file.path))) return { ok: false, reason: `${file.path} does not exist` };
  const bytes = await base.read(file.path);
  if (digest(bytes) !== file.baseDigest) return { ok: false, reason: `${file.path} is not the text the patch was made for` };
  const text = decodeStrict(bytes);
  if (text === undefined) return { ok: false, reason: `${file.path} is not UTF-8` };
  const outcome = applyEdits(text, file.edits);
  if (!outcome.ok) return { ok: false, reason: `${file.path}: ${outcome.reason}` };
  if (!outcome.text.isWellFormed()) return { ok: false, reason: `${file.path}: the patched text is not valid Unicode` };
  return { ok: true, bytes: encode(outcome.text) };
}

/** Strict UTF-8; a byte order mark stays in the text, so that offsets and bytes round-trip. Undefined for anything else. */
export function decodeStrict(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  // Whatever is no UTF-8 became the replacement character, which may also stand there by right.
  if (!text.includes("\ufffd")) return text;
  const again = encode(text);
  return again.length === bytes.length && again.every((byte, index) => byte === bytes[index]) ? text : undefined;
}

export function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The workspace with some files' bytes replaced, in memory. */
export function withFiles(base: Workspace, files: ReadonlyMap<string, Uint8Array>): Workspace {
  return {
    root: base.root,
    list: (selection, signal) => base.list(selection, signal),
    read: async (path) => files.get(path) ?? base.read(path),
    has: async (path) => files.has(path) || base.has(path),
    async changed() {
      const all = new Map((await base.changed()).map((file) => [file.path, file.bytes]));
      for (const [path, bytes] of files) all.set(path, bytes);
      return [...all].map(([path, bytes]) => ({ path, bytes })).toSorted((a, b) => (a.path < b.path ? -1 : 1));
    },
  };
}

/** Base digest of a file's text, for patches made against it. */
export function baseDigest(bytes: Uint8Array): Digest {
  return Digest.parse(digest(bytes));
}
