import type { Corpus } from "./corpora.ts";
import { measure, type Sample } from "./measure.ts";
import { type Spread, spreadOf } from "./statistics.ts";
import type { Said, Tool, Unmeasured } from "./tool.ts";

export interface Measured {
  readonly kind: "measured";
  readonly id: string;
  readonly title: string;
  readonly peer: boolean;
  readonly baseline: boolean;
  readonly said: Said;
  readonly seconds: Spread;
  readonly megabytesASecond: Spread;
  readonly filesASecond: Spread;
  readonly cpuSeconds: Spread | undefined;
  readonly peakMegabytes: Spread | undefined;
}

export type Row = Measured | ({ readonly kind: "unmeasured" } & Unmeasured);

/** How many times as fast ours is as the peer, by median wall time; above 1 ours is faster. */
export interface Ratio {
  readonly ours: string;
  readonly peer: string;
  readonly speed: number;
  /** The same by median CPU time, which other work on the machine disturbs less. Undefined where it was not measured. */
  readonly cpu: number | undefined;
  /** Peak memory of ours divided by the peer's; below 1 ours is smaller. Undefined where it was not measured. */
  readonly memory: number | undefined;
}

export interface Comparison {
  readonly corpus: Pick<Corpus, "id" | "title" | "bytes"> & { readonly files: number };
  readonly rows: readonly Row[];
  readonly ratios: readonly Ratio[];
  /**
   * Of each tool of ours, bytes a CPU second divided by those of the baseline, the parser alone: 1 would be an analysis that costs nothing. Empty where CPU time
   * or the baseline was not measured.
   */
  readonly shares: readonly { readonly ours: string; readonly baseline: string; readonly share: number }[];
}

/** One unmeasured run of each tool, then `runs` rounds in which each has its turn, so that a change of load meets all of them. */
export async function compare(
  corpus: Corpus,
  tools: readonly (Tool | Unmeasured)[],
  runs: number,
  tell: (line: string) => void,
): Promise<Comparison> {
  const present = tools.filter((tool): tool is Tool => "command" in tool);
  const samples = new Map<string, Sample[]>(present.map(({ id }) => [id, []]));
  const broken = new Map<string, string>();
  for (let run = 0; run <= runs; run++) {
    for (const { id, command } of present) {
      if (broken.has(id)) continue;
      try {
        const sample = await measure(command);
        tell(`${corpus.id} ${run === 0 ? "warm-up" : `run ${run}`} ${id}: ${sample.seconds.toFixed(2)} s`);
        if (run > 0) samples.get(id)?.push(sample);
      } catch (error) {
        // One tool that breaks is a row that says so; the others are still worth their rows.
        broken.set(id, error instanceof Error ? error.message : String(error));
      }
    }
  }
  const rows = tools.map((tool): Row => {
    if (!("command" in tool)) return { kind: "unmeasured", ...tool };
    const reason = broken.get(tool.id);
    if (reason !== undefined) return { kind: "unmeasured", id: tool.id, title: tool.title, reason };
    return summarise(tool, corpus, samples.get(tool.id) ?? []);
  });
  const { id, title, bytes, files } = corpus;
  return { corpus: { id, title, bytes, files: files.length }, rows, ratios: ratios(rows), shares: shares(rows) };
}

function summarise(tool: Tool, corpus: Corpus, samples: readonly Sample[]): Measured {
  const of = (value: (sample: Sample) => number): Spread => spreadOf(samples.map(value));
  const optional = (value: (sample: Sample) => number | undefined): Spread | undefined => {
    const known = samples.map(value).filter((one) => one !== undefined);
    return known.length === samples.length ? spreadOf(known) : undefined;
  };
  return {
    kind: "measured",
    id: tool.id,
    title: tool.title,
    peer: tool.peer,
    baseline: tool.baseline === true,
    said: tool.said(),
    seconds: of(({ seconds }) => seconds),
    megabytesASecond: of(({ seconds }) => corpus.bytes / 1e6 / seconds),
    filesASecond: of(({ seconds }) => corpus.files.length / seconds),
    cpuSeconds: optional(({ cpuSeconds }) => cpuSeconds),
    peakMegabytes: optional(({ peakBytes }) => (peakBytes === undefined ? undefined : peakBytes / 1e6)),
  };
}

function ratios(rows: readonly Row[]): Ratio[] {
  const measured = rows.filter((row) => row.kind === "measured");
  const peers = measured.filter(({ peer }) => peer);
  return measured
    .filter(({ peer, baseline }) => !peer && !baseline)
    .flatMap((ours) =>
      peers.map((peer) => ({
        ours: ours.id,
        peer: peer.id,
        speed: peer.seconds.median / ours.seconds.median,
        cpu: quotient(peer.cpuSeconds, ours.cpuSeconds),
        memory: quotient(ours.peakMegabytes, peer.peakMegabytes),
      })),
    );
}

function shares(rows: readonly Row[]): Comparison["shares"] {
  const measured = rows.filter((row) => row.kind === "measured");
  const baseline = measured.find((row) => row.baseline);
  if (baseline === undefined) return [];
  return measured.flatMap((ours) => {
    const share = quotient(baseline.cpuSeconds, ours.cpuSeconds);
    return ours.peer || ours.baseline || share === undefined ? [] : [{ ours: ours.id, baseline: baseline.id, share }];
  });
}

function quotient(above: Spread | undefined, below: Spread | undefined): number | undefined {
  return above === undefined || below === undefined ? undefined : above.median / below.median;
}
