import type { Label } from "#analysis/models/schema.ts";
import { by, compareText } from "#lib/compare.ts";
import { nextStep } from "./taint.ts";
import type { FlowFinding, SinkPlace } from "./flow-finding.ts";
import type { FileUnit, Hit } from "./types.ts";
import { linksOf } from "./value.ts";

const RANK: Readonly<Record<Label, number>> = { remote: 0, local: 1, model: 2, page: 3, parameter: 4, stored: 5 };

export interface Collector {
  /** A flow whose source is known. */
  report(hit: Hit): void;
  /** Flows from the parameters of the file's public functions. */
  parameters(unit: FileUnit): void;
  /** See {@link Engine.judge}. */
  judge(sink: SinkPlace, harmless: boolean): void;
  collected(): Collected;
}

/** What was found; plain data. */
export interface Collected {
  /** One for each rule and sink, with its most certain and shortest trace. */
  readonly findings: readonly FlowFinding[];
  /** Sinks that were looked at, and whether they were harmless at every look. */
  readonly judged: readonly { readonly sink: SinkPlace; readonly harmless: boolean }[];
}

export function collector(): Collector {
  const found = new Map<string, FlowFinding>();
  const judged = new Map<string, { sink: SinkPlace; harmless: boolean }>();

  function add(hit: Hit, label: Label, note: string): void {
    const confidence = hit.kind.confidence[label];
    if (
      confidence === undefined ||
      hit.labels?.includes(label) === false ||
      (hit.kind.within === true && (hit.leads || !hit.taint.embedded))
    )
      return;
    const finding = toFinding(hit, label, note, confidence);
    const key = `${hit.kind.rule} ${hit.path} ${hit.start} ${hit.end}`;
    const other = found.get(key);
    if (other === undefined || better(finding, other)) found.set(key, finding);
  }

  return {
    report(hit) {
      const { origin } = hit.taint;
      // A page or statement that was stored as a whole is what the program keeps there.
      if (origin.kind === "source" && (origin.label !== "stored" || hit.kind.embedded !== true || hit.taint.embedded))
        add(hit, origin.label, origin.note);
    },
    parameters(unit) {
      for (const [index, summary] of unit.summaries) {
        const code = unit.ir.functions[index];
        if (code === undefined || ((code.private === true || /^_(?!_init__)|^#/u.test(code.name)) && isUsed(unit, code.name)))
          continue;
        for (const hit of summary.hits) {
          const { origin, embedded } = hit.taint;
          if (origin.kind !== "parameter" || (hit.kind.embedded === true && !embedded)) continue;
          if (hit.kind.base === true && hit.leads) continue;
          if (code.class >= 0 && !code.static && origin.index === 0) continue;
          const name = code.parameters[origin.index]?.name ?? "";
          if (unit.models.parameterTypes.has(name)) continue;
          add(hit, "parameter", name === "" ? "a parameter" : `the parameter ${name}`);
        }
      }
    },
    judge: (sink, harmless) => judge(judged, sink, harmless),
    collected: () => ({ findings: [...found.values()], judged: [...judged.values()] }),
  };
}

/** Whether a file names a function anywhere but where it is declared: what calls it says what it gets. Nobody in the file calls others, so whoever does may give them anything. */
function isUsed({ text, pack }: FileUnit, name: string): boolean {
  let count = 0;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    const told = text.slice(text.lastIndexOf("\n", at) + 1, at).includes(pack.lineComment);
    if (!told && !/[\w$]/u.test(text.charAt(at - 1)) && !/[\w$]/u.test(text.charAt(at + name.length)) && count++ > 0) return true;
  }
  return false;
}

function judge(judged: Map<string, { sink: SinkPlace; harmless: boolean }>, sink: SinkPlace, harmless: boolean): void {
  const key = `${sink.kind.kind} ${sink.path} ${sink.start} ${sink.end}`;
  const before = judged.get(key);
  if (before === undefined) judged.set(key, { sink, harmless });
  else before.harmless &&= harmless;
}

/** What several collected; findings that begin at parameters only on demand. Sorted by path, place and rule. */
export function mergeCollected(
  parts: readonly Collected[],
  parameters: boolean,
): { readonly findings: readonly FlowFinding[]; readonly harmless: readonly SinkPlace[] } {
  const found = new Map<string, FlowFinding>();
  const judged = new Map<string, { sink: SinkPlace; harmless: boolean }>();
  for (const part of parts) {
    for (const finding of part.findings) {
      const key = `${finding.rule} ${finding.path} ${finding.start} ${finding.end}`;
      const other = found.get(key);
      if (other === undefined || better(finding, other)) found.set(key, finding);
    }
    for (const { sink, harmless } of part.judged) judge(judged, sink, harmless);
  }
  const place = [
    (one: FlowFinding | SinkPlace) => one.path,
    (one: FlowFinding | SinkPlace) => one.start,
    (one: FlowFinding | SinkPlace) => one.end,
  ] as const;
  return {
    findings: [...found.values()]
      .filter((finding) => parameters || finding.label !== "parameter")
      .toSorted(by<FlowFinding>(...place, (finding) => finding.rule)),
    harmless: [...judged.values()]
      .filter(({ harmless }) => harmless)
      .map(({ sink }) => sink)
      .toSorted(by<SinkPlace>(...place, (sink) => sink.kind.kind)),
  };
}

function toFinding(hit: Hit, label: Label, note: string, confidence: number): FlowFinding {
  const sink = hit.sink;
  const last = nextStep(hit.taint.step, hit.path, hit, `reaches ${sink}`);
  const message = hit.kind.message.replaceAll("{source}", note).replaceAll("{sink}", sink);
  return {
    rule: hit.kind.rule,
    kind: hit.kind,
    label,
    confidence,
    path: hit.path,
    start: hit.start,
    end: hit.end,
    message: message.charAt(0).toUpperCase() + message.slice(1),
    trace: linksOf(last).map((link) => ({ path: link.path, start: link.start, end: link.end, note: link.note })),
  };
}

function better(a: FlowFinding, b: FlowFinding): boolean {
  const difference = RANK[a.label] - RANK[b.label] || a.trace.length - b.trace.length;
  if (difference !== 0) return difference < 0;
  const [first] = a.trace;
  const [second] = b.trace;
  const order = compareText(
    `${first?.path} ${String(first?.start).padStart(9, "0")}`,
    `${second?.path} ${String(second?.start).padStart(9, "0")}`,
  );
  return (order || compareText(JSON.stringify(a.trace), JSON.stringify(b.trace))) < 0;
}
