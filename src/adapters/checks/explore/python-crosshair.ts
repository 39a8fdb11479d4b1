import { PYTHON_SEARCH } from "./python-search.ts";
import { FRESH } from "./plan.ts";

/**
 * CrossHair follows the paths of both states with symbolic arguments (`crosshair diffbehavior`) and prints arguments that lead to different results. It
 * needs types: those that are declared, else those that the values of a parameter have. Texts are held to harmless letters.
 */
const MAIN = String.raw`
import ast, subprocess

TYPES = {"text": "str", "whole": "int", "fraction": "float", "flag": "bool"}

def type_of(domain):
    """A type that CrossHair can make arguments of, or nothing."""
    kind = domain["kind"]
    if kind == "text":
        return {"text": "str", "bytes": "bytes"}.get(domain["shape"])
    if kind in TYPES:
        return TYPES[kind]
    if kind == "list":
        inner = type_of(domain["of"])
        return inner and "List[" + inner + "]"
    if kind == "mapping":
        inner = type_of(domain["of"])
        return inner and "Dict[str, " + inner + "]"
    if kind == "one":
        kinds = [each for each in map(type_of, domain["of"]) if each]
        return kinds[0] if kinds else None
    return None

def letters_of(domain):
    if domain["kind"] == "text":
        return "".join(domain["letters"])
    return next((found for found in map(letters_of, domain["of"]) if found is not None), None) if domain["kind"] == "one" else None

SOURCE = """
import importlib, importlib.util, sys
from typing import Dict, List

def load(search, module, file):
    path = list(sys.path)
    sys.path[:0] = search
    for name in [name for name, each in sys.modules.items() if str(getattr(each, "__file__", "")).startswith(("/assay/project/", "${FRESH}/")) and "site-packages" not in str(each.__file__)]:
        del sys.modules[name]
    if module:
        found = importlib.import_module(module)
    else:
        spec = importlib.util.spec_from_file_location("under_test", file)
        found = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(found)
    sys.path[:] = path
    return found

OLD, FRESH = load(%(old)r, %(module)r, %(old_file)r), load(%(fresh)r, %(module)r, %(fresh_file)r)

def harmless(text, letters):
    return all(letter in letters for letter in text)

def before(%(signature)s):
    return OLD.%(name)s(%(given)s) if %(guard)s else None

def now(%(signature)s):
    return FRESH.%(name)s(%(given)s) if %(guard)s else None
"""

def valued(value):
    """A literal as the driver is told of it, or nothing."""
    if value is None:
        return {"shape": "none", "text": ""}
    if isinstance(value, bool):
        return {"shape": "flag", "text": "true" if value else "false"}
    if isinstance(value, int):
        return {"shape": "number", "text": str(value)}
    if isinstance(value, float):
        return {"shape": "number", "text": repr(value)} if "." in repr(value) and "e" not in repr(value) else None
    if isinstance(value, (str, bytes)):
        return {"shape": "bytes" if isinstance(value, bytes) else "text", "text": value.decode("latin-1") if isinstance(value, bytes) else value}
    if isinstance(value, list):
        items = [valued(each) for each in value]
        return None if None in items else {"shape": "list", "text": "", "items": items}
    if isinstance(value, dict) and value:
        fields = {str(key): valued(each) for key, each in value.items()}
        return None if None in fields.values() else {"shape": "record", "text": "", "fields": fields}
    return None

def main():
    search = begin()
    plan = search.plan
    old, fresh = plan["sides"]
    entry, parameters = old["entry"], plan["parameters"]
    types = [type_of(each["domain"]) for each in parameters]
    if entry["kind"] != "function" or entry["ambient"] or not parameters or None in types:
        search.say({"kind": "failed", "message": "it needs a function of plain values"})
        return
    os.makedirs("/tmp/symbolic")
    guards = ["harmless(%s, %r)" % (each["name"], letters_of(each["domain"])) for each in parameters if letters_of(each["domain"]) is not None]
    text = SOURCE % {"old": old["search"], "fresh": fresh["search"], "module": old["module"], "old_file": old["file"], "fresh_file": fresh["file"], "name": entry["name"], "signature": ", ".join(each["name"] + ": " + kind for each, kind in zip(parameters, types)), "given": ", ".join((each["name"] + "=" if each["keyword"] else "") + each["name"] for each in parameters), "guard": " and ".join(guards) or "True"}
    pathlib.Path("/tmp/symbolic/both_states.py").write_text(text)
    environment = dict(os.environ, PYTHONPATH=":".join(["/tmp/symbolic", *plan["packages"]]))
    command = [sys.executable, "-B", "-m", "crosshair", "diffbehavior", "both_states.before", "both_states.now", "--per_condition_timeout", str(int(plan["seconds"]))]
    try:
        ended = subprocess.run(command, cwd="/tmp/symbolic", env=environment, capture_output=True, text=True, timeout=plan["seconds"] + 5)
    except subprocess.TimeoutExpired:
        search.say({"kind": "failed", "message": "it did not end in time"})
        return
    if ended.returncode not in (0, 1):
        search.say({"kind": "failed", "message": (ended.stderr.strip().split("\n") or [""])[-1]})
        return
    for given in re.findall(r"^Given: (\(.*\)),$", ended.stdout, re.M):
        try:
            words = {word.arg: valued(ast.literal_eval(word.value)) for word in ast.parse("f" + given, mode="eval").body.keywords}
        except (SyntaxError, ValueError):
            continue
        values = [words.get(each["name"]) for each in parameters]
        if None not in values:
            search.say({"kind": "call", "values": values, "text": "ann", "address": plan["addresses"][0]})
    attempted = re.search(r"attempted (\d+) iterations", ended.stdout)
    all_paths = "All paths exhausted" in ended.stdout
    search.say({"kind": "done", "tried": int(attempted[1]) if attempted else 0, "complete": all_paths, "note": "symbolic, all paths" if all_paths else "symbolic, not all paths"})

main()
`;

export const PYTHON_CROSSHAIR: string = `${PYTHON_SEARCH}${MAIN}`;
