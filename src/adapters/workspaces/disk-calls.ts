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

/** The system's own realpath: Node's asks for every part of a path by itself. */
const { native } = fs.realpathSync;

export const NODE_CALLS: DiskCalls = { ...fs, realpathSync: Object.assign(native, { native }) };
