import { realpath } from "node:fs/promises";
import type { CheckContext } from "#ports/check.ts";

/** A C compiler that the sandbox shows, with what it can build. */
export interface Toolchain {
  readonly name: "clang" | "gcc";
  readonly program: string;
  /** Absolute path of llvm-symbolizer, `""` where there is none: gcc's runtime finds lines by itself. */
  readonly symbolizer: string;
  /** Variables in place of those that a harness is built and run with. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** The first of the named compilers below /usr: the sandbox shows its folders, with headers and the compiler's own parts, and nothing else. */
export async function toolchainOf({ findExecutable }: Pick<CheckContext, "findExecutable">): Promise<Toolchain | undefined> {
  for (const name of ["clang", "gcc"] as const) {
    const program = await systemProgram(findExecutable, name);
    if (program === undefined) continue;
    const symbolizer = name === "clang" ? await systemProgram(findExecutable, "llvm-symbolizer") : undefined;
    return { name, program, symbolizer: symbolizer ?? "" };
  }
  return undefined;
}

/** A program that the system installed, by its real path. */
export async function systemProgram(findExecutable: CheckContext["findExecutable"], name: string): Promise<string | undefined> {
  const found = await findExecutable(name);
  const program = found === undefined ? undefined : await realpath(found);
  return program?.startsWith("/usr/") === true ? program : undefined;
}

/** What finds faults while the program runs. */
export type Build = "address" | "memory" | "fuzzer";

const COMMON = (
  "-g -w -fno-omit-frame-pointer -fno-builtin -fno-optimize-sibling-calls " +
  "-Wno-implicit-function-declaration -Wno-int-conversion -fdiagnostics-color=never"
).split(" ");

export function flagsOf(build: Build): readonly string[] {
  // Without optimisation no access is taken away, however idle: a search would never meet the fault that it looks for.
  if (build === "address") return [...COMMON, "-O0", "-fsanitize=address,undefined"];
  if (build === "memory") return [...COMMON, "-O0", "-fsanitize=memory", "-fsanitize-memory-track-origins"];
  return [...COMMON, "-O0", "-fsanitize=fuzzer,address,undefined", "-fno-sanitize-recover=undefined", "-DASSAY_FUZZ"];
}

/** Settings of the sanitizers: leaks are counted by ourselves, since their search needs what the sandbox denies. */
export function sanitizerSettings({ symbolizer }: Toolchain, placeless: boolean): Record<string, string> {
  const common = `${symbolizer === "" ? "" : `external_symbolizer_path=${symbolizer}:`}exitcode=77:symbolize=${Number(!placeless)}:allocator_may_return_null=1:max_allocation_size_mb=512`;
  return {
    ASAN_OPTIONS: `${common}:detect_leaks=0:detect_stack_use_after_return=1:color=never`,
    UBSAN_OPTIONS: `${common}:print_stacktrace=1:color=never`,
    MSAN_OPTIONS: `${common}:color=never`,
  };
}

/** Libraries behind headers, as the linker names them. */
const LIBRARIES: readonly (readonly [header: RegExp, libraries: readonly string[], folders?: readonly string[]])[] = [
  [/^math\.h$/, ["m"]],
  [/^(?:pthread|threads)\.h$/, ["pthread"]],
  [/^openssl\//, ["crypto", "ssl"]],
  [/^sqlite3\.h$/, ["sqlite3"]],
  [/^libxml\//, ["xml2"], ["/usr/include/libxml2"]],
  [/^curl\//, ["curl"]],
  [/^archive(?:_entry)?\.h$/, ["archive"]],
  [/^zlib\.h$/, ["z"]],
  [/^crypt\.h$/, ["crypt"]],
  [/^dlfcn\.h$/, ["dl"]],
  [/^jwt\.h$/, ["jwt"]],
  [/^jansson\.h$/, ["jansson"]],
  [/^(?:mysql|mariadb)\//, ["mysqlclient"]],
  [/^libpq-fe\.h$/, ["pq"], ["/usr/include/postgresql"]],
  [/^pcre2\.h$/, ["pcre2-8"]],
];

export interface Libraries {
  readonly libraries: readonly string[];
  readonly folders: readonly string[];
}

/** What the headers that a text includes ask for. */
export function librariesOf(text: string): Libraries {
  const headers = [...text.matchAll(/^[ \t]*#[ \t]*include[ \t]*[<"]([^>"\n]+)[>"]/gm)].map(([, header = ""]) => header);
  const asked = LIBRARIES.filter(([pattern]) => headers.some((header) => pattern.test(header)));
  return {
    libraries: [...new Set(asked.flatMap(([, libraries]) => libraries))],
    folders: [...new Set(asked.flatMap(([, , folders = []]) => folders))],
  };
}
