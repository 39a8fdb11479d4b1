import { descendants, type SyntaxTree } from "#analysis/parse/tree.ts";
import type { PatchDetector } from "./silencing.ts";
import { isTestPath } from "./tests.ts";
import { CALLS, calleeText } from "./values.ts";

/** What a program can reach, by the names of calls; only kinds that no touched file had a use for before count as new. */
const KINDS: readonly (readonly [what: string, pattern: RegExp])[] = [
  [
    "the network",
    /^(?:fetch|axios(?:\.\w+)?|got(?:\.\w+)?|requests\.(?:get|post|put|patch|delete|head|request|Session)|httpx\.\w+|aiohttp\.\w+|urllib\.request\.\w+|urlopen|urlretrieve|socket\.\w+|https?\.(?:get|request)|net\.(?:connect|createConnection)|tls\.connect|dgram\.\w+|XMLHttpRequest|WebSocket|EventSource|navigator\.sendBeacon|smtplib\.\w+|ftplib\.\w+|paramiko\.\w+)$/,
  ],
  [
    "other programs",
    /^(?:system|popen|Popen|check_output|check_call|getoutput|getstatusoutput|os\.(?:system|popen|exec\w+|spawn\w+|posix_spawn)|subprocess\.\w+|(?:child_process|childProcess|cp)\.\w+|exec(?:Sync|File|FileSync)?|spawn(?:Sync)?|fork|pty\.spawn|asyncio\.create_subprocess_\w+|Deno\.(?:run|Command)|Bun\.spawn)$/,
  ],
  [
    "stored objects",
    /^(?:pickle|cPickle|dill|marshal|shelve|jsonpickle|joblib)\.\w+|^(?:v8\.)?deserialize$|^yaml\.(?:load|unsafe_load|full_load)$/,
  ],
];

/** The patch makes the code reach what it had no use for. */
export const addsReach: PatchDetector = (files) => {
  const code = files.flatMap(({ path, trees }) => (trees === undefined || isTestPath(path) ? [] : [{ path, trees }]));
  const old = code.flatMap(({ trees }) => calls(trees.before));
  for (const [what, pattern] of KINDS) {
    if (old.some((each) => pattern.test(each))) continue;
    for (const { path, trees } of code) {
      const name = calls(trees.after).find((each) => pattern.test(each));
      if (name !== undefined)
        return { reason: "adds-reach", detail: `${path}: \`${name}\` reaches ${what}, which was not reached before`, asks: true };
    }
  }
  return undefined;
};

function calls(tree: SyntaxTree): string[] {
  // Making an error reaches nothing.
  return descendants(tree, 0, CALLS)
    .map((call) => calleeText(tree, call))
    .filter((name) => !/[a-z](?:Error|Exception)$/.test(name));
}
