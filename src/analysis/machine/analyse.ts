import type { List, Pattern } from "#analysis/ir/expression.ts";
import type { FileIr, FunctionIr } from "#analysis/ir/file.ts";
import type { Statement } from "#analysis/ir/statement.ts";
import type { Models } from "#analysis/models/compile.ts";
import { DEFECTS } from "./defects.ts";
import { evaluate } from "./evaluate.ts";
import { enter, run as runFunction } from "./invoke.ts";
import { type Machine, type MachineFinding, type Outcome, report } from "./machine.ts";
import { allThings, noThings, putThing, thingAt } from "./things.ts";
import { expose, storyOf } from "./memory.ts";
import { run } from "./run.ts";
import { change, fork, type State, variable } from "./state.ts";
import { exactly, type Value } from "./value.ts";
import { mentionedIn } from "./written.ts";

export interface MachineResult {
  /** Sorted by place and rule. */
  readonly findings: readonly MachineFinding[];
  /** Functions that were not looked at, because there was too much to follow. */
  readonly left: readonly FunctionIr[];
  /** Functions of which some ways were not followed to their end, because there were too many. */
  readonly cut: readonly FunctionIr[];
}

const STEPS_A_FUNCTION = 25_000;
/** A function has its turn, whatever the ones before it took. */
const STEPS_AT_LEAST = 300;
/** What following one function may take by its length, and more in a file that holds little else. */
const STEPS_ENOUGH = 1000;
const STEPS_ENOUGH_A_UNIT = 0.1;
const SMALL_FILE = 12_000;
/** The part of its steps that a function takes on all ways apart. */
const PRECISE = 0.45;
/** A short file is followed further than its length asks for. */
const SHORT_FILE = 20_000;
const STEPS_A_SHORT_FILE = 60_000;
const STEPS_A_UNIT = 0.25;
/** What functions that are followed at least may take beyond all steps, for each unit of the file. */
const OVERDRAFT = 0.5;
/** A function may take so many times its part of what is left. */
const GENEROUS = 4;

/**
 * Follows the functions of one file on all their ways, as far as a number of steps allows, with what is known of memory, numbers and what was opened. Loops are run
 * round by round where their test is certain, then summed up; calls of the file's own functions are run in place, as far as steps are left. They are shared out by the length of the functions. A finding stands for one way on which it happens.
 */
export function analyseMemory(ir: FileIr, models: Models, length: number): MachineResult {
  if (models.memory.size === 0) return { findings: [], left: [], cut: [] };
  const machine: Machine = {
    ir,
    models,
    findings: new Map(),
    calls: [],
    visited: new Set(),
    steps: STEPS_A_FUNCTION,
    given: STEPS_A_FUNCTION,
    precise: STEPS_A_FUNCTION,
    cut: false,
    ids: 1,
    numbers: new Map(),
    literals: new Map(),
    quiet: false,
    lenient: false,
    guessed: 0,
    named: new Map(
      ir.functions
        .filter((code) => code.parent === 0 && code.name !== "")
        .map((code) => [code.name, code.index] as const)
        .toReversed(),
    ),
    evaluate: (state, node) => evaluate(machine, state, node),
    run: (states, statements) => run(machine, states, statements),
  };
  let budget = Math.max(0, STEPS_A_SHORT_FILE * (1 - length / SHORT_FILE)) + STEPS_A_UNIT * length;
  const isMain = (code: FunctionIr): boolean => models.handlerFunctions.has(code.name);
  const start = globals(machine, ir.functions.some(isMain));
  const forgotten = fork(start);
  forget(forgotten);
  const { ids: first, literals } = machine;
  const reachable = mentions(ir);
  const left: FunctionIr[] = [];
  const cut: FunctionIr[] = [];
  const order = inOrder(ir);
  const alone = Math.max(0, 1 - length / SHORT_FILE) / 2;
  let waiting = order.reduce((sum, { start: from, end }) => sum + end - from, 0);
  for (const code of order) {
    if (machine.visited.has(code.index)) {
      waiting -= code.end - code.start;
      continue;
    }
    if (budget <= -length * OVERDRAFT) {
      left.push(code);
      continue;
    }
    const part = (budget * (code.end - code.start)) / Math.max(1, waiting);
    waiting -= code.end - code.start;
    const size = code.end - code.start;
    const enough = STEPS_ENOUGH + STEPS_ENOUGH_A_UNIT * size + Math.max(0, 1 - length / SMALL_FILE) * STEPS_A_FUNCTION;
    const given = Math.min(STEPS_A_FUNCTION, enough, Math.max(STEPS_AT_LEAST, part * GENEROUS, budget * alone));
    machine.steps = given;
    machine.given = given;
    machine.precise = given * PRECISE;
    machine.cut = false;
    machine.ids = first;
    machine.numbers = new Map();
    machine.literals = new Map(literals);
    const main = isMain(code);
    follow(machine, narrowed(main ? start : forgotten, reachable(code)), code, main);
    if (machine.cut) cut.push(code);
    budget -= given - Math.max(0, machine.steps);
  }
  const findings = [...machine.findings.values()].toSorted((a, b) => a.start - b.start || (a.defect < b.defect ? -1 : 1));
  return { findings, left, cut };
}

/** Functions that nobody in the file calls first: what others call is seen from there. */
function inOrder(ir: FileIr): FunctionIr[] {
  const own = ir.functions.filter((code) => code.parent === 0 && code.name !== "");
  const names = new Set(own.map(({ name }) => name));
  const called = new Set<string>();
  for (const code of own) for (const name of mentionedIn(code)) if (names.has(name) && name !== code.name) called.add(name);
  return [...own.filter(({ name }) => !called.has(name)), ...own.filter(({ name }) => called.has(name))];
}

/** The globals as the file declares them; `filled`: with all that their tables hold, which is forgotten where any other function may have run before. */
function globals(machine: Machine, filled: boolean): State {
  const [module] = machine.ir.functions;
  const start: State = { things: noThings(), frames: [new Map()], loose: false };
  const body = declarations(module?.body ?? []);
  const tables = filled ? [] : body.filter(isTable);
  const arrays = new Set(body.flatMap((one) => (one.kind === "declare" && one.shape.kind === "array" ? [one.name] : [])));
  // Of what is forgotten only the length stays.
  const counts = (one: Statement): boolean => !isNamed(one) || (arrays.has(one.target.name) && !isTable(one));
  machine.quiet = true;
  const { next } = run(machine, [start], filled ? body : body.filter(counts));
  machine.quiet = false;
  const [state = start] = next;
  for (const { target, value } of tables) {
    const thing = variable(state, target.name);
    if (thing?.shape?.kind === "array" && thing.length === undefined)
      change(state, thing.id, { length: exactly(Math.max(1, value.items.length)) });
  }
  return state;
}

/** Outside of functions stand declarations, and choices of the preprocessor between them: anything else is code that the grammar could not read. */
function declarations(statements: readonly Statement[]): readonly Statement[] {
  return statements.flatMap((one): readonly Statement[] => {
    if (one.kind === "declare" || one.kind === "assign") return [one];
    if (one.kind === "block") return declarations(one.body);
    if (one.kind !== "if" || one.clauses.some(({ test }) => test.kind !== "unknown")) return [];
    const clauses = one.clauses.map((clause) => ({ ...clause, body: declarations(clause.body) }));
    const otherwise = declarations(one.otherwise);
    return otherwise.length + clauses.reduce((sum, { body }) => sum + body.length, 0) === 0
      ? []
      : [{ ...one, clauses, otherwise }];
  });
}

type Named = Statement & { kind: "assign"; target: Pattern & { kind: "name" } };
type Table = Named & { value: List };

function isNamed(statement: Statement): statement is Named {
  return statement.kind === "assign" && statement.target.kind === "name";
}

function isTable(statement: Statement): statement is Table {
  return isNamed(statement) && statement.value.kind === "list";
}

function follow(machine: Machine, start: State, code: FunctionIr, main: boolean): void {
  machine.visited.add(code.index);
  const state = enter(machine, start, code, []);
  if (main) fromOutside(machine, state, code);
  machine.calls.push({ index: code.index, given: [] });
  const outcomes = runFunction(machine, state, code);
  machine.calls.pop();
  for (const outcome of outcomes) lost(machine, outcome, code, main);
}

/** The names that a function and the file's own functions that it names, step by step, mention. */
function mentions(ir: FileIr): (code: FunctionIr) => ReadonlySet<string> {
  const own = new Map(ir.functions.filter((code) => code.parent === 0 && code.name !== "").map((code) => [code.name, code]));
  return (code) => {
    const found = new Set<string>();
    const open = [code];
    for (let next = open.pop(); next !== undefined; next = open.pop())
      for (const name of mentionedIn(next)) {
        if (found.has(name)) continue;
        found.add(name);
        const callee = own.get(name);
        if (callee !== undefined) open.push(callee);
      }
    return found;
  };
}

/** The state with those globals alone that are mentioned, and what they hold: whoever looks at a state looks at all that is in it. */
function narrowed(base: State, names: ReadonlySet<string>): State {
  const [globals = new Map<string, number>()] = base.frames;
  const kept = new Map([...globals].filter(([name]) => names.has(name)));
  const things = noThings();
  const keep = (id: number): void => {
    const thing = thingAt(base.things, id);
    if (thing === undefined || thingAt(things, id) !== undefined) return;
    putThing(things, id, thing);
    for (const value of thing.cells.values()) hold(value);
  };
  const hold = (value: Value): void => {
    if (value.kind === "pointer") keep(value.to);
    if (value.kind === "record") for (const inner of value.cells.values()) hold(inner);
  };
  for (const id of kept.values()) keep(id);
  return { ...base, things, frames: [kept] };
}

/** Any other function may have run before. */
function forget(state: State): void {
  for (const id of state.frames[0]?.values() ?? []) {
    const thing = thingAt(state.things, id);
    for (const value of thing?.cells.values() ?? []) expose(state, value);
    change(state, id, { cells: new Map(), texts: new Map(), blank: "unknown", escaped: true });
  }
}

/** What a program is started with is a list of texts that somebody chose. */
function fromOutside(machine: Machine, state: State, code: FunctionIr): void {
  const models = machine.models.handlerFunctions.get(code.name) ?? [];
  for (const [position, parameter] of code.parameters.entries()) {
    const model = models.find(({ parameters }) => parameters === "all" || parameters[position] === "source");
    const id = state.frames.at(-1)?.get(parameter.name);
    const value = id === undefined ? undefined : thingAt(state.things, id)?.cells.get("[0]");
    if (model === undefined || value?.kind !== "pointer") continue;
    const origin = { start: parameter.start, end: parameter.end, note: model.note };
    change(state, value.to, { status: "live", name: parameter.name, texts: new Map([["", { low: 0, high: Infinity, origin }]]) });
  }
}

/** Reports what was made, is not released, and cannot be reached from anything that goes on to live. */
function lost(machine: Machine, { state, value }: Outcome, code: FunctionIr, main: boolean): void {
  const reached = new Set<number>();
  const things = allThings(state.things);
  const locals = new Set(state.frames.at(-1)?.values() ?? []);
  const reach = (held: Value): void => {
    if (held.kind === "record") for (const inner of held.cells.values()) reach(inner);
    if (held.kind !== "pointer" || reached.has(held.to)) return;
    reached.add(held.to);
    for (const inner of thingAt(state.things, held.to)?.cells.values() ?? []) reach(inner);
  };
  reach(value);
  for (const thing of things) {
    if (locals.has(thing.id) && !thing.escaped) continue;
    if (thing.what === "outside" || thing.what === "variable" || thing.escaped)
      for (const inner of thing.cells.values()) reach(inner);
  }
  for (const thing of things) {
    if (thing.what !== "made" || thing.family === "stack" || thing.escaped || reached.has(thing.id)) continue;
    if (thing.status !== "live" && thing.status !== "unsure") continue;
    const file = thing.family !== "heap";
    const where = main ? "when the program ends" : `when ${code.name} comes back`;
    const [made] = storyOf(thing);
    const text = file
      ? `${thing.name} is not closed on every way ${where}.`
      : `${thing.name} is not released on every way ${where}.`;
    report(
      machine,
      file ? "open" : "leak",
      thing.made,
      `W${text.slice(1)}`,
      made === undefined ? [] : [made],
      main ? DEFECTS.leak.confidence - 0.2 : undefined,
    );
  }
}
