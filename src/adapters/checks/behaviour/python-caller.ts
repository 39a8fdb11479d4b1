/** Arguments and calls of the Python driver: what the plan asks for, made with the values of the attack's driver where they are the same. */
export const PYTHON_CALLER = String.raw`
import importlib, importlib.util, select

class Caller(Maker):
    def value(self, given, text=None):
        shape, text = given["shape"], given.get("text", "") if text is None else text
        if shape == "number":
            return float(text) if "." in text else int(text)
        if shape == "flag":
            return text == "true"
        if shape == "none":
            return None
        if shape == "list":
            return [self.value(each) for each in given.get("items", [])]
        if shape == "record" and given.get("fields"):
            return {name: self.value(each) for name, each in given["fields"].items()}
        if shape == "folder":
            return self.base
        if shape == "file":
            return self.base + "/" + text
        if shape == "database":
            return Store(self.eyes)
        return super().value({"shape": shape, "text": text, "name": ""}, text)

    def given(self, parameters, values):
        places, names, skipped = [], {}, False
        for parameter, value in zip(parameters, values):
            if value["shape"] == "omitted":
                skipped = True
            elif parameter["keyword"] or skipped:
                names[parameter["name"]] = self.value(value)
            else:
                places.append(self.value(value))
        return places, names

    def load(self):
        plan = self.plan
        sys.path[:0] = plan["search"]
        if plan["module"]:
            return importlib.import_module(plan["module"])
        spec = importlib.util.spec_from_file_location("under_test", plan["file"])
        module = importlib.util.module_from_spec(spec)
        sys.modules["under_test"] = module
        spec.loader.exec_module(module)
        return module

    def call(self, module, call):
        entry = self.plan["entry"]
        if entry["kind"] == "http-handler":
            return self.exchange(getattr(module, entry["owner"]), call)
        places, names = self.given(entry["parameters"], call["values"])
        if entry["kind"] == "function":
            target = getattr(module, entry["name"])
            target = getattr(target, "__wrapped__", target)
        elif entry["kind"] == "static-method":
            target = getattr(getattr(module, entry["owner"]), entry["name"])
        else:
            made, named = self.given(entry["made"], [each["value"] for each in entry["made"]])
            target = getattr(getattr(module, entry["owner"])(*made, **named), entry["name"])
        self.eyes.events.clear()
        if entry["ambient"]:
            return self.view(module, lambda: target(*places, **names), call["text"])
        answer = target(*places, **names)
        if inspect.iscoroutine(answer):
            import asyncio
            answer = asyncio.run(answer)
        back = entry.get("back")
        return answer if back is None else self.back(module, back, [*places, *names.values()], answer)

    def back(self, module, back, given, answer):
        """What the counterpart says of the result."""
        def argument(source):
            if source == "result":
                return answer
            return given[source] if isinstance(source, int) else answer[source["part"]]
        return getattr(module, back["name"])(*[argument(source) for source in back["from"]])

    def exchange(self, handler, call):
        entry = self.plan["entry"]
        fields = [word for word in entry["literals"] if not word.startswith("/")]
        text = urllib.parse.quote(call["text"], safe="")
        target = call["address"] + "?" + "&".join(name + "=" + text for name in fields) if fields else call["address"].rstrip("/") + "/" + text
        double = Exchange((entry["name"][3:] + " " + target + " HTTP/1.0\r\nHost: localhost\r\n\r\n").encode())
        server = Anything({name: self.base for name in ("folder", "directory", "root", "base", "base_dir", "path", "storage", "upload_folder", "static")})
        handler(double, ("127.0.0.1", 0), server)
        return double.output

    def observe(self, module, call):
        """In the process of the call."""
        world, entry, lines = self.eyes, self.plan["entry"], set()
        world.start(call)
        wanted = self.plan["file"]
        def inside(frame, event, argument):
            lines.add(frame.f_lineno)
            return inside
        def trace(frame, event, argument):
            return inside if frame.f_code.co_filename == wanted and lines.add(frame.f_lineno) is None else None
        outcome = "returned"
        world.open = True
        try:
            sys.settrace(trace)
            answer = self.call(module, call)
            value = canon(answer)
        except (Exception, SystemExit) as error:
            outcome, value = "raised", [type(error).__name__, ""]
        finally:
            sys.settrace(None)
            world.open = False
        sys.stdout.flush()
        effects = list(world.events)
        for store in world.stores:
            if any(kind == "statement" and not words[0][1].lstrip()[:6].lower() in ("select", "pragma") for kind, words in world.events):
                effects.append(["tables", [["table", [["name", name]] + [canon(row) for row in store.stock.plain(store, 'SELECT * FROM "' + name + '"').fetchall()[:50]]] for (name,) in store.stock.plain(store, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()]])
        effects += world.left_outside()
        return {"id": call["id"], "outcome": outcome, "value": value, "effects": effects}, sorted(lines)

def executable(path):
    """Lines of a file that can run."""
    with open(path, "rb") as source:
        waiting, found = [compile(source.read(), path, "exec")], set()
    while waiting:
        code = waiting.pop()
        found.update(line for _, _, line in code.co_lines() if line)
        waiting += [each for each in code.co_consts if isinstance(each, types.CodeType)]
    return sorted(found)
`;
