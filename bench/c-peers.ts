import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Corpus } from "./corpora.ts";
import type { Said, Tool, ToolOptions, Unmeasured } from "./tool.ts";

interface Peer {
  readonly id: string;
  readonly title: string;
  readonly report: string;
  readonly argv: (report: string, corpus: Corpus) => readonly string[];
  readonly okExits: readonly number[];
  readonly said: (report: string, corpus: Corpus) => Said;
}

const count = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;

const PEERS: readonly Peer[] = [
  {
    id: "cppcheck",
    title: "Cppcheck",
    report: "cppcheck.xml",
    argv: (report) => [
      "cppcheck",
      "--quiet",
      "--enable=warning,portability",
      "--inconclusive",
      "--xml",
      `--output-file=${report}`,
      ".",
    ],
    okExits: [0],
    said: (report, { files }) => ({ files: files.length, findings: count(readFileSync(report, "utf8"), /<error id=/gu) }),
  },
  {
    id: "flawfinder",
    title: "Flawfinder",
    report: "flawfinder.sarif",
    argv: (report) => ["sh", "-c", 'flawfinder --quiet --sarif . > "$0"', report],
    okExits: [0],
    said: (report, { files }) => ({ files: files.length, findings: count(readFileSync(report, "utf8"), /"ruleId"/gu) }),
  },
  {
    id: "gcc",
    title: "gcc -fanalyzer, each file by itself, headers that are missing left out",
    report: "gcc.txt",
    argv: (report, { files }) => [
      "sh",
      "-c",
      'report=$0; : > "$report"; for file; do gcc -fanalyzer -I. -Iinclude -Ilib -c -o /dev/null "$file" 2>> "$report"; done; exit 0',
      report,
      ...files.filter((file) => file.endsWith(".c")),
    ],
    okExits: [0],
    said: (report, { files }) => {
      const text = readFileSync(report, "utf8");
      const sources = files.filter((file) => file.endsWith(".c")).length;
      return { files: sources - count(text, /fatal error:/gu), findings: count(text, /\[-Wanalyzer-/gu) };
    },
  },
];

/** Analysers of C that are on the path. */
export function cPeers(corpus: Corpus, { scratch }: ToolOptions): (Tool | Unmeasured)[] {
  return PEERS.map(({ id, title, report, argv, okExits, said }): Tool | Unmeasured => {
    const asked = spawnSync(id, ["--version"], { encoding: "utf8" });
    const version = /\d+\.\d+(?:\.\d+)?/u.exec(asked.stdout ?? "")?.[0];
    if (asked.status !== 0 || version === undefined)
      return { id, title, reason: `not on the path; install it (apt-get install ${id})` };
    const path = join(scratch, report);
    return {
      id,
      title: `${title} (${version})`,
      peer: true,
      command: { argv: argv(path, corpus), cwd: corpus.folder, okExits },
      said: () => said(path, corpus),
    };
  });
}
