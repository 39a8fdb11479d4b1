import fc from "fast-check";
import { expect, it } from "vitest";
import { isRepoPath } from "./ids.ts";

it.each(["a", "a/b.py", ".github/x", "..a/b", "a/...", "a..b", "ä/ö.py", "C", "c:name", "a\nb"])(
  "%j is a path of a repository",
  (path) => {
    expect(isRepoPath(path)).toBe(true);
  },
);

it.each(["", "/", "/a", "a/", "a//b", ".", "..", "./a", "../a", "a/.", "a/..", "a/./b", "a/../b", "C:/a", "c:\\a", "a\0b"])(
  "%j is none",
  (path) => {
    expect(isRepoPath(path)).toBe(false);
  },
);

it("says of any path what its segments say", () => {
  const path = fc.array(fc.constantFrom("", ".", "..", "...", "a", ".a", "a\n"), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(path, (segments) => {
      const good = segments.every((part) => part !== "" && part !== "." && part !== "..");
      expect(isRepoPath(segments.join("/"))).toBe(good);
    }),
  );
});
