export type Draft = { readonly kind: "code"; readonly code: string } | { readonly kind: "refused"; readonly reason: string };

const FENCED = /^(`{3,}|~{3,})[^\n`]*\n([\s\S]*?)^\1[^\S\n]*$/gmu;
/** UTF-16 units. */
const LONGEST_DRAFT = 60_000;

/** The code of a model's answer: what stands in its fences, in order, or the whole answer where there are none. Always ends with a line end. */
export function readDraft(reply: string): Draft {
  if (reply.length > LONGEST_DRAFT) return { kind: "refused", reason: `the answer has ${reply.length} characters` };
  if (!reply.isWellFormed()) return { kind: "refused", reason: "the answer is not valid Unicode" };
  const text = reply.replaceAll("\r\n", "\n");
  const fenced = [...text.matchAll(FENCED)].map(([, , code = ""]) => code.trimEnd());
  const code = (fenced.length > 0 ? fenced.join("\n\n") : text).replace(/^\n+/u, "").trimEnd();
  return code === "" ? { kind: "refused", reason: "the answer holds no code" } : { kind: "code", code: `${code}\n` };
}
