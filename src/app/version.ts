import { readFileSync } from "node:fs";
import { packageFile } from "./package-file.ts";

let known: string | undefined;

/** The version of this package, from its manifest. */
export function toolVersion(): string {
  known ??= String((JSON.parse(readFileSync(packageFile("package.json"), "utf8")) as { version: unknown }).version);
  return known;
}
