import { PYTHON_VALUES } from "#adapters/checks/attack/python-values.ts";
import { PYTHON_CANON } from "./python-canon.ts";
import { PYTHON_CALLER } from "./python-caller.ts";
import { PYTHON_ROOM } from "./python-room.ts";
import { PYTHON_STORE } from "./python-store.ts";
import { PYTHON_WORLD } from "./python-world.ts";

/** Imports the module once and makes every call in a process of its own, forked from there, so that no call sees what another left behind. */
const STAGE = String.raw`
import gc

class Worker:
    """A process forked from a loaded stage: for one call, or for several that leave nothing behind."""
    def __init__(self, caller, module):
        inward, self.writer = os.pipe()
        self.reader, outward = os.pipe()
        self.child, self.made = os.fork(), 0
        if self.child == 0:
            try:
                os.setpgid(0, 0)
                os.close(self.writer)
                os.close(self.reader)
                with os.fdopen(inward, encoding="utf-8") as calls:
                    for call in calls:
                        send(outward, json.dumps(caller.observe(module, json.loads(call))) + "\n")
            finally:
                os._exit(0)
        os.close(inward)
        os.close(outward)

    def ask(self, call, seconds):
        """An observation and the lines that ran, or what became of the call."""
        self.made += 1
        said, deadline, outcome = b"", clock() + seconds, "ended"
        try:
            send(self.writer, json.dumps(call) + "\n")
        except OSError:
            pass
        while not said.endswith(b"\n"):
            left = deadline - clock()
            if left <= 0 or not select.select([self.reader], [], [], left)[0]:
                outcome = "hung"
                break
            piece = os.read(self.reader, 65536)
            if not piece:
                break
            said += piece
        return json.loads(said) if said.endswith(b"\n") else [{"id": call["id"], "outcome": outcome, "value": ["none", ""], "effects": []}, []]

    def end(self):
        for stop in (lambda: os.killpg(self.child, signal.SIGKILL), lambda: os.kill(self.child, signal.SIGKILL)):
            try:
                stop()
            except OSError:
                continue
        os.waitpid(self.child, 0)
        os.close(self.reader)
        os.close(self.writer)

def send(writer, text):
    data = text.encode()
    while data:
        data = data[os.write(writer, data):]

clock = time.monotonic

class Stage:
    """Room, world and module of one plan, ready for calls. What the code prints goes to a file of its own."""
    def __init__(self, plan):
        self.plan, self.ran, self.worker = plan, set(), None
        os.makedirs(plan["room"], exist_ok=True)
        self.printed = os.open("/tmp/printed", os.O_RDWR | os.O_CREAT | os.O_APPEND)
        os.dup2(self.printed, 1)
        os.dup2(os.open("/dev/null", os.O_RDWR), 2)
        os.dup2(os.open("/dev/null", os.O_RDONLY), 0)
        os.chdir(plan["room"])
        os.environ["PATH"] += ":" + plan["room"] + "/bin"
        os.environ.update(plan["environment"])
        self.room = Room(plan)
        self.room.make()
        world = World(plan)
        world.settle()
        self.caller = Caller(plan, world)

    def load(self):
        """Imports the module: what went wrong, or nothing."""
        def trace(frame, event, argument):
            if frame.f_code.co_filename != self.plan["file"]:
                return None
            self.ran.add(frame.f_lineno)
            return trace
        def late(*args):
            raise Late()
        signal.signal(signal.SIGALRM, late)
        try:
            signal.setitimer(signal.ITIMER_REAL, 4)
            sys.settrace(trace)
            self.module = self.caller.load()
        except BaseException as error:
            return traceback.format_exc(limit=-2)[-1200:]
        finally:
            sys.settrace(None)
            signal.setitimer(signal.ITIMER_REAL, 0)
        self.caller.eyes.requests()
        self.room.first = self.room.held()
        # What is forked from here should not copy pages only because its collector looked at them.
        gc.freeze()
        return None

    def make(self, call, most=1):
        """One call, with all that it left: its observation. A process makes at most so many calls, and none after one that left something."""
        os.ftruncate(self.printed, 0)
        if self.worker is None:
            self.worker = Worker(self.caller, self.module)
        observation, lines = self.worker.ask(call, self.plan["seconds"])
        self.ran.update(lines)
        text = os.pread(self.printed, 20000, 0).decode("utf-8", "replace")
        if text:
            observation["effects"].append(["printed", text])
        if self.worker.made >= most or observation["effects"] or observation["outcome"] not in ("returned", "raised"):
            self.renew()
        observation["effects"] += self.room.settle()
        return observation

    def renew(self):
        """The next call is made by a process that has made none."""
        if self.worker is not None:
            self.worker.end()
        self.worker = None
`;

/** Makes the calls of the plan on standard input. Writes one line for each behind the plan's token, to the standard output it had at the start. */
const MAIN = String.raw`
def main():
    plan = json.loads(sys.stdin.buffer.read())
    out, token = os.dup(1), plan.pop("token")
    def answer(value):
        send(out, "\n" + token + json.dumps(value) + "\n")
    stage = Stage(plan)
    trouble = stage.load()
    if trouble is not None:
        answer({"kind": "failed", "step": "import", "message": trouble})
        return
    deadline, stuck = clock() + plan["total"], 0
    for call in plan["calls"]:
        if clock() > deadline or stuck > 2:
            answer({"kind": "seen", "observation": {"id": call["id"], "outcome": "unrun", "value": ["none", ""], "effects": []}})
            continue
        observation = stage.make(call)
        stuck += observation["outcome"] == "hung"
        answer({"kind": "seen", "observation": observation})
    answer({"kind": "lines", "able": executable(plan["file"]), "ran": sorted(stage.ran)})
    os._exit(0)

main()
`;

/** Everything but the program itself: `Stage(plan)`, its `load()` and `make(call)`. */
export const PYTHON_STAGE: string = `${PYTHON_CANON}${PYTHON_VALUES}${PYTHON_STORE}${PYTHON_WORLD}${PYTHON_CALLER}${PYTHON_ROOM}${STAGE}`;

export const PYTHON_DRIVER: string = `${PYTHON_STAGE}${MAIN}`;
