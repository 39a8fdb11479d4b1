/**
 * A page for scripts of a browser: elements that keep the markup they are given, an address, a store and a server whose every word is the
 * attacker's. What is put in as text is no markup and is not kept.
 */
export const JAVASCRIPT_PAGE = String.raw`
function element(name = "div") {
  const held = { attributes: {}, markup: "" };
  const methods = {
    setAttribute: (key, value) => (say("<" + name + " " + key + "='" + String(value).replaceAll("&", "&amp;").replaceAll("'", "&#39;") + "'></" + name + ">\n"), undefined),
    getAttribute: (key) => held.attributes[key] ?? null,
    insertAdjacentHTML: (_where, text) => say(text + "\n"),
    insertAdjacentText: () => {},
    append: () => {}, appendChild: (child) => child, prepend: () => {}, before: () => {}, after: () => {}, replaceChildren: () => {}, replaceWith: () => {}, remove: () => {},
    addEventListener: (_kind, work) => { if (typeof work === "function") queueMicrotask(() => work({ preventDefault() {}, target: self, data: words })); },
    querySelector: () => element(), querySelectorAll: () => [element()], getElementsByTagName: () => [element()], closest: () => element(), cloneNode: () => element(name), contains: () => false,
    setHTMLUnsafe: (text) => say(text + "\n"), html: (text) => (text === undefined ? held.markup : say(text + "\n")),
  };
  const words = page.text;
  const self = new Proxy(held, {
    get: (target, key) => (typeof key === "symbol" || key === "then" ? undefined : key in methods ? methods[key] : key === "value" || key === "textContent" || key === "innerText" ? page.text : key === "children" || key === "childNodes" ? [] : ["classList", "style", "dataset"].includes(key) ? anything() : target[key] ?? ""),
    set(target, key, value) {
      target[key] = value;
      if (key === "innerHTML" || key === "outerHTML" || key === "srcdoc") say(value + "\n");
      else if (key === "href" || key === "src" || key === "action") methods.setAttribute(key, value);
      return true;
    },
  });
  return self;
}

/** Fields of an answer: under every name the attacker's text, in lists as well. */
function anyAnswer(text) {
  const record = anyKey(text);
  return new Proxy([record], { get: (target, name) => (name in target || typeof name === "symbol" || name === "then" ? (name === "then" ? undefined : target[name]) : text) });
}

const page = { text: "ann" };
function showPage(plan) {
  if (!plan.entry.ambient) return;
  const here = () => new URL("http://localhost/page?" + ["q", "name", "id", "next", "url", "query"].map((name) => name + "=" + encodeURIComponent(page.text)).join("&") + "#" + page.text);
  const location = {
    get search() { return here().search; }, get hash() { return "#" + page.text; }, get href() { return here().href; }, set href(url) { note("location", url); },
    get pathname() { return "/page"; }, assign: (url) => note("location", url), replace: (url) => note("location", url), reload: () => {}, toString: () => here().href, host: "localhost", hostname: "localhost", origin: "http://localhost", protocol: "http:",
  };
  const document = {
    getElementById: () => element(), querySelector: () => element(), querySelectorAll: () => [element()], getElementsByClassName: () => [element()], getElementsByTagName: () => [element()],
    createElement: (name) => element(name), createTextNode: () => element("text"), createDocumentFragment: () => element(), write: (...texts) => say(texts.join("") + "\n"), writeln: (...texts) => say(texts.join("") + "\n"),
    addEventListener: (_kind, work) => { if (typeof work === "function") queueMicrotask(() => work({ preventDefault() {} })); },
    get cookie() { return "name=" + page.text; }, set cookie(_text) {}, get referrer() { return page.text; }, get title() { return page.text; }, set title(_text) {}, get URL() { return here().href; }, location, body: element("body"), head: element("head"), documentElement: element("html"), readyState: "complete",
  };
  const store = { getItem: () => page.text, setItem: () => {}, removeItem: () => {} };
  const answer = () => ({ ok: true, status: 200, headers: { get: () => "application/json" }, json: async () => anyAnswer(page.text), text: async () => page.text });
  const globals = { document, location, localStorage: store, sessionStorage: store, fetch: async () => answer(), history: anything(), navigator: anything(), Element: class {}, HTMLElement: class {}, alert: () => {}, requestAnimationFrame: (work) => work(0), addEventListener: document.addEventListener, get name() { return page.text; } };
  for (const [name, value] of Object.entries(globals)) Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  globalThis.window = globalThis.self = globalThis;
}
`;
