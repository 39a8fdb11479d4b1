/** The folder of the Python driver in which calls may write, and what they left there. */
export const PYTHON_ROOM = String.raw`
def parts(held):
    mode, _, text = held.partition(" ")
    return [["mode", mode], ["text", text]]

class Room:
    """The folder that the calls may use, made anew after each that changed it."""
    def __init__(self, plan):
        self.plan, self.path = plan, plan["room"]
        self.roots = [self.path] + [folder for folder in plan["folders"] if folder.startswith("/") and not folder.startswith(self.path)]

    def make(self):
        for folder in ("base/sub", "tmp", "bin"):
            os.makedirs(self.path + "/" + folder, exist_ok=True)
        for name in self.plan["programs"]:
            if shutil.which(name) is None:
                pathlib.Path(self.path, "bin", name).write_text('#!/bin/sh\necho "1 $*"\n')
                os.chmod(self.path + "/bin/" + name, 0o755)
        self.fill(self.path)
        self.fill(self.path + "/base")
        for folder in self.plan["folders"]:
            try:
                os.makedirs(folder, exist_ok=True)
                self.fill(folder)
            except OSError:
                continue
        self.first = self.held()

    def fill(self, folder):
        for name, text in (("a.txt", "one two\n"), ("b.txt", "three\n"), ("ann", "four five six\n"), ("1", "7\n"), ("sub/c.txt", "eight\n")):
            path = pathlib.Path(folder, name)
            if path.parent.is_dir():
                path.write_text(text)
                os.utime(path, (1500000000, 1500000000))

    def held(self):
        found = {}
        for root in self.roots:
            for folder, folders, names in os.walk(root):
                if len(found) > 300:
                    break
                found[folder] = "folder"
                for name in names:
                    path = os.path.join(folder, name)
                    try:
                        found[path] = "link" if os.path.islink(path) else oct(os.stat(path).st_mode)[-3:] + " " + open(path, "rb").read(4000).decode("latin-1")
                    except OSError:
                        found[path] = "unreadable"
        return found

    def settle(self):
        """What the call left, sorted; the room is as it was afterwards."""
        now = self.held()
        if now == self.first:
            return []
        found = [["made" if path not in self.first else "changed", [["path", path.replace(self.path, "~")], *parts(now[path])]] for path in sorted(now) if now[path] != self.first.get(path)]
        found += [["removed", [["path", path.replace(self.path, "~")]]] for path in sorted(self.first) if path not in now]
        for path in sorted(set(now) - set(self.first), reverse=True):
            if os.path.isdir(path) and not os.path.islink(path):
                shutil.rmtree(path, ignore_errors=True)
            else:
                os.unlink(path)
        for folder in ("base/sub", "tmp"):
            os.makedirs(self.path + "/" + folder, exist_ok=True)
        for root in {self.path, self.path + "/base", *self.plan["folders"]}:
            if os.path.isdir(root):
                self.fill(root)
        return found
`;
