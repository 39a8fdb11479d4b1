const { BrowserWindow } = require("electron");
const electron = require("electron");

function open() {
  // ruleid: js-electron-web-preferences
  return new BrowserWindow({ width: 800, webPreferences: { nodeIntegration: true } });
}

class App {
  async main() {
    this.window = new electron.BrowserWindow({
      // ruleid: js-electron-web-preferences
      webPreferences: { contextIsolation: false, preload: "preload.js" },
    });
  }

  other() {
    // ruleid: js-electron-web-preferences
    return new BrowserWindow({ webPreferences: { sandbox: true, webSecurity: false } });
  }
}

function safe() {
  // ok: js-electron-web-preferences
  const first = new BrowserWindow({ webPreferences: { nodeIntegration: false, contextIsolation: true } });
  // ok: js-electron-web-preferences
  const second = new BrowserWindow({ width: 800 });
  // ok: js-electron-web-preferences
  const third = { nodeIntegration: true };
  return [first, second, third, open, App];
}
