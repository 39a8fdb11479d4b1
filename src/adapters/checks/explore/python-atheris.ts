import { PYTHON_SEARCH } from "./python-search.ts";
import { FRESH } from "./plan.ts";

/**
 * Atheris chooses bytes by what parts of either state they lead to; arguments are read off the bytes. Both states run in its own process, where calls
 * leave things behind: what differs there is a suspicion, which the driver examines.
 */
const MAIN = String.raw`
class Bytes:
    def __init__(self, data):
        self.data, self.at = data, 0
    def take(self):
        self.at += 1
        return self.data[self.at - 1] if self.at <= len(self.data) else 0
    def whole(self, count):
        return int.from_bytes(bytes(self.take() for _ in range(count)), "little", signed=True)

def value(shape, text, **more):
    return dict(shape=shape, text=text, **more)

def read(domain, source):
    """One argument from bytes: the same bytes give the same argument."""
    kind, choose = domain["kind"], lambda options: options[source.take() % len(options)]
    if kind == "text":
        pieces = domain["letters"] + domain["pieces"]
        first = choose(["", *domain["first"], *domain["pieces"]])
        text = domain["prefix"] + (first + "".join(choose(pieces) for _ in range(source.take() % 14)) if first else "")
        return value(domain["shape"], text if domain["climbs"] or harmless(text) else domain["prefix"] + domain["first"][0])
    if kind == "literal":
        return value("text", choose(["1", "-7", "[]", "[1, 2]", "{}", '{"a": 1}', '"ann"', "true", "null", "3.5", str(source.whole(4))]))
    if kind in ("whole", "fraction"):
        known = [number + step for number in domain["known"] for step in (-1, 0, 1)]
        size = source.take() % 4
        number = choose(known) if size == 0 and known else source.whole(1 << max(0, size - 1))
        return value("number", str(number / 8) if kind == "fraction" and source.take() % 2 else str(int(number)))
    if kind == "flag":
        return value("flag", "true" if source.take() % 2 else "false")
    if kind == "list":
        return value("list", "", items=[read(domain["of"], source) for _ in range(source.take() % 5)])
    if kind == "record":
        return value("record", "", fields={name: read(each, source) for name, each in domain["fields"].items()})
    if kind == "mapping":
        return value("record", "", fields={"abcx"[index]: read(domain["of"], source) for index in range(1 + source.take() % 4)})
    return read(choose(domain["of"]), source) if kind == "one" else choose(domain["values"])

def call_of(plan, data):
    """The first byte may name a known call; of that, one argument is made anew."""
    source, known = Bytes(data), plan["known"]
    start = source.take()
    if start < len(known):
        call = json.loads(json.dumps(known[start]))
        place = source.take()
        if place < len(call["values"]):
            call["values"][place] = read(plan["parameters"][place]["domain"], source)
        return call
    values = [read(each["domain"], source) for each in plan["parameters"]]
    text = read(plan["text"], source)["text"] if "text" in plan else "ann"
    return {"values": values, "text": text, "address": plan["addresses"][source.take() % len(plan["addresses"])]}

class State:
    """One state, in this process."""
    def __init__(self, plan, world):
        self.world, self.caller, self.folder = world, Caller(plan, world), "/assay/project/" if plan["file"].startswith("/assay/project/") else "${FRESH}/"
    def load(self, instrument):
        for name in [name for name, module in sys.modules.items() if str(getattr(module, "__file__", "")).startswith(("/assay/project/", "${FRESH}/")) and "site-packages" not in str(module.__file__)]:
            del sys.modules[name]
        path = list(sys.path)
        with instrument():
            self.module = self.caller.load()
        sys.path[:] = path
    def ask(self, call):
        world = self.world
        world.start(call)
        world.events, world.open = [], True
        try:
            seen = ["returned", canon(self.caller.call(self.module, call))]
        except (Exception, SystemExit) as error:
            seen = ["raised", type(error).__name__]
        finally:
            world.open = False
        return json.dumps([seen, world.events]).replace("${FRESH}", "/assay/project")

def main():
    search = begin()
    plan = search.plan
    sys.path[:0] = plan["packages"]
    import atheris
    side = plan["sides"][0]
    room = Room(side)
    os.makedirs(side["room"], exist_ok=True)
    os.chdir(side["room"])
    room.make()
    os.makedirs("/tmp/seeds", exist_ok=True)
    for index in range(len(plan["known"])):
        pathlib.Path("/tmp/seeds", str(index)).write_bytes(bytes([index, 255]))
    world = World(side)
    world.settle()
    states = [State(each, world) for each in plan["sides"]]
    try:
        for state in states:
            state.load(atheris.instrument_imports)
    except BaseException as error:
        search.say({"kind": "failed", "message": type(error).__name__ + ": " + str(error)})
        return
    world.requests()
    def one(data):
        if clock() > search.deadline or search.tried >= plan["examples"] or len(search.told) >= 60:
            search.say({"kind": "done", "tried": search.tried, "complete": clock() <= search.deadline, "note": "guided by coverage, seed " + str(plan["seed"])})
            os._exit(0)
        call = call_of(plan, data)
        search.tried += 1
        made = dict(call, id=1, seed=1)
        if states[0].ask(made) != states[1].ask(made):
            key = json.dumps(call, sort_keys=True)
            if key not in search.told:
                search.told.add(key)
                search.say(dict(call, kind="call"))
    atheris.Setup(["search", "-seed=" + str(plan["seed"]), "-runs=" + str(plan["examples"] + 1000), "-timeout=3", "-rss_limit_mb=0", "/tmp/seeds"], one)
    atheris.Fuzz()
    search.say({"kind": "done", "tried": search.tried, "complete": True, "note": "guided by coverage, seed " + str(plan["seed"])})

main()
`;

export const PYTHON_ATHERIS: string = `${PYTHON_SEARCH}${MAIN}`;
