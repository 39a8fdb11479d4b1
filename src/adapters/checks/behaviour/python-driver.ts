import { PYTHON_VALUES } from "#adapters/checks/attack/python-values.ts";
import { PYTHON_CANON } from "./python-canon.ts";
import { PYTHON_CALLER } from "./python-caller.ts";
import { PYTHON_ROOM } from "./python-room.ts";
import { PYTHON_STORE } from "./python-store.ts";
import { PYTHON_WORLD } from "./python-world.ts";

/**
 * Imports the module once and makes every call of the plan in a process of its own, forked from there, so that no call sees what another
 * left behind. Writes one line for each call behind the plan's token, to the standard output it had at the start.
 */
const MAIN = String.raw`
def run(caller, module, call, seconds):
    """One call in a process of its own: its observation and lines, or what became of it."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setpgid(0, 0)
            os.close(reader)
            send(writer, json.dumps(caller.observe(module, call)) + "\n")
        finally:
            os._exit(0)
    os.close(writer)
    said, deadline = b"", clock() + seconds
    while not said.endswith(b"\n"):
        left = deadline - clock()
        if left <= 0 or not select.select([reader], [], [], left)[0]:
            outcome = "hung"
            break
        piece = os.read(reader, 65536)
        if not piece:
            outcome = "ended"
            break
        said += piece
    os.close(reader)
    for stop in (lambda: os.killpg(child, signal.SIGKILL), lambda: os.kill(child, signal.SIGKILL)):
        try:
            stop()
        except OSError:
            continue
    os.waitpid(child, 0)
    if said.endswith(b"\n"):
        return json.loads(said)
    return [{"id": call["id"], "outcome": outcome, "value": ["none", ""], "effects": []}, []]

def send(writer, text):
    data = text.encode()
    while data:
        data = data[os.write(writer, data):]

clock = time.monotonic

def main():
    plan = json.loads(sys.stdin.buffer.read())
    out, token = os.dup(1), plan.pop("token")
    def answer(value):
        send(out, "\n" + token + json.dumps(value) + "\n")
    os.makedirs(plan["room"])
    printed = os.open("/tmp/printed", os.O_RDWR | os.O_CREAT | os.O_APPEND)
    os.dup2(printed, 1)
    os.dup2(os.open("/dev/null", os.O_RDWR), 2)
    os.dup2(os.open("/dev/null", os.O_RDONLY), 0)
    os.chdir(plan["room"])
    os.environ["PATH"] += ":" + plan["room"] + "/bin"
    os.environ.update(plan["environment"])
    room = Room(plan)
    room.make()
    world = World(plan)
    world.settle()
    caller = Caller(plan, world)
    ran = set()
    def trace(frame, event, argument):
        if frame.f_code.co_filename != plan["file"]:
            return None
        ran.add(frame.f_lineno)
        return trace
    def late(*args):
        raise Late()
    signal.signal(signal.SIGALRM, late)
    try:
        signal.setitimer(signal.ITIMER_REAL, 4)
        sys.settrace(trace)
        module = caller.load()
    except BaseException as error:
        signal.setitimer(signal.ITIMER_REAL, 0)
        sys.settrace(None)
        answer({"kind": "failed", "step": "import", "message": traceback.format_exc(limit=-2)[-1200:]})
        return
    sys.settrace(None)
    signal.setitimer(signal.ITIMER_REAL, 0)
    world.requests()
    room.first = room.held()
    deadline, stuck = clock() + plan["total"], 0
    for call in plan["calls"]:
        if clock() > deadline or stuck > 2:
            answer({"kind": "seen", "observation": {"id": call["id"], "outcome": "unrun", "value": ["none", ""], "effects": []}})
            continue
        os.ftruncate(printed, 0)
        observation, lines = run(caller, module, call, plan["seconds"])
        stuck += observation["outcome"] == "hung"
        ran.update(lines)
        text = os.pread(printed, 20000, 0).decode("utf-8", "replace")
        if text:
            observation["effects"].append(["printed", text])
        observation["effects"] += room.settle()
        answer({"kind": "seen", "observation": observation})
    answer({"kind": "lines", "able": executable(plan["file"]), "ran": sorted(ran)})
    os._exit(0)

main()
`;

export const PYTHON_DRIVER: string = `${PYTHON_CANON}${PYTHON_VALUES}${PYTHON_STORE}${PYTHON_WORLD}${PYTHON_CALLER}${PYTHON_ROOM}${MAIN}`;
