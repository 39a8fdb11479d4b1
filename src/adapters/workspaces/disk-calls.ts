import fs from "node:fs";

/** The system calls of a disk workspace, so that a test can let any of them fail. */
export type DiskCalls = Pick<
  typeof fs,
  | "readdirSync"
  | "lstatSync"
  | "fstatSync"
  | "realpathSync"
  | "openSync"
  | "readSync"
  | "writeSync"
  | "closeSync"
  | "fsyncSync"
  | "fchmodSync"
  | "fchownSync"
  | "accessSync"
  | "linkSync"
  | "renameSync"
  | "unlinkSync"
>;

export const NODE_CALLS: DiskCalls = fs;
