import { semgrepTool } from "#adapters/scanner-host/semgrep-tool.ts";
import { type CommandScanner, defineScanner } from "#ports/scanner.ts";
import type { ScannerTools } from "#ports/scanner-tools.ts";

/** Opengrep with the project's own rules. */
export default function fromTools(tools: ScannerTools): CommandScanner {
  const own = {
    id: "opengrep",
    title: "Opengrep",
    homepage: "https://www.opengrep.dev",
    licence: "LGPL-2.1-only",
    install: "a release of github.com/opengrep/opengrep (1.0 or newer); it runs the project's own rules",
    executable: "opengrep",
  };
  return defineScanner(semgrepTool(own, tools, [1, 0]));
}
