/** What a sanitizer saw, in classes that a weakness may be shown by. */
export type FaultKind =
  | "bounds"
  | "lifetime"
  | "null"
  | "overflow"
  | "division"
  | "uninitialised"
  | "exhausted"
  | "undefined"
  | "hang"
  | "leak"
  | "aborted";

export interface Fault {
  readonly kind: FaultKind;
  /** In the tool's words, in one line. */
  readonly words: string;
  /** Functions of the file under test that were at work, innermost first. */
  readonly functions: readonly string[];
  /** 1-based line in the innermost of them; 0 where it is not known. */
  readonly line: number;
}

/** The name under which a harness compiles `main`. */
export const ENTRY = "assay_program_main";

const MEMORY: readonly (readonly [pattern: RegExp, kind: FaultKind])[] = [
  [
    /buffer-(?:over|under)flow|negative-size-param|memcpy-param-overlap|param-overlap|container-overflow|out of bounds|intra-object/,
    "bounds",
  ],
  [/use-after|double-free|bad-free|attempting free|alloc-dealloc|invalid-pointer|bad-malloc_usable/, "lifetime"],
  [/stack-overflow|allocation-size-too-big|out-of-memory|calloc-overflow|rss-limit/, "exhausted"],
  [/use-of-uninitialized-value/, "uninitialised"],
  [/FPE/, "division"],
  [/ABRT/, "aborted"],
];
/** Addresses below this one come of a pointer that is none. */
const NULL_PAGE = 0x10000n;

/** The faults in what a run complained, in order; `file` is the absolute path of the file under test inside. Of words that no tool of ours says there are none. */
export function readFaults(text: string, file: string): Fault[] {
  return readReports(text, (path) => path === file);
}

/** The same for a program of several files; `own` is true for paths, as they stand in the report, whose functions count. */
export function readReports(text: string, own: (path: string) => boolean): Fault[] {
  const found: Fault[] = [];
  const sections = text.split(/^(?==+\d+==\s*(?:ERROR|WARNING): |[^\n]*: runtime error: )/m);
  for (const section of sections) {
    const [first = ""] = section.split("\n");
    const undefinedBehaviour = /^(.*?):(\d+)(?::\d+)?: runtime error: (.*)$/.exec(first);
    const memory = /^=+\d+==\s*(?:ERROR|WARNING): \w+Sanitizer:? (.*)$/.exec(first);
    const words = undefinedBehaviour?.[3] ?? memory?.[1];
    if (words === undefined) continue;
    const frames = framesOf(section, own);
    const place = undefinedBehaviour !== null && own(undefinedBehaviour[1] ?? "") ? Number(undefinedBehaviour[2]) : undefined;
    found.push({
      kind: undefinedBehaviour === null ? memoryKind(words) : undefinedKind(words),
      words: plain(words),
      functions: frames.map(({ name }) => name),
      line: place ?? frames[0]?.line ?? 0,
    });
  }
  return found;
}

/** The frames of the first stack of a report that lie in files of ours; of an error about freed memory those of the other stacks do not count. */
function framesOf(section: string, own: (path: string) => boolean): { readonly name: string; readonly line: number }[] {
  const stack = section.split(/\n\s*\n/)[0] ?? "";
  return [...stack.matchAll(/^\s+#\d+ 0x[0-9a-f]+ in (\S+) ([^\n]*?)(?::(\d+))?(?::\d+)?$/gm)].flatMap(
    ([, name = "", path, line = "0"]) =>
      path !== undefined && own(path) ? [{ name: name === ENTRY ? "main" : name, line: Number(line) }] : [],
  );
}

function memoryKind(words: string): FaultKind {
  const segv = /SEGV on (?:unknown )?address (0x[0-9a-f]+)?/.exec(words);
  if (segv !== null) return segv[1] !== undefined && BigInt(segv[1]) < NULL_PAGE ? "null" : "bounds";
  return MEMORY.find(([pattern]) => pattern.test(words))?.[1] ?? "undefined";
}

function undefinedKind(words: string): FaultKind {
  if (/out of bounds|insufficient space|overflowed to|pointer index/.test(words)) return "bounds";
  if (/null pointer/.test(words)) return "null";
  if (/division by zero/.test(words)) return "division";
  if (/integer overflow|shift|cannot be represented|outside the range/.test(words)) return "overflow";
  return "undefined";
}

/** Without what differs from run to run. */
function plain(words: string): string {
  return words
    .replaceAll(/\s*\(?(?:on address|at pc|pc|bp|sp|T\d|thread T\d|hint:).*$/g, "")
    .replaceAll(/0x[0-9a-f]{5,}/g, "an address")
    .trim()
    .slice(0, 160);
}
