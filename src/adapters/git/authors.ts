import type { Git } from "./git.ts";

/** Of a change of more commits the youngest are read. */
const MOST_COMMITS = 200;
const MOST_BYTES_EACH = 8192;

/** People behind one commit as git has them: `name <address>`, and what its message says of more of them. */
export interface Authorship {
  readonly author: string;
  readonly committer: string;
  /** `Co-authored-by` and the like, one line each. */
  readonly trailers: readonly string[];
}

/** Who made the commits that lead from `base` to `head`, youngest first. Anyone can write anything there: it may raise a doubt, never settle one. */
export async function authorsOf(
  git: Git,
  base: string,
  head: string,
  signal: AbortSignal,
  most = MOST_COMMITS,
): Promise<readonly Authorship[]> {
  const list = await git.run(["rev-list", `--max-count=${most}`, head, `^${base}`], { signal });
  const ids = Buffer.from(list)
    .toString("latin1")
    .split("\n")
    .filter((id) => id !== "");
  if (ids.length === 0) return [];
  const output = await git.run(["cat-file", "--batch"], { signal, stdin: ids.map((id) => `${id}\n`).join("") });
  const found: Authorship[] = [];
  for (let position = 0; position < output.length; ) {
    // id SP commit SP size LF content LF
    const end = output.indexOf(10, position);
    const [, type, size] = Buffer.from(output.subarray(position, end)).toString("latin1").split(" ");
    if (type !== "commit") break;
    const text = Buffer.from(output.subarray(end + 1, end + 1 + Math.min(Number(size), MOST_BYTES_EACH))).toString("utf8");
    found.push(readCommit(text));
    position = end + 1 + Number(size) + 1;
  }
  return found;
}

function readCommit(text: string): Authorship {
  const [header = "", ...message] = text.split("\n\n");
  const person = (key: string): string => new RegExp(`^${key} (.*>)`, "mu").exec(header)?.[1] ?? "";
  const trailers = message.join("\n\n").match(/^(?:co-authored-by|assisted-by|generated-by|generated with)\b.*$/gimu) ?? [];
  return { author: person("author"), committer: person("committer"), trailers };
}
