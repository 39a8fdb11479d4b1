import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { test } from "node:test";
import { mirrorNote } from "../src/mirror.js";

/** Stands in for https.request: keeps what is sent and answers with one status, or fails. */
function standIn(outcome) {
  const sent = [];
  const request = (options, onResponse) => {
    const outgoing = new EventEmitter();
    outgoing.end = (body) => {
      sent.push({ host: options.host, path: options.path, method: options.method, body: JSON.parse(body) });
      if (outcome instanceof Error) outgoing.emit("error", outcome);
      else onResponse({ statusCode: outcome, resume() {} });
    };
    return outgoing;
  };
  return { sent, request };
}

test("a note is sent to the mirror", async () => {
  const { sent, request } = standIn(204);

  assert.equal(await mirrorNote("mirror.example.org", { id: 7, title: "Shopping" }, request), 204);
  assert.deepEqual(sent, [{ host: "mirror.example.org", path: "/notes/7", method: "PUT", body: { id: 7, title: "Shopping" } }]);
});

test("a mirror that cannot be reached is told", async () => {
  await assert.rejects(mirrorNote("mirror.example.org", { id: 7 }, standIn(new Error("unreachable")).request), /unreachable/);
});
