import { STILL, type Story } from "./story.ts";

/** The lines of both tests, given the calls; undefined for what cannot be shown in JavaScript. */
export function stepsOf(
  story: Story,
  red: string,
  plain: string,
): { readonly attack: string[]; readonly control: string[] } | undefined {
  const effect = JSON.stringify(STILL);
  const quietly = (call: string): string =>
    call.startsWith("ask(") ? `await ${call}.catch(() => undefined)` : `await (async () => ${call})().catch(() => undefined)`;
  const document = [red, plain].some((call) => /\bdocument\b/.test(call))
    ? ['const document = join(folder, "document.txt");', 'writeFileSync(document, "one two\\n");']
    : [];
  const control = [...document, story.gives ? `assert.notEqual(await ${plain}, undefined);` : `await ${plain};`];
  switch (story.scene) {
    case "canary":
      return {
        attack: [
          'const canary = join(folder, "canary");',
          ...document,
          "",
          `${quietly(red)};`,
          "",
          `assert.ok(!existsSync(canary), ${effect});`,
        ],
        control,
      };
    case "secret":
      return {
        attack: [
          'const secret = join(folder, "secret.txt");',
          'writeFileSync(secret, "nobody should read this");',
          "",
          `const answer = ${quietly(red)};`,
          "",
          `assert.ok(!String(answer).includes("nobody should read this"), ${effect});`,
        ],
        control,
      };
    case "statements":
      if (!/\bdatabase\b/.test(red)) return undefined;
      return {
        attack: [
          "const database = keepingDatabase();",
          "",
          `${quietly(red)};`,
          "",
          `assert.ok(!database.told.some((statement) => statement.includes(${JSON.stringify(story.payload)})), ${effect});`,
        ],
        control: ["const database = keepingDatabase();", "", `${quietly(plain)};`, "", "assert.equal(database.told.length, 1);"],
      };
    case "markup":
      return {
        attack: [`const answer = ${quietly(red)};`, "", `assert.ok(!String(answer).includes("<xassay"), ${effect});`],
        control,
      };
    case "prototype":
      return {
        attack: [
          `${quietly(red)};`,
          "",
          "const polluted = {}.assay;",
          "delete Object.prototype.assay;",
          `assert.equal(polluted, undefined, ${effect});`,
        ],
        control,
      };
    case "seed":
    case "hash":
    case "log":
      return undefined;
    default:
      return story.scene satisfies never;
  }
}
