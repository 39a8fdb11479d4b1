/** How a part of this machine is asked whether it is here. */
export type ToolchainProbe =
  /** A program that tells its version, whatever its exit code. */
  | { readonly kind: "program"; readonly names: readonly string[]; readonly args: readonly string[]; readonly version: RegExp }
  /** Something that comes with a program: here when one of the calls ends with 0 and says what is `expected`. */
  | {
      readonly kind: "part";
      readonly names: readonly string[];
      readonly calls: readonly (readonly string[])[];
      readonly expected: RegExp;
    };

/** What the checks run beside the languages' own interpreters. A new check adds its tool here, and `assay doctor` and the reference know it. */
export interface Toolchain {
  /** Kebab-case. */
  readonly id: string;
  readonly title: string;
  readonly languages: readonly string[];
  /** Rungs of the ladder that it answers. */
  readonly rungs: readonly string[];
  /** What is not done without it, as a sentence without "without it". */
  readonly cost: string;
  readonly install: string;
  readonly probe: ToolchainProbe;
}

const NUMBER = /(\d+\.\d+(?:\.\d+)?)/u;
const MACHINE = process.arch === "arm64" ? "aarch64" : "x86_64";

/** A library that clang brings for its options, under the name of either layout of its folders. */
const runtime = (name: string): readonly (readonly string[])[] => [
  [`-print-file-name=libclang_rt.${name}-${MACHINE}.a`],
  [`-print-file-name=libclang_rt.${name}.a`],
];

export const TOOLCHAINS: readonly Toolchain[] = [
  {
    id: "gcc",
    title: "gcc",
    languages: ["c", "go"],
    rungs: ["E1", "E4"],
    cost: "C repairs are compiled by clang, or not at all, and tests of Go run without the race detector",
    install: "apt-get install gcc libc6-dev",
    probe: { kind: "program", names: ["gcc"], args: ["--version"], version: /\) (\d+\.\d+\.\d+)/u },
  },
  {
    id: "g++",
    title: "g++",
    languages: ["cpp"],
    rungs: ["E1"],
    cost: "C++ repairs are compiled by clang++, or not at all",
    install: "apt-get install g++",
    probe: { kind: "program", names: ["g++"], args: ["--version"], version: /\) (\d+\.\d+\.\d+)/u },
  },
  {
    id: "clang",
    title: "clang",
    languages: ["c"],
    rungs: ["E1", "E4", "E5", "E6"],
    cost: "C repairs are not attacked under sanitizers and not fuzzed",
    install: "apt-get install clang",
    probe: { kind: "program", names: ["clang"], args: ["--version"], version: /version (\d+\.\d+\.\d+)/u },
  },
  {
    id: "sanitizers",
    title: "sanitizer runtimes of clang",
    languages: ["c"],
    rungs: ["E4", "E5", "E6"],
    cost: "no build of C code stops at the first bad access",
    install: "apt-get install libclang-rt-14-dev (of your clang's version)",
    probe: { kind: "part", names: ["clang"], calls: runtime("asan"), expected: /^\//u },
  },
  {
    id: "make",
    title: "make",
    languages: ["c"],
    rungs: ["E4"],
    cost: "the tests of C projects are not run",
    install: "apt-get install make",
    probe: { kind: "program", names: ["make"], args: ["--version"], version: /GNU Make (\d+\.\d+(?:\.\d+)?)/u },
  },
  {
    id: "cmake",
    title: "CMake with ctest",
    languages: ["c"],
    rungs: ["E4"],
    cost: "tests of C projects that CMake builds are not run",
    install: "apt-get install cmake",
    probe: { kind: "program", names: ["ctest"], args: ["--version"], version: /ctest version (\d+\.\d+\.\d+)/u },
  },
  {
    id: "libfuzzer",
    title: "libFuzzer",
    languages: ["c"],
    rungs: ["E5", "E6"],
    cost: "no inputs of C functions are made up from the code that they reach",
    install: "apt-get install libclang-rt-14-dev (of your clang's version)",
    probe: { kind: "part", names: ["clang"], calls: runtime("fuzzer"), expected: /^\//u },
  },
  {
    id: "afl",
    title: "AFL++",
    languages: ["c"],
    rungs: ["E5", "E6"],
    cost: "nothing, unless c.fuzzer asks for it: then C functions are not fuzzed",
    install: "apt-get install afl++",
    probe: { kind: "program", names: ["afl-fuzz"], args: ["-h"], version: /afl-fuzz\+\+(\d+\.\d+)/u },
  },
  {
    id: "cbmc",
    title: "CBMC",
    languages: ["c"],
    rungs: ["E5"],
    cost: "no bounded proof, and no counterexample, about C functions",
    install: "a release of github.com/diffblue/cbmc (6.0 or newer), or apt-get install cbmc",
    probe: { kind: "program", names: ["cbmc"], args: ["--version"], version: NUMBER },
  },
  {
    id: "klee",
    title: "KLEE",
    languages: ["c"],
    rungs: ["E5"],
    cost: "ways through C functions are not followed with open values where CBMC names no call",
    install: "a release of github.com/klee/klee (2.0 or newer) below /usr, with the clang of its LLVM",
    probe: { kind: "program", names: ["klee"], args: ["--version"], version: /KLEE (\d+\.\d+(?:\.\d+)?)/u },
  },
  {
    id: "javac",
    title: "javac",
    languages: ["java"],
    rungs: ["E1", "E4", "E5", "E6"],
    cost: "Java repairs are not compiled, not attacked and not compared, and tests for JUnit not run",
    install: "apt-get install default-jdk-headless",
    probe: { kind: "program", names: ["javac"], args: ["-version"], version: /javac (\d+(?:\.\d+)*)/u },
  },
  {
    id: "jbmc",
    title: "JBMC",
    languages: ["java"],
    rungs: ["E5"],
    cost: "no bounded proof, and no counterexample, about faults of Java methods that take plain values",
    install: "a release of github.com/diffblue/cbmc (6.0 or newer), or apt-get install jbmc",
    probe: { kind: "program", names: ["jbmc"], args: ["--version"], version: NUMBER },
  },
  {
    id: "go",
    title: "go",
    languages: ["go"],
    rungs: ["E1", "E4", "E5", "E6"],
    cost: "Go repairs are not compiled, not attacked, not fuzzed and not compared, and tests not run",
    install: "apt-get install golang-go",
    probe: { kind: "program", names: ["go"], args: ["version"], version: /go version go(\d+\.\d+(?:\.\d+)?)/u },
  },
  {
    id: "go-vet",
    title: "go vet",
    languages: ["go"],
    rungs: ["E1"],
    cost: "what compiles and is suspicious all the same is not noticed in Go repairs",
    install: "apt-get install golang-go (it comes with go)",
    probe: { kind: "program", names: ["go"], args: ["tool", "vet", "-V"], version: /vet version go(\d+\.\d+(?:\.\d+)?)/u },
  },
];
