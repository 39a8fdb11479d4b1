import { TOOLCHAINS } from "#adapters/checks/kit/toolchains.ts";

/** What the checks run beside the interpreters, and what is not done without it. */
export function toolchainsPage(): string {
  const rows = TOOLCHAINS.map(({ title, languages, rungs, cost, install }) => [
    title,
    languages.join(", "),
    rungs.join(" "),
    cost,
    install,
  ]);
  const head = ["toolchain", "languages", "rungs", "without it", "how to get it"];
  return [
    "# Toolchains",
    "",
    "Written by `npm run generate` from `src/adapters/checks/kit/toolchains.ts`.",
    "",
    "None is needed: where one is missing, the rungs that it answers are inconclusive for its languages, and nothing is called proven. `assay doctor` names those of this machine with their versions. Only programs below `/usr` are run with their libraries as the system has them.",
    "",
    ...[head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`),
    "",
  ].join("\n");
}
