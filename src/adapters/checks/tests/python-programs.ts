/**
 * Which lines of chosen files run: `start(paths)` begins, `found()` gives `{path: {ran, lines}}`, line numbers from 1, `lines` all that can run.
 * Costs nothing outside the chosen files.
 */
const LINES = `
import os, sys, threading
wanted, known = {}, {}
def owner(name):
    if name not in known:
        known[name] = wanted.get(os.path.realpath(name))
    return known[name]
def start(paths):
    for path in paths:
        wanted[os.path.realpath(path)] = (path, set())
    if not wanted:
        return
    monitoring = getattr(sys, "monitoring", None)
    if monitoring is not None:
        def ran(code, line):
            mine = owner(code.co_filename)
            if mine is not None:
                mine[1].add(line)
            return monitoring.DISABLE
        monitoring.use_tool_id(4, "assay")
        monitoring.register_callback(4, monitoring.events.LINE, ran)
        monitoring.set_events(4, monitoring.events.LINE)
        return
    def inside(frame, event, argument):
        if event == "line":
            owner(frame.f_code.co_filename)[1].add(frame.f_lineno)
        return inside
    def entered(frame, event, argument):
        return inside if owner(frame.f_code.co_filename) is not None else None
    threading.settrace(entered)
    sys.settrace(entered)
def runnable(path):
    found = set()
    with open(path, "rb") as file:
        todo = [compile(file.read(), path, "exec", dont_inherit=True)]
    while todo:
        code = todo.pop()
        found.update(line for _, _, line in code.co_lines() if line)
        todo.extend(each for each in code.co_consts if hasattr(each, "co_lines"))
    return found
def found():
    return {path: {"ran": sorted(ran), "lines": sorted(runnable(path))} for path, ran in wanted.values()}
`;

/**
 * Tells the results on a copy of standard output that is kept from the tests, between two lines with a word that comes in on standard input and
 * is read before any code of the project: what a test writes itself does not count.
 */
const TELL = `
import json, os, sys
import assay_lines
order = json.loads(sys.stdin.readline())
sys.stdin = open(os.devnull)
channel = os.dup(1)
os.dup2(2, 1)
assay_lines.start(order.pop("watch"))
def tell(states, word=order.pop("word"), channel=channel):
    body = "\\n%s\\n%s\\n%s\\n" % (word, json.dumps({"states": states, "lines": assay_lines.found()}), word)
    data = body.encode()
    while data:
        data = data[os.write(channel, data):]
`;

/** Runs the files named as arguments with the standard library alone. Each file is loaded from its own package, with the project's folder and its `src` importable, as people do with PYTHONPATH. */
const UNITTEST = `
import os, sys, unittest
from assay_tell import tell
states = {}
def note(test, state):
    name = test.id()
    if states.get(name) != "failed":
        states[name] = state
class Result(unittest.TestResult):
    def addSuccess(self, test): note(test, "passed")
    def addExpectedFailure(self, test, error): note(test, "passed")
    def addUnexpectedSuccess(self, test): note(test, "failed")
    def addSkip(self, test, reason): note(test, "skipped")
    def addFailure(self, test, error):
        note(test, "failed")
        sys.stderr.write(self._exc_info_to_string(error, test))
    addError = addFailure
    def addSubTest(self, test, subtest, error):
        if error is not None:
            self.addFailure(test, error)
def flat(suite):
    for item in suite:
        if isinstance(item, unittest.TestSuite):
            yield from flat(item)
        else:
            yield item
root = os.getcwd()
sys.path[:0] = [root, os.path.join(root, "src")]
seen, suite = set(), unittest.TestSuite()
for file in sys.argv[1:]:
    folder = os.path.dirname(os.path.abspath(file))
    top = folder
    while os.path.exists(os.path.join(top, "__init__.py")) and top != root:
        top = os.path.dirname(top)
    found = unittest.TestLoader().discover(folder, pattern=os.path.basename(file), top_level_dir=top)
    for test in flat(found):
        if test.id() not in seen:
            seen.add(test.id())
            suite.addTest(test)
suite.run(Result())
tell(states)
sys.exit(1 if "failed" in states.values() else 0)
`;

/** A plugin of pytest. Workers of a distributed run leave the telling to their leader. */
const PYTEST = `
import os
if "PYTEST_XDIST_WORKER" not in os.environ:
    from assay_tell import tell
    states = {}
    def note(report):
        if report.failed:
            states[report.nodeid] = "failed"
        elif report.skipped:
            states.setdefault(report.nodeid, "skipped")
        elif getattr(report, "when", "") == "call":
            states.setdefault(report.nodeid, "passed")
    def pytest_runtest_logreport(report):
        note(report)
    def pytest_collectreport(report):
        if report.failed:
            note(report)
    def pytest_unconfigure(config):
        tell(states)
`;

/** Files of ours that Python finds through its path, by name. */
export const PYTHON_PROGRAMS: Readonly<Record<string, string>> = {
  "assay_lines.py": LINES,
  "assay_tell.py": TELL,
  "assay_unittest.py": UNITTEST,
  "assay_pytest.py": PYTEST,
};
