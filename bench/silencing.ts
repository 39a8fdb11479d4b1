// Judges the patches of fixtures/silencing by the ladder and writes docs/reference/silencing.md.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { readCases, SIDES } from "./silencing/cases.ts";
import { createJudge, type Judged } from "./silencing/judge.ts";
import { isFlagged, silencingPage } from "./silencing/page.ts";

const USAGE = `node bench/silencing.ts [--write | --check | --wrong] [--kind NAME]
  --write puts the table into docs/reference/silencing.md, --check fails when the page is out of date,
  --wrong lists only what was judged wrongly`;

const page = fileURLToPath(new URL("../docs/reference/silencing.md", import.meta.url));
const { values } = parseArgs({
  options: {
    write: { type: "boolean" },
    check: { type: "boolean" },
    wrong: { type: "boolean" },
    kind: { type: "string" },
    help: { type: "boolean" },
  },
});
if (values.help === true) console.log(USAGE);
else {
  const cases = readCases(fileURLToPath(new URL("../fixtures/silencing", import.meta.url)));
  const judge = await createJudge();
  const judged: Judged[] = [];
  for (const subject of cases.filter(({ kind }) => values.kind === undefined || kind === values.kind)) {
    for (const side of SIDES) {
      const one = await judge(subject, side);
      if (one !== undefined) judged.push(one);
    }
  }
  const text = silencingPage(judged);
  if (values.write === true) writeFileSync(page, text);
  else if (values.check === true) process.exitCode = readFileSync(page, "utf8") === text ? 0 : 1;
  else if (values.wrong === true) {
    for (const one of judged.filter((each) => isFlagged(each) !== (each.side === "silencing"))) {
      const why = one.caught === undefined ? "" : `  ${one.caught.check}: ${one.caught.reason}: ${one.caught.detail}`;
      console.log(`${one.subject.kind} / ${one.subject.name} [${one.side}] ${one.decision.outcome}${why}`);
    }
    const twins = judged.filter(({ side }) => side === "twin");
    console.log(`${judged.length - twins.length} silencing, ${twins.length} twins`);
  } else console.log(text);
}
