/** Folders (or files) of src, and what each may import from, with the reason a contributor reads when an import is refused. */
export interface Layer {
  readonly may: readonly string[];
  readonly because: string;
}

export const LAYERS: Readonly<Record<string, Layer>> = {
  lib: { may: [], because: "lib holds no domain words and depends on nothing of ours" },
  domain: { may: ["lib"], because: "the vocabulary knows nobody who speaks it" },
  analysis: { may: ["domain", "lib"], because: "the analyser is pure: text in, findings out" },
  rules: { may: ["analysis", "domain", "lib"], because: "rules are data for the matcher" },
  standards: { may: ["domain", "lib"], because: "published standards are data: which weakness breaks which of their rules" },
  ports: {
    may: ["analysis/parse", "domain", "lib"],
    because: "contracts speak the vocabulary; recipes and checks are handed a syntax tree and a parser",
  },
  recipes: { may: ["analysis", "ports", "domain", "lib"], because: "a recipe is a pure function from tree to edits" },
  journal: { may: ["ports", "domain", "lib"], because: "durability knows the store's contract, no stage" },
  stages: { may: ["analysis", "ports", "domain", "lib"], because: "a stage asks trees and ports; stages meet in the loop only" },
  loop: {
    may: ["stages", "journal", "analysis/parse", "ports", "domain", "lib"],
    because: "the loop joins stages and journal, and knows no adapter",
  },
  adapters: {
    may: ["analysis", "rules", "ports", "domain", "lib"],
    because: "an adapter knows one tool and the contract it fulfils; the embedded analyser brings our rules",
  },
  app: {
    may: ["loop", "stages", "journal", "adapters", "recipes", "rules", "standards", "analysis", "ports", "domain", "lib"],
    because: "the composition root",
  },
  faces: { may: ["app", "ports", "domain", "lib"], because: "a face renders what the app says" },
  testing: {
    may: ["adapters/fakes", "analysis", "ports", "domain", "lib"],
    because: "contract suites test contracts, not implementations",
  },
  entry: { may: ["app", "testing", "ports", "domain", "analysis"], because: "the public entries name what others may use" },
};

/** Files of src's root that belong to a layer. */
export const ROOT_FILES: Readonly<Record<string, string>> = {
  "loop.ts": "loop",
  "converse.ts": "loop",
  "repair-defect.ts": "loop",
  "repair-work.ts": "loop",
  "settle.ts": "loop",
  "world.ts": "loop",
  "index.ts": "entry",
  "protocol.ts": "entry",
  "testing.ts": "entry",
};

/** Folders inside a layer that must not know each other. */
export const SEPARATE: Readonly<
  Record<string, { readonly except: readonly (readonly [from: string, to: string])[]; readonly because: string }>
> = {
  stages: { except: [], because: "stages meet in the loop only" },
  adapters: {
    except: [
      ["workspaces", "git"],
      ["scanners", "scanner-host"],
    ],
    because: "adapters of one port do not know those of another",
  },
};

const PURE = ["domain", "ports", "stages", "recipes", "analysis", "lib", "rules", "standards"];

/** Names that only some places may use. */
export const FORBIDDEN: readonly {
  readonly pattern: RegExp;
  readonly layers: readonly string[];
  readonly allowed: readonly string[];
  readonly because: string;
}[] = [
  {
    pattern: /from "node:(?:fs|fs\/promises|child_process|net|http|https|tls|dgram|worker_threads)"/u,
    layers: PURE,
    allowed: [],
    because: "pure layers touch no file, process or network",
  },
  {
    pattern: /\b(?:Date\.now\(|new Date\(|performance\.now\(|Math\.random\(|randomUUID\(|randomBytes\()/u,
    layers: PURE,
    allowed: [],
    because: "clock and randomness come through the caller, so that runs replay",
  },
  {
    pattern: /process\.env\b/u,
    layers: [...PURE, "journal", "loop", "adapters", "app", "faces", "testing", "entry"],
    allowed: ["app/env.ts"],
    because: "one place reads the environment",
  },
  {
    pattern: /from "node:child_process"/u,
    layers: ["adapters", "app", "faces", "journal", "loop", "testing", "entry"],
    allowed: ["adapters/sandboxes/run-process.ts", "adapters/git/git.ts"],
    because: "only the sandboxes start processes, and the one thin git runner",
  },
  {
    pattern: /(?:from |import\()"(?:ai|@ai-sdk\/[\w-]+|node-llama-cpp)"/u,
    layers: ["app", "faces", "journal", "loop", ...PURE],
    allowed: [],
    because: "only adapters/models opens model connections",
  },
];

/** Most lines of a file, by the longest matching prefix of its path. */
export const CEILINGS: Readonly<Record<string, number>> = {
  "": 300,
  "loop.ts": 150,
  "domain/": 120,
  "ports/": 80,
  "ports/scanner.ts": 160,
  "adapters/": 200,
  "recipes/javascript/": 120,
  "recipes/python/": 120,
  "faces/cli/commands/": 100,
};
export const TEST_CEILING = 400;
