#!/usr/bin/env node
import module from "node:module";
import { join } from "node:path";

/** What a finished command may leave open (a pipe, a handle) is waited for this long. */
const LINGER_MS = 500;

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 24 || (major === 24 && minor < 15) || major === 25) {
  process.stderr.write(
    `assay needs Node 24.15 or newer, or 26; this is ${process.versions.node}. Run it with npx, which brings the right one.\n`,
  );
  process.exit(2);
}
const { readEnvironment } = await import("#app/env.ts");
// The user's own folder: Node's choice lies in the temporary folder, where others could put compiled code in our place.
module.enableCompileCache(join(readEnvironment().cacheFolder, "compiled"));
const { start } = await import("./start.ts");
const code = await start(process.argv.slice(2));
// Left to end by itself: `process.exit` waits for compiling threads that may in turn wait for a garbage collection it no longer
// does (nodejs/node#54918). What still holds the process after this time is cut off.
process.exitCode = code;
setTimeout(() => process.exit(code), LINGER_MS).unref();
