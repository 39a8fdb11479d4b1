import { z } from "zod";

/** `sha256:` + 64 lower-case hex digits. */
export const Digest = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/)
  .brand<"Digest">();
export type Digest = z.infer<typeof Digest>;

/** Identity of one engine's claim at one place: stable for the same file content, engine version and rule. */
export const FindingId = z.string().min(1).brand<"FindingId">();
export type FindingId = z.infer<typeof FindingId>;

/** Identity of a defect: survives line shifts, reformatting and renames of the file (stages/correlate/identity.ts). */
export const DefectId = z.string().min(1).brand<"DefectId">();
export type DefectId = z.infer<typeof DefectId>;

/** Digest of patch + origin. */
export const CandidateId = z.string().min(1).brand<"CandidateId">();
export type CandidateId = z.infer<typeof CandidateId>;

export const RunId = z.string().min(1).brand<"RunId">();
export type RunId = z.infer<typeof RunId>;

/** Repository-relative path with `/`, no `.`/`..` segments, never absolute. */
export const RepoPath = z.string().refine(isRepoPath, "not a repository-relative path");

/** A segment of no, one or two dots; a first empty one makes the path absolute. */
const EMPTY_OR_DOTS = /(?:^|\/)\.{0,2}(?:\/|$)/u;

export function isRepoPath(path: string): boolean {
  return !EMPTY_OR_DOTS.test(path) && !/^[A-Za-z]:[\\/]/.test(path) && !path.includes("\0");
}
