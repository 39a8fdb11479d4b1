import { languageOf } from "#analysis/languages/registry.ts";
import { defineCheck } from "#ports/check.ts";
import { pythonRuntime } from "./kit/runtimes.ts";
import { checkSyntax } from "./kit/syntax-check.ts";

/** Reads the files on standard input, compiles each state without running it, prints what the compiler said. */
const PROGRAM = `
import base64, json, sys, warnings
warnings.simplefilter("ignore")
def said(text, path):
    try:
        compile(base64.b64decode(text), path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        return "line %s: %s" % (getattr(error, "lineno", "?"), getattr(error, "msg", error))
    except (RecursionError, MemoryError) as error:
        return "too deep for the compiler: %s" % error
json.dump([{"path": f["path"], "before": said(f["before"], f["path"]), "after": said(f["after"], f["path"])} for f in json.load(sys.stdin)], sys.stdout)
`;

export default defineCheck({
  id: "python-compile",
  level: "E1",
  title: "The machine's Python compiles the patched files",
  run: (context, signal) =>
    checkSyntax(
      context,
      {
        applies: (path) => languageOf(path)?.id === "python" && !path.endsWith(".pyi"),
        subject: "Python files",
        runtime: () => pythonRuntime(context.findExecutable),
        missing: "no-python",
        args: ["-I", "-S", "-c", PROGRAM],
        passes: "ok",
        praise: "Python compiles the patched files.",
      },
      signal,
    ),
});
