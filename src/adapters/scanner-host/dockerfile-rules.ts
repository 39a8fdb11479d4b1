import type { From, ImageTemplate, Instruction } from "dockerfile-ast";
import type { Severity } from "#domain/severity.ts";

/** A rule about one build file. Words and numbers are the same for each of its findings. */
export interface DockerfileRule {
  readonly id: string;
  readonly cwe: string;
  readonly severity: Severity;
  readonly confidence: number;
  readonly title: string;
  readonly message: string;
  readonly remedy: string;
  /** Instructions that break it. */
  readonly find: (stages: readonly Stage[]) => readonly Instruction[];
}

/** One image that is built, from its FROM to the next. */
export interface Stage {
  readonly from: From;
  readonly instructions: readonly Instruction[];
}

export function stagesOf(file: ImageTemplate): Stage[] {
  const stages: { from: From; instructions: Instruction[] }[] = [];
  const froms = new Map(file.getFROMs().map((from) => [from.getRange().start.line, from]));
  for (const instruction of file.getInstructions()) {
    const from = instruction.getKeyword() === "FROM" ? froms.get(instruction.getRange().start.line) : undefined;
    if (from === undefined) stages.at(-1)?.instructions.push(instruction);
    else stages.push({ from, instructions: [] });
  }
  return stages;
}

const SECRET_NAME = /(?:^|_)(?:password|passwd|passphrase|secret|token|api_?key|private_?key|access_?key|credentials?)$/iu;
const FETCH = String.raw`\b(?:curl|wget)\b[^|;&]*`;
const PIPED = new RegExp(
  String.raw`${FETCH}\|\s*(?:sudo\s+(?:-\S+\s+)*)?(?:\S*/)?(?:ba|z|da|k|a)?sh\b|${FETCH}\|\s*(?:sudo\s+)?(?:\S*/)?(?:python|perl|ruby|node)[\d.]*\b`,
  "u",
);
const UNCHECKED =
  /\bcurl\b[^|;&]*\s(?:-[a-zA-Z]*k[a-zA-Z]*|--insecure)(?=\s|$)|\bwget\b[^|;&]*\s--no-check-certificate\b|\bpip3?\b[^|;&]*\s--trusted-host\b|\bhttp\.sslVerify[= ]false\b|\bstrict-ssl[= ]false\b|\bNODE_TLS_REJECT_UNAUTHORIZED=0\b/u;
const WORLD = /\bchmod\b[^|;&]*\s(?:0?777|a\+rwx|ugo\+rwx)(?=\s|$)/u;

export const DOCKERFILE_RULES: readonly DockerfileRule[] = [
  {
    id: "dockerfile-root-user",
    cwe: "CWE-250",
    severity: "low",
    confidence: 0.5,
    title: "The container runs as root",
    message: "No USER, or root, is set in the image that is built, so a break-in has root's rights in the container.",
    remedy: "Add a user and a USER instruction after everything that needs root.",
    find: rootUsers,
  },
  {
    id: "dockerfile-moving-image",
    cwe: "CWE-1357",
    severity: "low",
    confidence: 0.5,
    title: "The base image may change at any time",
    message: "The base image has no tag, or latest, so each build may take another one.",
    remedy: "Name a version, best with its digest.",
    find: (stages) => stages.filter((stage) => moves(stage, stages)).map(({ from }) => from),
  },
  {
    id: "dockerfile-remote-add",
    cwe: "CWE-494",
    severity: "medium",
    confidence: 0.6,
    title: "ADD takes a file from the network unchecked",
    message: "What the address serves on the day of the build becomes part of the image, and nothing compares it.",
    remedy: "Give ADD a --checksum, or fetch the file in a RUN that compares its digest.",
    find: (stages) =>
      every(stages, "ADD").filter((add) => {
        const text = add.getArgumentsContent() ?? "";
        return /(?:^|[\s["'])(?:https?|ftp):\/\//u.test(text) && !/--checksum=\S/u.test(add.getTextContent());
      }),
  },
  {
    id: "dockerfile-pipe-to-shell",
    cwe: "CWE-494",
    severity: "medium",
    confidence: 0.7,
    title: "A download is run unseen",
    message: "What a server answers is run at once, and nothing compares it with what is expected.",
    remedy: "Save the file, compare its digest, then run it.",
    find: (stages) => every(stages, "RUN").filter((run) => PIPED.test(joined(run))),
  },
  {
    id: "dockerfile-unchecked-certificate",
    cwe: "CWE-295",
    severity: "medium",
    confidence: 0.8,
    title: "A certificate is not checked",
    message: "The download accepts any certificate, so anyone on the way can put another file in its place.",
    remedy: "Check certificates; add the issuer's certificate to the image where it is one of your own.",
    find: (stages) => every(stages, "RUN").filter((run) => UNCHECKED.test(joined(run))),
  },
  {
    id: "dockerfile-secret-variable",
    cwe: "CWE-798",
    severity: "high",
    confidence: 0.6,
    title: "A secret stands in the image",
    message: "The value can be read by everyone who has the image, from its layers or its history.",
    remedy: "Mount the secret at build time (RUN --mount=type=secret), or pass it when the container starts.",
    find: (stages) => [...every(stages, "ENV"), ...every(stages, "ARG")].filter(holdsSecret),
  },
  {
    id: "dockerfile-world-writable",
    cwe: "CWE-732",
    severity: "low",
    confidence: 0.6,
    title: "Everyone may write",
    message: "chmod 777 lets every user of the container change these files.",
    remedy: "Give the files to the user that needs them, with 755 or less.",
    find: (stages) => every(stages, "RUN").filter((run) => WORLD.test(joined(run))),
  },
];

function every(stages: readonly Stage[], keyword: string): Instruction[] {
  return stages.flatMap(({ instructions }) => instructions).filter((one) => one.getKeyword() === keyword);
}

/** The instruction with its continued lines as one. */
function joined(instruction: Instruction): string {
  return (instruction.getArgumentsContent() ?? "").replaceAll(/[\\`]?\r?\n/gu, " ").slice(0, 20_000);
}

/** Of the last stage; one that builds on another stage has that one's user. */
function rootUsers(stages: readonly Stage[]): readonly Instruction[] {
  const last = stages.at(-1);
  for (let stage = last, left = stages.length; stage !== undefined && left > 0; left--) {
    const user = stage.instructions.findLast((one) => one.getKeyword() === "USER");
    if (user !== undefined) return /^(?:root|0)(?::|$)/u.test(user.getArgumentsContent()?.trim() ?? "") ? [user] : [];
    const image = stage.from.getImage() ?? "";
    if (/nonroot|rootless|unprivileged/iu.test(image)) return [];
    const before = stages.slice(0, stages.indexOf(stage));
    const parent = before.findLast(({ from }) => from.getBuildStage()?.toLowerCase() === image.toLowerCase());
    if (parent === undefined) return last === undefined ? [] : [last.from];
    stage = parent;
  }
  return [];
}

function moves({ from }: Stage, stages: readonly Stage[]): boolean {
  const image = from.getImage() ?? "";
  if (image === "" || image === "scratch" || image.includes("$") || from.getImageDigest() !== null) return false;
  if (stages.some((stage) => stage.from.getBuildStage()?.toLowerCase() === image.toLowerCase())) return false;
  const tag = from.getImageTag();
  return tag === null || tag === "" || tag === "latest";
}

function holdsSecret(instruction: Instruction): boolean {
  const pairs = joined(instruction).matchAll(/([A-Za-z_]\w*)(?:=|\s+)("[^"]*"|'[^']*'|[^\s"']+)/gu);
  for (const [, name = "", quoted = ""] of pairs) {
    const value = quoted.replaceAll(/^["']|["']$/gu, "");
    if (SECRET_NAME.test(name) && value.length >= 4 && !/[$<>{}]|^(?:true|false|none|null|\/.*|\.\/.*)$/iu.test(value))
      return true;
  }
  return false;
}
