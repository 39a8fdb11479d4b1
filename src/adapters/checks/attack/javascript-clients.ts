/**
 * Requests to the web frameworks themselves: Express and Koa get them over a connection inside the process, Fastify by its `inject`. Where a request
 * does not come through to the handler without an attack, a sign-in before it for instance, the handler is called by itself.
 */
export const JAVASCRIPT_CLIENTS = String.raw`
import stream from "node:stream";

const plain = { createServer: http.createServer, request: http.request };
const PLACES = "query|body|params|headers|cookies";
/** The fields that a handler names, by where they stand in a request. */
function fieldsOf(source) {
  const fields = Object.fromEntries(PLACES.split("|").map((place) => [place, new Set()]));
  for (const [, place, name] of source.matchAll(new RegExp("\\b(" + PLACES + ")\\b(?:\\?\\.|\\.|\\??\\.?\\[\\s*[\"'\x60])([A-Za-z_$][\\w$-]*)", "g"))) fields[place].add(name);
  for (const [, names, place] of source.matchAll(new RegExp("\\{([^{}]*)\\}\\s*=\\s*[\\w$.]*\\b(" + PLACES + ")\\b", "g")))
    for (const each of names.split(",")) fields[place].add(each.split(/[:=]/)[0].trim());
  for (const [, name] of source.matchAll(/\.(?:get|header)\(\s*["'\x60]([\w-]+)["'\x60]\s*\)/g)) fields.headers.add(name), fields.query.add(name);
  for (const names of Object.values(fields)) names.delete("");
  return fields;
}
function requestFor([method, where], { mount, kind, fields }, text, raw) {
  const words = (names) => Object.fromEntries([...names].map((name) => [name, text]));
  const quoted = encodeURIComponent(text).replaceAll(".", "%2E");
  const filled = where.replaceAll(/[{}]|\([^)]*\)/g, "").replaceAll(/:\w+[?*+]?|\*\w*/g, quoted);
  const query = new URLSearchParams(words(fields.query));
  const address = (mount + (raw ? "/" + encodeURI(text).replaceAll("#", "%23") : filled)).replace(/^\/*/, "/") + (fields.query.size > 0 ? "?" + query : "");
  const headers = Object.fromEntries([...fields.headers].filter((name) => !/^(?:host|connection|content-.*|transfer-encoding)$/i.test(name) && !/[^\t\x20-\x7e]/.test(text)).map((name) => [name, text]));
  if (fields.cookies.size > 0) headers.cookie = [...fields.cookies].map((name) => name + "=" + encodeURIComponent(text)).join("; ");
  const open = method === "use" || method === "all";
  const body = fields.body.size === 0 ? undefined : kind === "json" ? JSON.stringify(words(fields.body)) : String(new URLSearchParams(words(fields.body)));
  if (body !== undefined) Object.assign(headers, { "content-type": kind === "json" ? "application/json" : "application/x-www-form-urlencoded", "content-length": Buffer.byteLength(body) });
  return { method: (open ? (body === undefined ? "get" : "post") : method).toUpperCase(), address, headers, body };
}
/** The same for somebody who would write it down; undefined where the module does not show the application. */
function askedOf(loaded = {}) {
  if (!site.way) return undefined;
  const { index, mount, kind, fields } = site.way;
  const app = applications()[index];
  const shows = (value) => value === app || (site.made === app && plan.entry.parameters.length === 0 && value === site.factory);
  const names = Object.keys({ ...loaded, ...loaded.default });
  const name = shows(loaded.default) ? "default" : names.find((each) => shows(loaded[each] ?? loaded.default?.[each]));
  if (name === undefined || fields.cookies.size > 0) return undefined;
  const value = name === "default" ? loaded.default : (loaded[name] ?? loaded.default[name]);
  const [method, where] = plan.entry.literals;
  const verb = requestFor([method, where], site.way, "a", false).method;
  return { app: name, made: value !== app, client: typeof app.inject === "function" ? "inject" : "listen", method: verb, path: mount + where, query: [...fields.query], body: [...fields.body], json: kind === "json" };
}
/** What the application answers, without a network; undefined where it does not in time. */
async function exchange(app, { method, address, headers, body }) {
  const late = wait(800).then(() => undefined);
  if (typeof app.inject === "function") {
    const asked = app.inject({ method, url: address, headers, payload: body });
    const answer = await Promise.race([asked, late]);
    return answer && { status: answer.statusCode, headers: answer.headers, text: answer.body };
  }
  const server = plain.createServer(typeof app.callback === "function" ? app.callback() : app);
  const [near, far] = stream.duplexPair();
  far.remoteAddress = "127.0.0.1";
  server.emit("connection", far);
  const asked = new Promise((resolve, reject) => {
    const request = plain.request({ createConnection: () => near, method, path: address, headers: { host: "localhost", connection: "close", ...headers } }, (response) => {
      const pieces = [];
      response.on("data", (piece) => pieces.push(piece)).on("error", reject);
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, text: String(Buffer.concat(pieces)) }));
    });
    request.on("error", reject).end(body);
  });
  return Promise.race([asked, late]);
}
/** How a request comes to the handler; false where none does that is answered as one should be. */
async function wayTo(route) {
  if (!THROUGH.has(plan.family) || route[0] === "createServer") return false;
  const fields = fieldsOf(String(route[2]));
  const [events, output] = [[...eyes.events], eyes.output];
  const mounts = ["", ...site.mounts];
  const tried = [...mounts, ...mounts.flatMap((outer) => mounts.slice(1).map((inner) => outer + inner))].slice(0, 20);
  try {
    for (const [index, app] of applications().entries()) for (const mount of tried) for (const kind of fields.body.size > 0 ? ["json", "form"] : ["json"]) {
      site.arrived = undefined;
      const way = { index, mount, kind, fields };
      const answer = await exchange(app, requestFor(route, way, "a.txt", false)).catch(() => undefined);
      if (site.arrived === route[2] && answer !== undefined && answer.status < 400) {
        site.through = typeof app.inject === "function" ? "Fastify's inject" : typeof app.callback === "function" ? "Koa" : "Express";
        return way;
      }
    }
    return false;
  } finally {
    Object.assign(eyes, { events, output });
  }
}
/** Whether the framework took the request of a shot. */
async function visit(route, shot, response) {
  site.way ??= await wayTo(route);
  if (site.way === false) return false;
  const answer = await exchange(applications()[site.way.index], requestFor(route, site.way, shot.text ?? "a.txt", shot.parameter > plan.entry.parameters.length));
  if (answer === undefined) return true;
  for (const each of [answer.headers["set-cookie"] ?? []].flat()) noteCookie(each.split("=")[0], each);
  if (answer.headers.location !== undefined) note("location", answer.headers.location);
  if (plan.family !== "cross-site-scripting" || /html|xml/.test(answer.headers["content-type"] ?? "html")) say(answer.text + "\n");
  response.status(answer.status).end();
  return true;
}
`;
