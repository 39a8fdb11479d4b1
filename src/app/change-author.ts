import { authorsOf } from "#adapters/git/authors.ts";
import type { Git } from "#adapters/git/git.ts";

/** Names by which agents and robots sign what they write. */
const AGENT = /\[bot\]|\b(?:claude|copilot|codex|cursor|devin|aider|gemini|jules|windsurf|openhands|swe-agent)\b/iu;

/** `agent` where any commit names one as author, committer or co-author. Nothing in a repository proves that a person wrote it. */
export async function authorOf(
  git: Git,
  base: string | undefined,
  head: string,
  signal: AbortSignal,
): Promise<"human" | "agent"> {
  if (base === undefined) return "human";
  const commits = await authorsOf(git, base, head, signal);
  return commits.some(({ author, committer, trailers }) => [author, committer, ...trailers].some(namesAgent)) ? "agent" : "human";
}

/** Whether a name, an address or a line with them is that of an agent or a robot. */
export function namesAgent(words: string): boolean {
  return AGENT.test(words);
}
