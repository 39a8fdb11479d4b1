import { z } from "zod";

/** `c` of the settings: how far the attacks on C code look, and those on Java and Go where they have a part in it. */
export const CChecks = z
  .strictObject({
    /** What makes up inputs. `afl`: AFL++ in persistent mode, where it is installed; its search comes in place of libFuzzer's. */
    fuzzer: z.enum(["libfuzzer", "afl"]).default("libfuzzer"),
    /** Seconds by the clock that one search for inputs takes, in Go too; there are up to three for each repair. */
    fuzzSeconds: z.int().min(1).max(300).default(4),
    /** When CBMC and KLEE, and JBMC for Java, are asked for a call that nobody met by chance. `by-risk`: for severe defects and for changes that reach far. */
    prove: z.enum(["off", "by-risk", "always"]).default("by-risk"),
  })
  .readonly();
export type CChecks = z.infer<typeof CChecks>;
