import { PYTHON_CLIENTS } from "./python-clients.ts";
import { PYTHON_DATABASE } from "./python-database.ts";
import { PYTHON_DOCUMENTS } from "./python-documents.ts";
import { PYTHON_EYES } from "./python-eyes.ts";
import { PYTHON_FRAMEWORKS } from "./python-frameworks.ts";
import { PYTHON_GUESTS } from "./python-guests.ts";
import { PYTHON_KEYS } from "./python-keys.ts";
import { PYTHON_SERVICES } from "./python-services.ts";
import { PYTHON_STORES } from "./python-stores.ts";
import { PYTHON_VALUES } from "./python-values.ts";

/**
 * Imports the module under attack, makes the calls of the plan that stands on standard input, and writes what it saw to the standard output
 * it had at the start, behind the plan's token. Printing of the code goes elsewhere.
 */
const MAIN = String.raw`
import importlib, importlib.util, inspect, json, shutil, signal, time, traceback, urllib.parse

class Driver(Visitor):
    def load(self):
        plan = self.plan
        sys.path[:0] = plan["search"]
        if plan["module"]:
            return importlib.import_module(plan["module"])
        spec = importlib.util.spec_from_file_location("under_attack", plan["file"])
        module = importlib.util.module_from_spec(spec)
        sys.modules["under_attack"] = module
        spec.loader.exec_module(module)
        return module

    def made(self, owner):
        places, names = self.arguments(self.plan["entry"]["made"], -1, None)
        return owner(*places, **names)

    def call(self, module, shot):
        entry = self.plan["entry"]
        if entry["kind"] == "http-handler":
            return self.request(getattr(module, entry["owner"]), shot)
        visited = self.visit(module, shot) if entry["kind"] == "function" else None
        if visited is not None:
            return Page(visited)
        places, names = self.arguments(entry["parameters"], shot["parameter"], shot["text"], shot.get("also", {}))
        if entry["kind"] == "function":
            target = getattr(module, entry["name"])
            target = getattr(target, "__wrapped__", target)
        else:
            owner = getattr(module, entry["owner"])
            if entry["kind"] == "static-method":
                target = getattr(owner, entry["name"])
            else:
                target = getattr(self.made(owner), entry["name"])
        self.eyes.events.clear()
        if entry["ambient"]:
            text = shot["text"] if shot["parameter"] == len(entry["parameters"]) else None
            return self.view(module, lambda: target(*places, **names), "ann" if text is None else text)
        answer = target(*places, **names)
        if inspect.iscoroutine(answer):
            import asyncio
            answer = asyncio.run(answer)
        return self.of_django(answer)

    def shoot(self, module, shot):
        eyes = self.eyes
        random.seed(shot["seed"])
        start = os.lseek(1, 0, os.SEEK_END)
        eyes.events, eyes.plant = [], shot["canary"] if shot["text"] is not None and self.plan["family"] == "temporary-file" else None
        answer, outcome, value, begun = None, "returned", "nothing", time.process_time()
        before = self.measure()
        eyes.open = True
        try:
            signal.setitimer(signal.ITIMER_REAL, self.plan["seconds"])
            answer = self.call(module, shot)
            if inspect.isgenerator(answer):
                answer = [item for item, _ in zip(answer, range(100))]
            value = "nothing" if answer is None else "something"
            eyes.inspect(answer)
            self.compare(before, answer)
            output = self.words(answer)
        except Late:
            outcome, value, output = "hung", "Late", ""
        except (Exception, SystemExit) as error:
            outcome, value, output = "raised", type(error).__name__, str(error)[:300]
            self.compare(before, None)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            eyes.open = False
        taken = time.process_time() - begun
        sys.stdout.flush()
        printed = os.pread(1, 20000, start).decode("utf-8", "replace")
        return {"id": shot["id"], "outcome": outcome, "value": value, "output": (output + "\n" + printed if printed else output)[:40000], "events": eyes.events, "canary": False, "seconds": max(0, round(taken, 4))}

def main():
    plan = json.loads(sys.stdin.buffer.read())
    out, token = os.dup(1), plan.pop("token")
    room = plan["room"]
    os.makedirs(room + "/base")
    printed = os.open(room + "/printed", os.O_RDWR | os.O_CREAT)
    for number in (1, 2):
        os.dup2(printed, number)
    os.dup2(os.open("/dev/null", os.O_RDONLY), 0)
    def answer(value):
        os.write(out, (token + json.dumps(value) + "\n").encode())
    def late(*args):
        raise Late()
    signal.signal(signal.SIGALRM, late)
    os.chdir(room)
    for folder in plan["folders"]:
        try:
            os.makedirs(folder, exist_ok=True)
        except OSError:
            continue
        for name in ("a.txt", "1"):
            try:
                pathlib.Path(folder, name).write_text("one two\n")
            except OSError:
                break
    os.makedirs(room + "/bin")
    os.environ["PATH"] += ":" + room + "/bin"
    for name in plan["programs"]:
        if shutil.which(name) is None:
            pathlib.Path(room, "bin", name).write_text("#!/bin/sh\nexit 0\n")
            os.chmod(room + "/bin/" + name, 0o755)
    pathlib.Path(room, "base/a.txt").write_text("one two\n")
    for secret in plan["secrets"]:
        try:
            os.makedirs(os.path.dirname(secret["path"]), exist_ok=True)
            pathlib.Path(secret["path"]).write_text(secret["text"])
        except OSError:
            continue
    eyes = Eyes(plan)
    eyes.watch()
    canary_server(eyes)
    serve(eyes)
    documents_of_lxml(eyes)
    imitate(eyes)
    keys(eyes)
    driver = Driver(plan, eyes)
    driver.django = prepare_django(plan)
    try:
        signal.setitimer(signal.ITIMER_REAL, 4)
        driver.module = module = driver.load()
        signal.setitimer(signal.ITIMER_REAL, 0)
    except BaseException as error:
        signal.setitimer(signal.ITIMER_REAL, 0)
        answer({"kind": "failed", "step": "import", "message": traceback.format_exc(limit=-3)[-1500:]})
        return
    seen = []
    deadline = time.monotonic() + 7
    long = set()
    for shot in plan["shots"]:
        if time.monotonic() > deadline or shot.get("group") in long:
            seen.append({"id": shot["id"], "outcome": "hung", "value": "unrun", "output": "", "events": [], "canary": False})
        else:
            seen.append(driver.shoot(module, shot))
            if "group" in shot and (seen[-1]["seconds"] > 0.25 or seen[-1]["outcome"] == "hung"):
                long.add(shot["group"])
    if plan["family"] in ("command-injection", "code-injection", "deserialization"):
        time.sleep(0.2)
    for shot, each in zip(plan["shots"], seen):
        each["canary"] = os.path.lexists(shot["canary"])
    answer({"kind": "seen", "observations": seen, "standIns": stand_ins(plan["file"]), "through": driver.through or ""})
    os._exit(0)

main()
`;

export const PYTHON_DRIVER: string =
  PYTHON_EYES +
  PYTHON_DATABASE +
  PYTHON_VALUES +
  PYTHON_GUESTS +
  PYTHON_CLIENTS +
  PYTHON_STORES +
  PYTHON_SERVICES +
  PYTHON_FRAMEWORKS +
  PYTHON_KEYS +
  PYTHON_DOCUMENTS +
  MAIN;
