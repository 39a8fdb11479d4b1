// Runs `fix --apply` on a folder and kills its own process at the given store boundary. Used by kill.test.ts.
import { fixFolder } from "./fix-folder.ts";

const [folder = "", state = "", at = "0"] = process.argv.slice(2);
const boundary = Number(at);
let passed = 0;

await fixFolder(folder, state, () => {
  passed++;
  if (passed === boundary) process.kill(process.pid, "SIGKILL");
});
