/** Each text of a JSON report with one place spoiled: a member removed or added, a value of another type, an empty, long or odd one. */
export function* spoiledJson(report: string): Generator<string> {
  const root: unknown = JSON.parse(report);
  for (const [holder, key] of members(root)) {
    const kept = holder[key];
    for (const value of substitutes(kept)) {
      holder[key] = value;
      yield JSON.stringify(root);
    }
    if (!Array.isArray(holder)) {
      delete holder[key];
      yield JSON.stringify(root);
    }
    holder[key] = kept;
  }
}

/** Each text of an XML report with one attribute or element removed, renamed or changed. */
export function* spoiledXml(report: string): Generator<string> {
  const edit = (at: number, length: number, by: string): string => report.slice(0, at) + by + report.slice(at + length);
  for (const { index, 0: attribute, 1: name } of report.matchAll(/ ([a-z]+)="[^"]*"/gu)) {
    yield edit(index, attribute.length, "");
    for (const value of ["", "-1", "1e9", "soon", "1 000"]) yield edit(index, attribute.length, ` ${name}="${value}"`);
    yield edit(index, attribute.length, ` x${attribute.slice(1)}`);
  }
  for (const { index, 0: tag } of report.matchAll(/<testcase /gu)) yield edit(index, tag.length, "<other/><testcase ");
}

type Holder = Record<string | number, unknown>;

function* members(value: unknown): Generator<readonly [Holder, string | number]> {
  if (typeof value !== "object" || value === null) return;
  for (const key of Object.keys(value)) {
    yield [value as Holder, key];
    yield* members((value as Holder)[key]);
  }
}

function substitutes(value: unknown): readonly unknown[] {
  const other = [null, true, -1, 0, 1.5, "", "x", "y".repeat(300), "z".repeat(8000), "ftp://host/", [], [1], {}, { unknown: 1 }];
  return typeof value === "object" && value !== null && !Array.isArray(value) ? [...other, { ...value, unknown: 1 }] : other;
}
