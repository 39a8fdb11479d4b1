import { shell } from "electron";

export function open(link) {
  // ruleid: js-open-external
  return shell.openExternal(link);
}

class Menu {
  async help(event) {
    // ruleid: js-open-external
    await shell.openExternal(event.target.href);
  }
}

export function safe(link) {
  const parsed = new URL(link);
  if (parsed.protocol === "https:") {
    // ok: js-open-external
    shell.openExternal(link);
  }
  // ok: js-open-external
  return shell.openExternal("https://example.org/help");
}
