const serialize = require("node-serialize");
const funcster = require("funcster");
const yaml = require("js-yaml");
const { all: unsafe } = require("js-yaml-js-types");

function session(cookie) {
  // ruleid: js-unsafe-deserialize
  return serialize.unserialize(Buffer.from(cookie, "base64").toString());
}

class Queue {
  async take(message) {
    // ruleid: js-unsafe-deserialize
    return funcster.deepDeserialize(message.body);
  }

  settings(text) {
    // ruleid: js-unsafe-deserialize
    return yaml.load(text, { schema: yaml.DEFAULT_FULL_SCHEMA });
  }
}

function safe(text, store) {
  // ok: js-unsafe-deserialize
  const first = JSON.parse(text);
  // ok: js-unsafe-deserialize
  const second = yaml.load(text);
  // ok: js-unsafe-deserialize
  const third = yaml.load(text, { schema: yaml.JSON_SCHEMA });
  // ok: js-unsafe-deserialize
  const fourth = store.unserialize(text);
  return [first, second, third, fourth, session, Queue, unsafe];
}
