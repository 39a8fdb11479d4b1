import type { Asked } from "#adapters/checks/attack/plan.ts";

const LISTEN = [
  "/** What the application answers; a refusal is an error. */",
  "async function ask(path, options) {",
  '  const server = APP.listen(0, "127.0.0.1");',
  '  await once(server, "listening");',
  "  try {",
  '    const answer = await fetch(`http://127.0.0.1:${server.address().port}${path}`, { redirect: "manual", ...options });',
  "    if (answer.status >= 400) throw new Error(`status ${answer.status}`);",
  "    return await answer.text();",
  "  } finally {",
  "    server.close();",
  "  }",
  "}",
];

const INJECT = [
  "/** What the application answers; a refusal is an error. */",
  'async function ask(url, { method = "GET", headers, body } = {}) {',
  "  const answer = await APP.inject({ method, url, headers, payload: body });",
  "  if (answer.statusCode >= 400) throw new Error(`status ${answer.statusCode}`);",
  "  return answer.body;",
  "}",
];

/** A function for tests that sends one request to the application. */
export function askingFunction({ client, app, made }: Asked): string {
  const name = app === "default" ? "attacked" : app;
  const lines = client === "inject" ? INJECT : LISTEN;
  return lines.map((line) => line.replace("APP", made ? `(await ${name}())` : name)).join("\n");
}

/** The request with a word, given as an expression, in every field that the route reads. */
export function requestCall({ method, path, query, body, json }: Asked, word: string): string {
  const pieces = path.split(/:\w+/).map((piece) => JSON.stringify(piece));
  const record = (names: readonly string[]): string =>
    `{ ${names.map((name) => `${/^[\w$]+$/.test(name) ? name : JSON.stringify(name)}: ${word}`).join(", ")} }`;
  const address = [
    pieces.join(` + encodeURIComponent(${word}) + `).replace(/ \+ ""$/, ""),
    ...(query.length > 0 ? [`"?" + new URLSearchParams(${record(query)})`] : []),
  ].join(" + ");
  const options = [
    ...(method === "GET" ? [] : [`method: "${method}"`]),
    ...(body.length > 0
      ? [
          `headers: { "content-type": "${json ? "application/json" : "application/x-www-form-urlencoded"}" }`,
          json ? `body: JSON.stringify(${record(body)})` : `body: String(new URLSearchParams(${record(body)}))`,
        ]
      : []),
  ];
  return `ask(${[address.replaceAll('" + "', ""), ...(options.length > 0 ? [`{ ${options.join(", ")} }`] : [])].join(", ")})`;
}
