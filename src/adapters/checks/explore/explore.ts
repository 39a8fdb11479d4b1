import type { Compared } from "#adapters/checks/behaviour/compare-target.ts";
import { replayCalls } from "#adapters/checks/behaviour/compare-target.ts";
import { prepare, type Prepared } from "#adapters/checks/behaviour/drive.ts";
import { isHostileCall } from "#adapters/checks/behaviour/hostile.ts";
import { makeInputs } from "#adapters/checks/behaviour/inputs.ts";
import { literalsOf } from "#adapters/checks/behaviour/literals.ts";
import type { Call } from "#adapters/checks/behaviour/plan.ts";
import { poolOf } from "#adapters/checks/behaviour/pools.ts";
import { createRandom } from "#adapters/checks/behaviour/random.ts";
import { sizeOf } from "#adapters/checks/behaviour/shrink.ts";
import type { Target } from "#adapters/checks/behaviour/targets.ts";
import type { TouchedFile } from "#adapters/checks/kit/touched-files.ts";
import type { CheckContext } from "#ports/check.ts";
import { domainOf, wordsOf } from "./domain.ts";
import type { ExploreLine } from "./plan.ts";
import { type Asked, runTool } from "./run-tool.ts";
import { presentTools } from "./tools.ts";

/** What came of one tool. */
export interface Explored {
  /** One sentence. */
  readonly note: string;
  /** The calls that it found, made once more by the driver on both states; undefined where it found none. */
  readonly compared?: Compared;
}

const MOST_CALLS = 30;

/**
 * Lets each tool that is installed look for harmless calls which both states answer differently. What a tool finds counts only when the driver sees the
 * same, each call on a state of its own.
 */
export async function explore(
  context: CheckContext,
  sandbox: NonNullable<CheckContext["sandbox"]>,
  file: TouchedFile,
  target: Target,
  family: string,
  signal: AbortSignal,
): Promise<Explored[]> {
  const tools = await presentTools(context, file.path, file.language?.id === "python" ? "python" : "javascript");
  const prepared = tools.length === 0 ? undefined : await prepare(context, file, target, family, signal);
  if (prepared === undefined) return [];
  const asked = askedOf(prepared, file, target);
  const found: Explored[] = [];
  for (const tool of tools) {
    const lines = await runTool(context, sandbox, tool, prepared.drive, asked, signal);
    const name = `${tool.title}${tool.version === "" ? "" : ` ${tool.version}`}`;
    if (typeof lines === "string") {
      found.push({ note: `${name} could not look for further calls: ${lines}` });
      continue;
    }
    const calls = harmlessCalls(lines, prepared, family);
    if (calls.length === 0) {
      found.push({ note: noteOf(name, lines, target.label) });
      continue;
    }
    const compared = answeredBefore(await replayCalls(context, sandbox, file, target, family, prepared, calls, signal));
    const differs = compared.kind === "compared" && compared.simplest !== undefined;
    found.push({
      note: differs
        ? `${name} found the call.`
        : `${name} found calls of ${target.label} that differ only where they are made in its way.`,
      ...(differs && { compared }),
    });
    if (differs) break;
  }
  return found;
}

/** Only calls that the unchanged code answered: a search finds no end of those that it refused, which may now be refused in other words. */
function answeredBefore(compared: Compared): Compared {
  if (compared.kind === "problem") return compared;
  const counts = ({ difference: { kind } }: (typeof compared.judged.differing)[number]): boolean =>
    kind !== "error" && kind !== "accepts";
  const differing = compared.judged.differing.filter(counts);
  const { simplest } = compared;
  const first = simplest !== undefined && counts(simplest) ? simplest : differing[0];
  return { ...compared, judged: { ...compared.judged, differing }, simplest: first };
}

function askedOf({ signature: old, drive }: Prepared, { trees }: TouchedFile, { fresh }: Target): Asked {
  // What the patch compares with is where the two may part.
  const patched = trees === undefined ? { texts: [], numbers: [] } : literalsOf(trees.after, fresh.node);
  const literals = {
    texts: [...new Set([...patched.texts, ...old.literals.texts])],
    numbers: [...new Set([...patched.numbers, ...old.literals.numbers])],
  };
  const signature = { ...old, literals };
  const words = signature.request === undefined ? undefined : wordsOf(signature);
  return {
    parameters: signature.declared.map((declared) => ({
      name: declared.name,
      keyword: declared.keyword,
      annotation: declared.type,
      domain: domainOf(signature, declared, poolOf(signature, declared, createRandom(1), false)),
    })),
    ...(signature.request !== undefined && {
      text: words === undefined ? ({ kind: "literal" } as const) : ({ kind: "text", shape: "text", ...words } as const),
    }),
    addresses:
      drive.entry.kind === "http-handler" && signature.request !== undefined && signature.request.addresses.length > 0
        ? signature.request.addresses.slice(0, 6)
        : ["/"],
    known: makeInputs(signature, false)
      .slice(0, 12)
      .map(({ values, text, address }) => ({ values, text, address })),
  };
}

/** Simplest first, at most so many that they can be made twice. */
function harmlessCalls(lines: readonly ExploreLine[], { signature }: Prepared, family: string): Call[] {
  const reads = signature.request !== undefined;
  const found = lines.flatMap((line): Call[] => (line.kind === "call" ? [{ ...line, id: 0, seed: 1 }] : []));
  return found
    .filter((call) => call.values.length === signature.declared.length && !isHostileCall(family, call, new Set(), reads))
    .toSorted((a, b) => sizeOf(a) - sizeOf(b))
    .slice(0, MOST_CALLS)
    .map(({ values, text, address }, id) => ({ values, text, address, id, seed: 1 }));
}

function noteOf(name: string, lines: readonly ExploreLine[], label: string): string {
  const end = lines.find((line) => line.kind !== "call");
  if (end?.kind !== "done")
    return `${name} could not look for further calls of ${label}: ${end?.message.slice(0, 200) ?? "it said nothing"}`;
  // How far it came by then is another number in every run.
  const count = end.complete ? `made ${end.tried} further calls` : "made further calls until its time was up";
  return `${name} ${count} of ${label} (${end.note}): no harmless one differs.`;
}
