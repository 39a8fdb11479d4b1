import { PYTHON_STAGE } from "#adapters/checks/behaviour/python-driver.ts";
import { FRESH } from "./plan.ts";

/**
 * The two states of a project as two processes, each of which forks for every call, and a search for calls that they answer differently. What
 * differs is written out at once, so that nothing is lost when time runs out.
 */
const TWINS = String.raw`
class Twin:
    """One state; its module is loaded in a process of its own."""
    def __init__(self, plan):
        inward, self.writer = os.pipe()
        self.reader, outward = os.pipe()
        if os.fork() == 0:
            try:
                self.serve(plan, inward, outward)
            finally:
                os._exit(0)
        os.close(inward)
        os.close(outward)
        self.said = b""
        self.trouble = self.line(8)

    def serve(self, plan, inward, outward):
        stage = Stage(plan)
        send(outward, json.dumps(stage.load()) + "\n")
        with os.fdopen(inward, "r", encoding="utf-8") as calls:
            for line in calls:
                call = json.loads(line)
                if call.pop("anew", False):
                    stage.renew()
                send(outward, json.dumps(stage.make(call, 40)) + "\n")

    def line(self, seconds):
        deadline = clock() + seconds
        while b"\n" not in self.said:
            left = deadline - clock()
            piece = os.read(self.reader, 65536) if left > 0 and select.select([self.reader], [], [], left)[0] else b""
            if not piece:
                return "it did not answer"
            self.said += piece
        line, _, self.said = self.said.partition(b"\n")
        return json.loads(line)

    def ask(self, call):
        send(self.writer, json.dumps(call) + "\n")
        return self.line(4)

class Over(BaseException):
    """No time is left."""

class Search:
    def __init__(self, plan, out):
        self.plan, self.out, self.token = plan, out, plan["token"]
        self.tried, self.told, self.deadline, self.answers = 0, set(), clock() + plan["seconds"], {}
        self.twins = []

    def say(self, value):
        send(self.out, "\n" + self.token + json.dumps(value) + "\n")

    def start(self):
        """Whether both states could be loaded."""
        for side in self.plan["sides"]:
            self.twins.append(Twin(side))
            if self.twins[-1].trouble is not None:
                self.say({"kind": "failed", "message": str(self.twins[-1].trouble).strip().split("\n")[-1]})
                return False
        return True

    def same(self, call):
        """Whether both states do the same; a call under another clock tells what is random by nature."""
        key = json.dumps(call, sort_keys=True)
        if key not in self.answers:
            if clock() > self.deadline:
                raise Over()
            self.tried += 1
            made = dict(call, id=self.tried, seed=1)
            differs = self.differ(made) and self.differ(dict(made, anew=True))
            if differs:
                old = self.plain(self.twins[0].ask(made))
                differs = self.plain(self.twins[0].ask(dict(made, seed=2))) == old
            self.answers[key] = not differs
            if differs:
                self.say(dict(call, kind="call"))
        return self.answers[key]

    def differ(self, call):
        old, fresh = [self.plain(twin.ask(call)) for twin in self.twins]
        return old != fresh

    def plain(self, observation):
        if isinstance(observation, str):
            raise Over()
        observation.pop("id", None)
        return json.dumps(observation).replace("${FRESH}", "/assay/project")

def harmless(value):
    """Whether a text neither climbs nor begins at the root."""
    return not re.search(r"(^|/)\.{0,2}(/|$)", value) if value else True

def begin():
    """The plan, and the way back, before anything else is loaded."""
    plan = json.loads(sys.stdin.buffer.read())
    out = os.dup(1)
    quiet = os.open("/dev/null", os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(quiet, number)
    return Search(plan, out)
`;

export const PYTHON_SEARCH: string = `${PYTHON_STAGE}${TWINS}`;
