import type { z } from "zod";
import { showInvisible } from "#lib/text.ts";
import { schemaAt } from "./config-schema.ts";
import { nearest } from "./nearest.ts";

export interface ConfigIssue {
  /** Path of the value, or of the mapping that holds the key. */
  readonly path: readonly PropertyKey[];
  /** The key that is not known there. */
  readonly key?: string;
  /** What is wrong, what is allowed, and what may have been meant. */
  readonly message: string;
}

/** A validation error in words a user can act on, in the order of the settings. */
export function configIssues(error: z.ZodError): readonly ConfigIssue[] {
  return error.issues.flatMap((issue) => {
    const { path } = issue;
    const name = path.map(String).join(".");
    if (issue.code === "unrecognized_keys") {
      const allowed = Object.keys(schemaAt(path)?.properties ?? {});
      return issue.keys.map((key) => ({
        path,
        key,
        message: `unknown key ${quote(name === "" ? key : `${name}.${key}`)}${suggestion(key, allowed)}`,
      }));
    }
    if (issue.code === "invalid_value") {
      const allowed = issue.values.map(String);
      const given = typeof issue.input === "string" ? issue.input : "";
      return [{ path, message: `${name}: not one of the allowed values${suggestion(given, allowed)}` }];
    }
    return [{ path, message: `${name === "" ? "settings" : name}: ${showInvisible(issue.message)}` }];
  });
}

function suggestion(given: string, allowed: readonly string[]): string {
  const near = given === "" ? undefined : nearest(given, allowed);
  return `${near === undefined ? "" : `; did you mean ${quote(near)}?`} (allowed: ${allowed.join(", ")})`;
}

function quote(text: string): string {
  return showInvisible(JSON.stringify(text.slice(0, 100)));
}
