/**
 * A reporter of Node's test runner: its own JUnit form between two lines with a word that comes in on standard input. It runs in the process
 * that starts the test files, and they have neither that input nor that output.
 */
const REPORTER = `
import { readFileSync } from "node:fs";
import { junit } from "node:test/reporters";
const { word } = JSON.parse(readFileSync(0, "utf8"));
export default async function* (source) {
  yield "\\n" + word + "\\n";
  yield* junit(source);
  yield "\\n" + word + "\\n";
}
`;

/** Files of ours that Node is given by path, by name. */
export const NODE_PROGRAMS: Readonly<Record<string, string>> = { "assay-reporter.mjs": REPORTER };
