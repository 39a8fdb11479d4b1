import { semgrepTool } from "#adapters/scanner-host/semgrep-tool.ts";
import { type CommandScanner, defineScanner } from "#ports/scanner.ts";
import type { ScannerTools } from "#ports/scanner-tools.ts";

/** Semgrep with the project's own rules. */
export default function fromTools(tools: ScannerTools): CommandScanner {
  const own = {
    id: "semgrep",
    title: "Semgrep",
    homepage: "https://semgrep.dev",
    licence: "LGPL-2.1-only",
    install: "pipx install semgrep (1.38 or newer); it runs the project's own rules",
    executable: "semgrep",
  };
  return defineScanner(semgrepTool(own, tools, [1, 38]));
}
