import { learnFields } from "./classes.ts";
import type { Engine } from "./engine.ts";
import { evaluate } from "./expressions.ts";
import { guardsOf, writeValue } from "./frame.ts";
import { namedHandler } from "./handlers.ts";
import { bindParameter, finishNested, invoke, newFrame, parameterValue, writtenFields } from "./invoke.ts";
import { ofPackage, packageNames } from "./packages.ts";
import type { Resolve } from "./resolve.ts";
import { run } from "./statements.ts";
import type { FileUnit, Frame, Hit, PackageNames, Summary, Value } from "./types.ts";
import { EMPTY } from "./value.ts";
import type { FlowWatch } from "./watch.ts";

/** How many functions may be summed up inside one another. */
const MAX_SUMMARIES = 40;
const MAX_HITS = 60;

export interface EngineParts {
  readonly unitOf: (path: string) => FileUnit | undefined;
  /** The project's file that a specifier in a file means. */
  readonly resolve: Resolve;
  /** A source that reached a sink. */
  readonly report: (hit: Hit) => void;
  readonly watch?: FlowWatch | undefined;
  /** A look at a sink, see {@link Engine.judge}. */
  readonly judge: Engine["judge"];
}

/** Most functions leave nothing behind, and maps of their own for that would be most of what is kept of them. */
const NOTHING: ReadonlyMap<never, never> = new Map<never, never>();

function newSummary(): Summary {
  return {
    owner: {},
    state: "running",
    recursive: false,
    returned: EMPTY,
    thrown: [],
    hits: [],
    written: NOTHING,
    filled: NOTHING,
    always: NOTHING,
    whenTrue: NOTHING,
    whenFalse: NOTHING,
  };
}

export function createEngine(parts: EngineParts): Engine & { analyse(unit: FileUnit): void; sourceSeen(): boolean } {
  let nesting = 0;
  let seen = false;
  const packages = new Map<string, PackageNames>();
  const packageOf = new WeakMap<FileUnit, PackageNames>();
  const imported = new Map<string, FileUnit | undefined>();

  function runModule(unit: FileUnit): void {
    const [code] = unit.ir.functions;
    if (unit.state !== "new" || code === undefined) return;
    unit.state = "running";
    const before = engine.summary;
    engine.summary = newSummary();
    const frame = newFrame(unit, code, undefined, 0);
    unit.frame = frame;
    // Functions of the module are known everywhere in it, whatever stands first.
    for (const declared of unit.ir.functions) {
      if (declared.parent === 0 && declared.name !== "" && declared.class < 0 && code.locals.has(declared.name)) {
        writeValue(frame.state, declared.name, {
          ...EMPTY,
          functions: [{ unit, index: declared.index, closure: undefined, self: undefined }],
        });
      }
    }
    engine.run(frame, code.body);
    finishNested(engine, frame);
    engine.summary = before;
    unit.state = "done";
  }

  function summarise(unit: FileUnit, index: number): Summary {
    const known = unit.summaries.get(index);
    if (known !== undefined) {
      if (known.state === "running") {
        known.recursive = true;
        engine.unsettled++;
      }
      return known;
    }
    const code = unit.ir.functions[index];
    if (code === undefined) return { ...newSummary(), state: "done" };
    if (nesting >= MAX_SUMMARIES) {
      engine.unsettled++;
      unit.gaps.add(`a chain of more than ${MAX_SUMMARIES} calls was not followed to its end`);
      return { ...newSummary(), state: "done" };
    }
    runModule(unit);
    let summary = oneRound(unit, code, newSummary());
    if (summary.recursive) {
      // What a recursive call gives is known only after the first round.
      unit.summaries.delete(index);
      const { owner, returned, hits } = summary;
      summary = oneRound(unit, code, { ...newSummary(), owner, returned, hits: [...hits] });
    }
    // The summary stands for it from now on, and statements take several times the memory of their text.
    code.forget();
    return summary;
  }

  function oneRound(unit: FileUnit, code: Frame["code"], summary: Summary): Summary {
    const already = unit.summaries.get(code.index);
    if (already !== undefined) return already;
    unit.summaries.set(code.index, summary);
    const before = engine.summary;
    engine.summary = summary;
    nesting++;
    const frame = newFrame(unit, code, unit.frame, 0);
    const values = code.parameters.map((_, position) => parameterValue(engine, frame, summary, position));
    for (const [position, parameter] of code.parameters.entries())
      bindParameter(engine, frame, parameter, values[position] ?? EMPTY);
    engine.run(frame, code.body);
    if (!frame.state.dead) frame.ends.push({ guards: guardsOf(frame.state), answer: false });
    frame.state.dead = false;
    finishNested(engine, frame);
    summary.returned = frame.returned ?? EMPTY;
    summary.thrown = frame.thrown;
    summary.written = writtenFields(frame, values);
    summary.filled = filledPlaces(frame);
    summary.always = common(frame.ends);
    summary.whenTrue = common(frame.ends.filter((end) => end.answer !== false));
    summary.whenFalse = common(frame.ends.filter((end) => end.answer !== true));
    const owner = unit.classes.get(code.class);
    const own = summary.written.get(0);
    if (owner !== undefined && own !== undefined && !code.static)
      learnFields(engine, owner, own, code.name === unit.ir.constructorName);
    nesting--;
    engine.summary = before;
    summary.state = "done";
    return summary;
  }

  const unitsOf = (path: string): readonly FileUnit[] => {
    const unit = parts.unitOf(path);
    return unit === undefined ? [] : [unit];
  };

  /** Files that may know the same others share what these declare. */
  function namesAround(unit: FileUnit): PackageNames {
    const group = parts.resolve.group(unit.path);
    const key = `${unit.ir.package} ${group?.files.includes(unit.path) === true ? group.key : unit.path}`;
    let names = packages.get(key);
    if (names === undefined) {
      packages.set(key, (names = packageNames(unit, (group?.files ?? []).filter((path) => path !== unit.path).flatMap(unitsOf))));
      if (group !== undefined && group.left > 0)
        unit.gaps.add(`${group.left} more files of its folder were not followed with it`);
    }
    return names;
  }

  const engine: Engine & { analyse(unit: FileUnit): void; sourceSeen(): boolean } = {
    summary: newSummary(),
    changes: 0,
    unsettled: 0,
    watch: parts.watch,
    evaluate: (frame, node) => evaluate(engine, frame, node),
    run: (frame, statements) => run(engine, frame, statements),
    invoke: (frame, callable, given, site) => invoke(engine, frame, callable, given, site),
    module(unit, specifier) {
      const path = parts.resolve(unit.path, specifier, unit.pack.dottedModules);
      if (path === undefined || unit.pack.packages === undefined) return path === undefined ? undefined : parts.unitOf(path);
      if (!imported.has(path)) imported.set(path, ofPackage((parts.resolve.group(path)?.files ?? [path]).flatMap(unitsOf)));
      return imported.get(path);
    },
    package(unit) {
      if (unit.pack.packages === undefined) return undefined;
      let names = packageOf.get(unit);
      if (names === undefined) packageOf.set(unit, (names = namesAround(unit)));
      return names;
    },
    ensure: runModule,
    summaryOf: summarise,
    report(hit) {
      const { origin } = hit.taint;
      if (origin.kind === "source") parts.report(hit);
      else if (
        origin.owner === engine.summary.owner &&
        engine.summary.hits.length < MAX_HITS &&
        !engine.summary.hits.some((other) => same(other, hit))
      )
        engine.summary.hits.push(hit);
    },
    judge: parts.judge,
    sourceMet() {
      seen = true;
    },
    sourceSeen: () => seen,
    step(frame) {
      if (frame.unit.steps-- > 0) return true;
      frame.unit.exhausted = true;
      return false;
    },
    analyse(unit) {
      runModule(unit);
      for (const code of unit.ir.functions) {
        if (code.parent !== 0) continue;
        if (unit.frame !== undefined)
          namedHandler(engine, unit.frame, { unit, index: code.index, closure: undefined, self: undefined }, code.name, code);
        summarise(unit, code.index);
      }
    },
  };
  return engine;
}

function same(a: Hit, b: Hit): boolean {
  return a.kind === b.kind && a.start === b.start && a.path === b.path && a.taint.key === b.taint.key;
}

/** What a function left in the memory that its parameters lead to, by parameter number. */
function filledPlaces({ code, filled }: Frame): ReadonlyMap<number, Value> {
  if (filled.size === 0) return NOTHING;
  const found = code.parameters.entries().flatMap(([position, { name }]): (readonly [number, Value])[] => {
    const value = filled.get(name);
    return value === undefined ? [] : [[position, value]];
  });
  return new Map(found);
}

/** What holds at every one of the ends. */
function common(ends: Frame["ends"]): ReadonlyMap<string, number> {
  const [first, ...others] = ends;
  if (first === undefined || first.guards.size === 0) return NOTHING;
  const shared = new Map<string, number>();
  for (const [key, mask] of first.guards) {
    if (!key.startsWith("parameter ")) continue;
    let both = mask;
    for (const other of others) both &= other.guards.get(key) ?? 0;
    if (both !== 0) shared.set(key, both);
  }
  return shared.size === 0 ? NOTHING : shared;
}
