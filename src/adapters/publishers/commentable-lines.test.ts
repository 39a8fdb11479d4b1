import { expect, test } from "vitest";
import { commentableLines } from "./commentable-lines.ts";

test("lines that are shown of the new text, in every hunk", () => {
  const patch =
    "@@ -1,3 +1,4 @@ def a():\n one\n-two\n+zwei\n+drei\n three\n@@ -20 +21,2 @@\n+x\n y\n\\ No newline at end of file";

  expect([...commentableLines(patch)]).toEqual([1, 2, 3, 4, 21, 22]);
});

test("no hunk, no line", () => {
  expect([...commentableLines("")]).toEqual([]);
  expect([...commentableLines("+++ b/x\n")].filter((line) => line > 0)).toEqual([]);
});
