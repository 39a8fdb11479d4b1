import { exec } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(exec);

/** Words in a text file. */
export async function countWords(file) {
  const { stdout } = await run(`wc -w ${file}`);
  return Number.parseInt(stdout, 10);
}
