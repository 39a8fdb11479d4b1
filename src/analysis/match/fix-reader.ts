import { isEntry, type Path, type Reader, readRegex, refuse } from "./reader.ts";
import type { RuleFix } from "./rule.ts";

/** `fix` or `fix-regex` of a rule. */
export function readFix(values: Readonly<Record<string, unknown>>, path: Path, reader: Reader): RuleFix | undefined {
  const { fix } = values;
  const regex = values["fix-regex"];
  if (fix !== undefined && regex !== undefined)
    return refuse(reader, [...path, "fix-regex"], '"fix-regex" beside "fix": give one');
  if (fix !== undefined)
    return typeof fix === "string" ? { kind: "text", text: fix } : refuse(reader, [...path, "fix"], '"fix" is a text');
  if (regex === undefined) return undefined;
  const at = [...path, "fix-regex"];
  if (!isEntry(regex)) return refuse(reader, at, "expected regex and replacement");
  for (const key of Object.keys(regex))
    if (!["regex", "replacement", "count"].includes(key)) reader.refuse([...at, key], `"${key}" is not supported in fix-regex`);
  const { replacement, count = 0 } = regex;
  const source = readRegex(regex["regex"], [...at, "regex"], reader);
  if (typeof replacement !== "string") return refuse(reader, [...at, "replacement"], '"replacement" is a text');
  if (typeof count !== "number" || !Number.isInteger(count) || count < 0)
    return refuse(reader, [...at, "count"], '"count" is a whole number');
  return source === undefined ? undefined : { kind: "regex", source, replacement, count };
}
