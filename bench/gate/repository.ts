/** Files that import a few of those before them; the same for the same number. */
export function gateSources(count: number): ReadonlyMap<string, string> {
  const sources = new Map<string, string>();
  const name = (at: number): string => `pkg${at % 50}.part${at % 7}.module${at}`;
  for (let at = 0; at < count; at++) {
    // Every file imports one of its own neighbourhood and, now and then, one of the shared ones.
    const near = at - (at % 25);
    const imports = [near, ...(at % 10 === 0 ? [at % 40] : [])].filter((other) => other < at);
    const lines = imports.map((other) => `from ${name(other)} import work_${other}`);
    const body = Array.from({ length: 8 }, (_, part) => functionText(at, part, imports[0]));
    sources.set(`${name(at).replaceAll(".", "/")}.py`, [...lines, "import json", "", "", ...body, entryText(at)].join("\n"));
  }
  return sources;
}

function functionText(at: number, part: number, other: number | undefined): string {
  const call = other === undefined ? "value" : `work_${other}(value)`;
  return `def step_${at}_${part}(value, limit=${part + 3}):
    items = [entry.strip() for entry in str(value).split(",") if entry]
    total = {}
    for index, item in enumerate(items[:limit]):
        total[item] = json.dumps({"index": index, "item": item, "of": len(items)})
    return total if total else ${call}

`;
}

function entryText(at: number): string {
  return `def work_${at}(value):\n    return step_${at}_0(value) or step_${at}_1(value)\n`;
}

/** Evenly spread over the files that no other imports much. */
export function changedPaths(sources: ReadonlyMap<string, string>, count: number): readonly string[] {
  const all = [...sources.keys()];
  const step = Math.max(1, Math.floor(all.length / count));
  return Array.from({ length: count }, (_, at) => all[(at * step + 13) % all.length] as string);
}
