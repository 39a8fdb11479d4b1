import { PYTHON_SEARCH } from "./python-search.ts";

/**
 * Hypothesis makes the calls and makes those that differ simpler. Its numbers start from the same place in every run (`derandomize`), and it keeps no
 * database of examples.
 */
const MAIN = String.raw`
def value(shape, text, **more):
    return dict(shape=shape, text=text, **more)

def strategy(domain, st):
    kind = domain["kind"]
    if kind == "text":
        rest = st.lists(st.one_of(st.sampled_from(domain["letters"]), *([st.sampled_from(domain["pieces"])] if domain["pieces"] else [])), max_size=12)
        first = st.sampled_from(["", *domain["first"], *domain["pieces"]])
        climbs = domain["climbs"]
        def join(first, rest):
            return domain["prefix"] + (first + "".join(rest) if first else "")
        texts = st.builds(join, first, rest)
        if not climbs:
            texts = texts.filter(harmless)
        return texts.map(lambda text: value(domain["shape"], text))
    if kind == "literal":
        plain = st.one_of(st.none(), st.booleans(), st.integers(-1000, 1000), st.text("abc xyz", max_size=6))
        whole = st.recursive(plain, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text("abc", min_size=1, max_size=3), inner, max_size=3)), max_leaves=6)
        return whole.map(lambda made: value("text", json.dumps(made)))
    if kind in ("whole", "fraction"):
        known = [number + step for number in domain["known"] for step in (-1, 0, 1)]
        numbers = st.one_of(*([st.sampled_from(known)] if known else []), st.integers(-100, 1000), st.integers(-2**31, 2**31))
        made = numbers.map(lambda number: str(int(number)))
        if kind == "fraction":
            made = st.one_of(made, st.integers(-8000, 8000).map(lambda number: str(number / 8)))
        return made.map(lambda text: value("number", text))
    if kind == "flag":
        return st.booleans().map(lambda flag: value("flag", "true" if flag else "false"))
    if kind == "list":
        return st.lists(strategy(domain["of"], st), max_size=4).map(lambda items: value("list", "", items=items))
    if kind == "record":
        return st.fixed_dictionaries({name: strategy(each, st) for name, each in domain["fields"].items()}).map(lambda fields: value("record", "", fields=fields))
    if kind == "mapping":
        return st.dictionaries(st.text("abcxyz", min_size=1, max_size=4), strategy(domain["of"], st), min_size=1, max_size=4).map(lambda fields: value("record", "", fields=fields))
    if kind == "one":
        return st.one_of([strategy(each, st) for each in domain["of"]])
    return st.sampled_from(domain["values"])

class Different(Exception):
    pass

def main():
    search = begin()
    plan = search.plan
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = "/tmp/hypothesis"
    sys.path[:0] = plan["packages"]
    # The states are forked off first: the clock and the generators that they set are their own.
    if not search.start():
        return
    import hypothesis
    from hypothesis import HealthCheck, Phase, given, settings, strategies as st
    texts = strategy(plan["text"], st).map(lambda made: made["text"]) if "text" in plan else st.just("ann")
    calls = st.fixed_dictionaries({"values": st.tuples(*[strategy(each["domain"], st) for each in plan["parameters"]]).map(list), "text": texts, "address": st.sampled_from(plan["addresses"])})
    complete = True
    @settings(derandomize=True, database=None, max_examples=plan["examples"], deadline=None, phases=[Phase.explicit, Phase.generate, Phase.shrink], suppress_health_check=list(HealthCheck), report_multiple_bugs=False)
    @given(calls)
    def both_do_the_same(call):
        if not search.same(call):
            raise Different()
    try:
        both_do_the_same()
    except Different:
        pass
    except Over:
        complete = False
    search.say({"kind": "done", "tried": search.tried, "complete": complete, "note": "derandomized"})

main()
`;

export const PYTHON_HYPOTHESIS: string = `${PYTHON_SEARCH}${MAIN}`;
