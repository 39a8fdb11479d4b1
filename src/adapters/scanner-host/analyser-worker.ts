// A thread of the embedded analyser: answers each file, tree and job it is sent, in order. Whatever it throws ends it; the sender sees that.
import { parentPort, workerData } from "node:worker_threads";
import { LANGUAGES } from "#analysis/languages/registry.ts";
import { createAnalyser } from "./analyser.ts";
import { type FlowFollower, followJob, startFollowing } from "./flow-jobs.ts";
import type { FileAnswer, HelperMessage, HelperSetup } from "./helper-thread.ts";
import { createTreeStore, type SharedFile } from "./tree-store.ts";

const port = parentPort;
if (port === null) throw new Error("this module is the body of a worker thread");
const { rules, grammars } = workerData as HelperSetup;
const analyser = await createAnalyser({ rules, teamRules: [], loadGrammar });
const trees = createTreeStore(analyser.parser);
let follower: FlowFollower | undefined;
let last = Promise.resolve();
port.on("message", (message: HelperMessage) => {
  last = last.then(() => answer(message));
});
port.postMessage("ready", []);

async function answer(message: HelperMessage): Promise<void> {
  if (message.kind === "file") {
    let file: SharedFile | undefined;
    const result = await analyser.parse(
      message,
      message.bytes,
      () => false,
      (tree) => {
        file = trees.keep(message.path, tree);
      },
    );
    port?.postMessage({ result, file } satisfies FileAnswer, []);
  } else if (message.kind === "rules") {
    if (message.file !== undefined) {
      await prepare();
      trees.add(message.file);
    }
    const tree = trees.tree(message.path);
    if (tree === undefined) throw new Error("rules were asked for before the tree came");
    port?.postMessage(analyser.match(message.path, tree), []);
  } else if (message.kind === "flow") {
    await prepare();
    for (const file of message.files) trees.add(file);
    follower = startFollowing(analyser.models, trees, message.setup);
  } else {
    if (follower === undefined) throw new Error("a job came before the files");
    port?.postMessage(await followJob(follower, message.roots), []);
  }
}

function prepare(): Promise<void> {
  return analyser.parser.prepare(LANGUAGES.filter((pack) => grammars[pack.grammar] !== undefined));
}

async function loadGrammar(file: string): Promise<Uint8Array> {
  const bytes = grammars[file];
  if (bytes === undefined) throw new Error(`the grammar ${file} was not handed over`);
  return bytes;
}
