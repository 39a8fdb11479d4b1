/** Lines of the new text, from 1, that a hunk of a unified diff shows: the ones a comment on a change may stand at. */
export function commentableLines(patch: string): ReadonlySet<number> {
  const lines = new Set<number>();
  let next = 0;
  for (const line of patch.split("\n")) {
    const hunk = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,\d+)? @@/u.exec(line);
    if (hunk !== null) next = Number(hunk[1]);
    else if (line.startsWith("+") || line.startsWith(" ")) lines.add(next++);
  }
  return lines;
}
