import { everyFunction, type FileIr, type FunctionIr } from "#analysis/ir/file.ts";
import { explore } from "./explore.ts";
import { smtText } from "./smt.ts";
import type { Exploration, Reached, Value } from "./value.ts";

/** One question to a solver: is there an input that comes through all guards of a way and still is an attack where it ends. */
export interface GuardQuestion {
  /** SMT-LIB 2.6, ends with `(check-sat)` and asks for the values of `before` and `after`. */
  readonly smt: string;
  /** Whether something on the way could not be said, so that an answer may be no real input. */
  readonly loose: boolean;
}

const SINKS: Readonly<Record<string, RegExp>> = {
  "path-traversal":
    /(?:^|\.)(?:open|readFile|readFileSync|writeFile|writeFileSync|createReadStream|createWriteStream|unlink|unlinkSync|remove|rmtree|send_file|sendFile|FileResponse|Path)$/,
  "command-injection": /(?:^|\.)(?:system|popen|run|call|check_output|check_call|Popen|exec|execSync|getoutput)$/,
  "sql-injection": /(?:^|\.)(?:execute|query|prepare|executescript|raw)$/,
  "open-redirect": /(?:^|\.)(?:redirect|HttpResponseRedirect|RedirectResponse)$/,
  "request-forgery": /(?:^|\.)(?:urlopen|get|post|request|fetch)$/,
};

/** What attacks look like, one text for each way to write them. */
const ATTACKS: Readonly<Record<string, readonly string[]>> = {
  "path-traversal": ["../../zz", "/zz/zz"],
  "command-injection": ["; zz", "$(zz)", "| zz", "\nzz", "`zz`"],
  "sql-injection": ["' OR 'z'='z", "1 OR 1=1"],
  "open-redirect": ["//zz.example/", "https://zz.example/", "/\\zz.example/"],
  "request-forgery": ["http://127.0.0.1:9/zz", "http://zz.internal.example/"],
};

/** Attacks that only work at the start of the text that arrives. */
const AT_START: ReadonlySet<string> = new Set([
  "/zz/zz",
  "//zz.example/",
  "https://zz.example/",
  "/\\zz.example/",
  "http://127.0.0.1:9/zz",
  "http://zz.internal.example/",
]);

const MOST = 24;

/** The questions that a function raises for a kind of weakness; none where no way with a guard ends in a sink that is understood. */
export function guardQuestions(
  file: FileIr,
  span: { readonly start: number; readonly end: number },
  family: string,
  dialect: Exploration["dialect"],
): GuardQuestion[] {
  const sinks = SINKS[family];
  const called = everyFunction(file).find((each) => each.index > 0 && each.start >= span.start && each.end <= span.end);
  if (sinks === undefined || called === undefined) return [];
  const exploration: Exploration = {
    dialect,
    declared: [],
    facts: [],
    bases: new Set(),
    reached: [],
    sinks,
    input: "input",
  };
  const module = explore({ ...exploration, reached: [] }, file.functions[0]?.body ?? [], [
    { names: new Map(), conditions: [], loose: false },
  ]);
  const names = new Map(module[0]?.names ?? []);
  for (const [name, value] of parametersOf(called, exploration)) names.set(name, value);
  explore(exploration, called.body, [{ names, conditions: [], loose: false }]);
  return exploration.reached
    .filter(({ conditions, term }) => conditions.length > 0 || term.includes("("))
    .flatMap((reached) => questionsOf(exploration, reached, family))
    .slice(0, MOST);
}

/** Folders are the program's own; every other parameter is what the attacker sends. */
function parametersOf({ parameters, class: owner }: FunctionIr, { declared, facts, input }: Exploration): [string, Value][] {
  return parameters.slice(owner >= 0 && parameters[0]?.name === "self" ? 1 : 0).flatMap(({ name, takes }): [string, Value][] => {
    if (name === "" || takes !== "one") return [];
    if (/^(?:db|conn|connection|cursor|req|request|res|response|next|self|cls)$/.test(name)) return [];
    if (!/folder|dir|root|base/i.test(name)) return [[name, { kind: "text", term: input }]];
    const term = `t${declared.length}`;
    declared.push(term);
    facts.push(`(str.prefixof "/" ${term})`, `(not (str.suffixof "/" ${term}))`, `(not (str.contains ${term} ".."))`);
    return [[name, { kind: "text", term, normal: true }]];
  });
}

function questionsOf(
  { declared, facts, bases, input }: Exploration,
  { term, normal, conditions, loose }: Reached,
  family: string,
): GuardQuestion[] {
  const goals: string[] = [];
  if (normal) for (const base of bases) goals.push(`(= ${term} (str.++ ${base} "-zz/x"))`);
  else if (term !== input || conditions.length > 0)
    for (const attack of ATTACKS[family] ?? []) {
      const text = smtText(attack);
      const arrives = AT_START.has(attack) ? `(str.prefixof ${text} ${term})` : `(str.contains ${term} ${text})`;
      goals.push(`(and (= ${input} (str.++ before ${text} after)) ${arrives})`);
    }
  return goals.map((goal) => ({
    loose,
    smt: [
      "(set-logic QF_SLIA)",
      ...[input, "before", "after", ...declared].map((name) => `(declare-const ${name} String)`),
      "(assert (< (str.len before) 40))",
      "(assert (< (str.len after) 40))",
      ...facts.map((fact) => `(assert ${fact})`),
      ...conditions.map((condition) => `(assert ${condition})`),
      `(assert ${goal})`,
      "(check-sat)",
      "(get-value (before after))",
    ].join("\n"),
  }));
}
