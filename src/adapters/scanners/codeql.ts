import { claimParser, versionAtLeast } from "#adapters/scanner-host/claim-parser.ts";
import { readsKinds } from "#analysis/languages/file-kinds.ts";
import { dig, digList, digText } from "#adapters/scanner-host/formats/dig.ts";
import { jsonReport } from "#adapters/scanner-host/formats/json-report.ts";
import { readSarif } from "#adapters/scanner-host/formats/read-sarif.ts";
import type { Problem } from "#domain/completeness.ts";
import { defineScanner, type ParseContext } from "#ports/scanner.ts";

/** Languages that need no build, by ours. */
const LANGUAGES: Readonly<Record<string, string>> = {
  java: "java",
  javascript: "javascript",
  python: "python",
  ruby: "ruby",
  tsx: "javascript",
  typescript: "javascript",
};
const WEB = {
  name: "control.js",
  text: 'require("express")().get("/", (q, r) => eval(q.query.assay));\n',
  rule: "js/code-injection",
};

export default defineScanner({
  kind: "command",
  id: "codeql",
  title: "CodeQL",
  languages: ["java", "javascript", "python", "tsx", "typescript"],
  reads: readsKinds("ruby"),
  about: ["Ruby"],
  byName: true,
  homepage: "https://codeql.github.com",
  licence: "GitHub CodeQL Terms and Conditions: free for open source and research, else with GitHub Advanced Security",
  needsNetwork: false,
  install: "the CodeQL bundle of github.com/github/codeql-action, with its queries (2.16 or newer); mind its licence",
  executable: "codeql",
  launcher: { up: 1, holds: "tools/codeql.jar" },
  versionArgs: ["version", "--format=terse"],
  parseVersion: (output) => /^(\d+\.\d+\.\d+)\s*$/mu.exec(output)?.[1],
  refuses: (version) => (versionAtLeast(version, [2, 16]) ? undefined : `CodeQL ${version} is too old; 2.16 or newer is needed`),
  control: {
    java: {
      name: "Control.java",
      text: 'class Control { Object c() throws Exception { return javax.crypto.Cipher.getInstance("DES"); } }\n',
      rule: "java/weak-cryptographic-algorithm",
    },
    javascript: WEB,
    python: {
      name: "control.py",
      text: "import flask\napp = flask.Flask(__name__)\n@app.route('/')\ndef assay():\n    return eval(flask.request.args['assay'])\n",
      rule: "py/code-injection",
    },
    ruby: {
      name: "control.rb",
      text: "class AssayController < ActionController::Base\n  def show\n    eval(params[:assay])\n  end\nend\n",
      rule: "rb/code-injection",
    },
    tsx: { ...WEB, name: "control-tsx.js" },
    typescript: { ...WEB, name: "control-typescript.js" },
  },
  sentinel: {},
  oneRun: ({ language }) => LANGUAGES[language] ?? language,
  // No build is run: nothing of the project is executed.
  command: ({ executable, staged, scratch, files }) => {
    const language = LANGUAGES[files[0]?.language ?? ""] ?? "python";
    return {
      before: [
        [
          executable,
          "database",
          "create",
          `${scratch}/database`,
          `--language=${language}`,
          `--source-root=${staged}`,
          "--build-mode=none",
          "--threads=2",
          "--ram=4096",
        ],
      ],
      argv: [
        executable,
        "database",
        "analyze",
        `${scratch}/database`,
        `codeql/${language}-queries:codeql-suites/${language}-security-extended.qls`,
        "--format=sarifv2.1.0",
        "--sarif-add-baseline-file-info",
        `--output=${scratch}/report.sarif`,
        "--threads=2",
        "--ram=4096",
      ],
      env: { LANG: "C.UTF-8", LGTM_INDEX_FILTERS: "include:**/*" },
      settings: {},
      okExits: [0],
      output: { file: "report.sarif" },
    };
  },
  parse: claimParser((raw, context) => {
    const reports = readSarif(raw);
    if (typeof reports === "string") return reports;
    const told = extracted(raw, context);
    if (typeof told === "string") return told;
    return [...reports, ...told];
  }),
});

/** One of its own queries reports each file that went into the database: what it does not name was not looked at. */
const extracted = jsonReport("codeql", (document, { files }: ParseContext) => {
  const notes = digList(document, "runs").flatMap((run) =>
    digList(run, "invocations").flatMap((one) => digList(one, "toolExecutionNotifications")),
  );
  const seen = new Set(
    notes
      .filter((note) => /\/diagnostics\/(?:successfully-)?extracted-files$/u.test(digText(note, "descriptor", "id") ?? ""))
      .flatMap((note) => digList(note, "locations"))
      .map((place) => dig(place, "physicalLocation", "artifactLocation", "uri")),
  );
  const message = "CodeQL does not say that this file went into its database whole";
  const problems = files
    .filter(({ path }) => !seen.has(path) && !seen.has(encodeURI(path)))
    .map(({ path }): Problem => ({ path, code: "not-reported", message }));
  return { claims: [], problems };
});
