import { collectResults, type TestResults, type TestState } from "./test-results.ts";

const TOKEN = /<!\[CDATA\[[\s\S]*?\]\]>|<!--[\s\S]*?-->|<(\/?)([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/g;
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/**
 * Results in JUnit's XML form as pytest and Node write it: a test is named by file or class, the suites around it, and its own name.
 * Undefined when the text is no such report.
 */
export function parseJunit(text: string): TestResults | undefined {
  if (!/<testsuites?[\s>/]/.test(text)) return undefined;
  const suites: string[] = [];
  const found: [string, TestState][] = [];
  let open = false;
  for (const [, closing, tag, attributes = "", alone] of text.matchAll(TOKEN)) {
    if (tag === "testsuite") {
      if (closing === "/") suites.pop();
      else if (alone !== "/") suites.push(attribute(attributes, "name"));
    } else if (tag === "testcase") {
      open = closing !== "/" && alone !== "/";
      if (closing !== "/") found.push([nameOf(attributes, suites), "passed"]);
    } else if (open && closing !== "/") {
      const last = found.at(-1);
      if (last === undefined) continue;
      if (tag === "failure" || tag === "error") last[1] = "failed";
      else if (tag === "skipped" && last[1] === "passed") last[1] = "skipped";
    }
  }
  return collectResults(found);
}

function nameOf(attributes: string, suites: readonly string[]): string {
  const owner = attribute(attributes, "file") || attribute(attributes, "classname");
  return [owner, ...suites, attribute(attributes, "name")]
    .filter((part) => part !== "" && part !== "test" && part !== "pytest")
    .join(" > ");
}

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function attribute(attributes: string, name: string): string {
  for (const [, key, double, single] of attributes.matchAll(ATTRIBUTE)) {
    if (key === name) return (double ?? single ?? "").replace(/&(\w+);/g, (whole, entity: string) => ENTITIES[entity] ?? whole);
  }
  return "";
}
