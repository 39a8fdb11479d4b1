import { mentions, type Usable } from "./roots.ts";

/**
 * `application` when anything in the project takes input from a framework or the system, or has a main program; otherwise `library`: lone
 * functions whose callers are not known.
 */
export function threatModel(files: readonly Usable[]): "application" | "library" {
  const application = files.some(
    ({ tree, models }) =>
      mentions(models.sourceWords, tree.text) ||
      /if __name__ == ["']__main__["']|require\.main === module|\.listen\(/u.test(tree.text),
  );
  return application ? "application" : "library";
}
