import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { createApp } from "../src/app.js";
import { NoteStore } from "../src/note-store.js";
import { dispatch } from "../support/dispatch.js";

let app;
let store;
let files;

beforeEach(() => {
  files = mkdtempSync(path.join(tmpdir(), "notes-"));
  store = new NoteStore(":memory:");
  app = createApp({ store, files });
});

afterEach(() => {
  store.close();
  rmSync(files, { recursive: true });
});

const add = (title, author = "ann") => dispatch(app, { method: "POST", url: "/notes", body: { title, body: `text of ${title}`, author } });

test("notes are kept and found by a part of the title", async () => {
  await add("Shopping");
  await add("Shop hours");
  await add("Garden");

  const found = await dispatch(app, { url: "/notes?q=Shop" });

  assert.equal(found.status, 200);
  assert.deepEqual(found.json().map((note) => note.title), ["Shop hours", "Shopping"]);
});

test("without a search all notes are listed", async () => {
  await add("Shopping");

  assert.equal((await dispatch(app, { url: "/notes" })).json().length, 1);
  assert.equal((await dispatch(app, { url: "/notes?q=nothing" })).json().length, 0);
});

test("notes are found by author", async () => {
  await add("Shopping", "ann");
  await add("Garden", "bob");

  assert.deepEqual((await dispatch(app, { url: "/notes?author=bob" })).json().map((note) => note.title), ["Garden"]);
});

test("a note without a title is refused", async () => {
  const answer = await dispatch(app, { method: "POST", url: "/notes", body: { body: "text", author: "ann" } });

  assert.equal(answer.status, 400);
});

test("one note has a tag that changes with its text", async () => {
  const first = (await add("Shopping")).json().id;
  const second = (await add("Garden")).json().id;

  const answers = await Promise.all([first, first, second].map((id) => dispatch(app, { url: `/notes/${id}` })));

  assert.deepEqual(answers.map((answer) => answer.json().title), ["Shopping", "Shopping", "Garden"]);
  assert.equal(answers[0].headers.etag, answers[1].headers.etag);
  assert.notEqual(answers[0].headers.etag, answers[2].headers.etag);
  assert.equal((await dispatch(app, { url: "/notes/99" })).status, 404);
});

test("a share link leads to its note, another leads nowhere", async () => {
  const { id } = (await add("Shopping")).json();

  const { link } = (await dispatch(app, { method: "POST", url: `/notes/${id}/share` })).json();

  assert.deepEqual((await dispatch(app, { url: link })).json(), { title: "Shopping", body: "text of Shopping" });
  assert.equal((await dispatch(app, { url: `${link}x` })).status, 404);
});

test("each share link is new", async () => {
  const { id } = (await add("Shopping")).json();

  const links = await Promise.all([1, 2, 3].map(async () => (await dispatch(app, { method: "POST", url: `/notes/${id}/share` })).json().link));

  assert.equal(new Set(links).size, 3);
});

test("attachments are listed, read and counted", async () => {
  writeFileSync(path.join(files, "list.txt"), "milk and bread\n");

  assert.deepEqual((await dispatch(app, { url: "/attachments" })).json(), ["list.txt"]);
  assert.equal((await dispatch(app, { url: "/attachments/content?name=list.txt" })).text, "milk and bread\n");
  assert.deepEqual((await dispatch(app, { url: "/attachments/list.txt/words" })).json(), { words: 3 });
  assert.equal((await dispatch(app, { url: "/attachments/content?name=gone.txt" })).status, 404);
});

test("the page greets by name", async () => {
  const answer = await dispatch(app, { url: "/hello?name=Ann" });

  assert.equal(answer.status, 200);
  assert.match(answer.text, /<h1>Notes of Ann<\/h1>/);
});
