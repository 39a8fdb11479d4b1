/** The folder of the JavaScript driver in which calls may write, and what they left there. */
export const JAVASCRIPT_ROOM = String.raw`
const base = plan.room + "/base";
const FILES = [["a.txt", "one two\n"], ["b.txt", "three\n"], ["ann", "four five six\n"], ["1", "7\n"], ["sub/c.txt", "eight\n"]];
function stock(folder) {
  for (const [name, text] of FILES) {
    const file = path.join(folder, name);
    if (!fs.existsSync(path.dirname(file))) continue;
    fs.writeFileSync(file, text);
    fs.utimesSync(file, 1500000000, 1500000000);
  }
}
function makeRoom() {
  for (const folder of [base + "/sub", plan.room + "/tmp", plan.room + "/bin"]) fs.mkdirSync(folder, { recursive: true });
  process.env.PATH += ":" + plan.room + "/bin";
  process.env.TMPDIR = plan.room + "/tmp";
  Object.assign(process.env, plan.environment);
  for (const name of plan.programs) {
    if (process.env.PATH.split(":").some((folder) => fs.existsSync(path.join(folder, name)))) continue;
    fs.writeFileSync(path.join(plan.room, "bin", name), '#!/bin/sh\necho "1 $*"\n', { mode: 0o755 });
  }
  process.chdir(plan.room);
  for (const folder of plan.folders) {
    try { fs.mkdirSync(folder, { recursive: true }); stock(folder); } catch { continue; }
  }
  for (const folder of [plan.room, base]) stock(folder);
}
function held() {
  const found = new Map();
  const roots = [plan.room, ...plan.folders.filter((folder) => folder.startsWith("/") && !folder.startsWith(plan.room))];
  for (const root of roots) {
    if (!fs.existsSync(root)) continue;
    found.set(root, "folder");
    for (const entry of fs.readdirSync(root, { recursive: true, withFileTypes: true })) {
      if (found.size > 400) break;
      const file = path.join(entry.parentPath, entry.name);
      found.set(file, entry.isFile() ? (fs.statSync(file).mode & 0o777).toString(8) + " " + fs.readFileSync(file).toString("latin1").slice(0, 4000) : entry.isDirectory() ? "folder" : "link");
    }
  }
  return found;
}
/** What the call left, sorted; the room is as it was afterwards. */
function settle(first) {
  const now = held();
  const found = [];
  for (const name of [...now.keys()].sort()) {
    if (now.get(name) !== first.get(name)) found.push([first.has(name) ? "changed" : "made", [["path", name.replace(plan.room, "~")], ["mode", now.get(name).split(" ", 1)[0]], ["text", now.get(name).replace(/^\w* ?/, "")]]]);
  }
  for (const name of [...first.keys()].sort()) if (!now.has(name)) found.push(["removed", [["path", name.replace(plan.room, "~")]]]);
  if (found.length === 0) return found;
  for (const name of [...now.keys()].sort().reverse()) if (!first.has(name)) fs.rmSync(name, { recursive: true, force: true });
  for (const folder of [base + "/sub", plan.room + "/tmp"]) fs.mkdirSync(folder, { recursive: true });
  for (const folder of [plan.room, base, ...plan.folders]) if (fs.existsSync(folder)) stock(folder);
  return found;
}
`;
