import type { Pipeline } from "./pipeline.ts";

const PRE_COMMIT = ".pre-commit-config.yaml";
const LEFTHOOK = "lefthook.yml";
const command = (version: string): string => `npx --yes assay@${version} check --staged`;

/** Reads the index, not the working tree: what is committed is what is looked at. */
const hook = (version: string): string => `  - repo: local
    hooks:
      - id: assay
        name: assay
        entry: ${command(version)}
        language: system
        pass_filenames: false
        require_serial: true
        stages: [pre-commit]
`;

export const PRE_COMMIT_HOOK: Pipeline = {
  name: "pre-commit",
  title: "pre-commit",
  files: (version) => [{ path: PRE_COMMIT, text: `# Written by \`assay init pre-commit\`.\nrepos:\n${hook(version)}` }],
  next: (kept) => [
    ...(kept.has(PRE_COMMIT)
      ? [`Add to ${PRE_COMMIT} under repos:  - repo: local, with the hook of \`assay init pre-commit --print\``]
      : []),
    "Run: pre-commit install",
  ],
};

export const LEFTHOOK_HOOK: Pipeline = {
  name: "lefthook",
  title: "lefthook",
  files: (version) => [
    {
      path: LEFTHOOK,
      text: `# Written by \`assay init lefthook\`.\npre-commit:\n  commands:\n    assay:\n      run: ${command(version)}\n`,
    },
  ],
  next: (kept) => [
    ...(kept.has(LEFTHOOK)
      ? [`Add to ${LEFTHOOK} under pre-commit, commands:  the command of \`assay init lefthook --print\``]
      : []),
    "Run: lefthook install",
  ],
};
