import { breaksStructure } from "./sql-structure.ts";

/**
 * True when a query to a document database, as JSON, holds an operator of the attacker: the object that was sent stands in it where a plain value
 * belongs, or a `$where` text is more than the value of one literal.
 */
export function sendsOperator(query: string, mark: string, payload: string): boolean {
  const value = parsed(query);
  const sent = payload.startsWith("{") ? parsed(payload) : undefined;
  return holds(value, (each, key) => {
    if (key === "$where" && typeof each === "string") return breaksStructure(each, mark, payload, "mysql", []);
    return key !== "$eq" && sent !== undefined && typeof each === "object" && JSON.stringify(each) === JSON.stringify(sent);
  });
}

function holds(value: unknown, test: (each: unknown, key: string) => boolean, key = ""): boolean {
  if (test(value, key)) return true;
  if (value === null || typeof value !== "object") return false;
  return Object.entries(value).some(([name, each]) => key !== "$eq" && holds(each, test, name));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * True when a filter for a directory (RFC 4515) with the attacker's word in it is another one than those of harmless values: other brackets,
 * operators or wildcards. An escaped sign is part of a value.
 */
export function changesFilter(filter: string, mark: string, controls: readonly string[]): boolean {
  return filter.includes(mark) && !controls.some((control) => skeleton(control) === skeleton(filter));
}

function skeleton(filter: string): string {
  return filter
    .replaceAll(/\\[0-9a-fA-F]{2}/g, "v")
    .replaceAll(/(?<!\()[&|!]/g, "v")
    .replaceAll(/[^()&|!*]+/g, "v");
}
