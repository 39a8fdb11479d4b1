/** Arguments for the calls of the JavaScript driver, made from the shapes of the plan. */
export const JAVASCRIPT_VALUES = String.raw`
function valueOf(parameter, attack, called, word) {
  if (word !== undefined) return word;
  const text = attack ?? parameter.text;
  if (parameter.fields !== undefined) return Object.fromEntries(parameter.fields.filter(({ shape }) => shape !== "omitted").map((each) => [each.name, valueOf(each, each.attacked ? attack : null, called)]));
  if (OBJECTS.has(plan.family)) {
    if (/^[{[]/.test(text) && ["text", "record", "number", "list"].includes(parameter.shape)) return parameter.shape === "record" && plan.family === "nosql-injection" ? anyKey(JSON.parse(text)) : JSON.parse(text);
    if (parameter.shape === "record" && plan.family === "prototype-pollution") return { a: {}, name: text };
  }
  const guest = guestOf(parameter, text);
  if (guest !== undefined) return guest;
  switch (parameter.shape) {
    case "bytes": return Buffer.from(text);
    case "number": return /^-?\d+$/.test(text) ? Number(text) : text;
    case "flag": return false;
    case "folder": return base;
    case "file": return DOCUMENTS.has(plan.family) ? documentOf(text) : attack === null ? path.join(base, text) : text;
    case "list": return [text];
    case "record": return plan.family === "header-injection" && attack === null ? headerRecord() : plan.family === "mass-assignment" ? { name: "one", [text]: "two" } : anyKey(text);
    case "database": return database("any");
    case "request": return invite(requestOf(text), text);
    case "response": return called.response;
    case "callback": return called.callback;
    case "object": return anything();
    case "omitted": return undefined;
    default: return text;
  }
}

/** Where an object may come in the place of a text. */
const OBJECTS = new Set(["nosql-injection", "prototype-pollution", "mass-assignment"]);
/** Where the input is read from a file, the payload is the file's content. */
const DOCUMENTS = new Set(["code-injection", "deserialization", "xml-entities"]);
function documentOf(text) {
  const [file, held] = [path.join(base, "document"), eyes.open];
  eyes.open = false;
  fs.writeFileSync(file, text);
  eyes.open = held;
  return file;
}

function inspect(value) {
  const options = value?.httpsAgent?.options ?? value?.options ?? value;
  if (options !== null && typeof options === "object" && "rejectUnauthorized" in options) note("tls", options.rejectUnauthorized === false ? "unchecked" : "checked");
  else if (value instanceof https.Agent) note("tls", "checked");
}
function words(value) {
  if (typeof value === "string" || Buffer.isBuffer(value)) return String(value).slice(0, 20000);
  try { return (JSON.stringify(value) ?? String(value)).slice(0, 20000); } catch { return Object.prototype.toString.call(value); }
}
/** What a handler gives back as a whole answer. */
async function answerOf(value) {
  note("status", value.status);
  for (const [name, text] of value.headers) {
    note(name === "location" ? "location" : "header", ...(name === "location" ? [text] : [name, text]));
    if (name === "set-cookie") noteCookie(text.split("=")[0], text);
  }
  const kind = value.headers.get("content-type") ?? "";
  if (plan.family !== "cross-site-scripting" || /html|xml/.test(kind)) say(await value.text());
  return value;
}
`;
