/**
 * Runs the given test files with the standard library alone and writes `{name: state}` to the report. Each file is loaded from its own
 * package, with the project's folder and its `src` importable, as people do with PYTHONPATH. Arguments: the report, then test files.
 */
export const UNITTEST_PROGRAM = `
import json, os, sys, unittest
report, files = sys.argv[1], sys.argv[2:]
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
for file in files:
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
with open(report, "w") as out:
    json.dump(states, out)
`;
