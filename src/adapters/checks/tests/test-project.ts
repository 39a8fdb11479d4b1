export type NodeRunner = "vitest" | "jest" | "mocha" | "node";

/** How a project runs its tests. `folder` and `files` are repository-relative; `""` is the root. */
export type TestProject =
  | {
      readonly kind: "python";
      readonly folder: string;
      readonly files: readonly string[];
      /** The tests are written for pytest: the standard library would overlook some. */
      readonly pytest: boolean;
    }
  | {
      readonly kind: "node";
      readonly runner: NodeRunner;
      readonly folder: string;
      readonly files: readonly string[];
      readonly package?: string;
    }
  | {
      readonly kind: "go";
      readonly folder: string;
      readonly files: readonly string[];
      /** Whether the race detector watches. */
      readonly race: boolean;
    }
  | {
      readonly kind: "java";
      readonly folder: string;
      readonly files: readonly string[];
      /** The generation of JUnit that the tests are written for. */
      readonly junit: 4 | 5;
    };

export type Detection =
  | { readonly kind: "found"; readonly project: TestProject }
  | { readonly kind: "none"; readonly reason: "no-tests" | "no-runner"; readonly detail: string };

/** Projects whose tests assay can write too. */
export type WrittenProject = Extract<TestProject, { kind: "python" | "node" }>;
