export function send(frame: HTMLIFrameElement, token: string): void {
  // ruleid: js-post-message-wildcard
  frame.contentWindow?.postMessage({ token }, "*");
}

export class Bridge {
  async notify(state: unknown): Promise<void> {
    // ruleid: js-post-message-wildcard
    window.parent.postMessage(state, '*');
    // ruleid: js-post-message-wildcard
    window.opener.postMessage(JSON.stringify(state), { targetOrigin: "*" });
  }
}

export function safe(worker: Worker, origin: string, state: unknown): void {
  // ok: js-post-message-wildcard
  worker.postMessage(state);
  // ok: js-post-message-wildcard
  window.parent.postMessage(state, "https://shop.example");
  // ok: js-post-message-wildcard
  window.parent.postMessage(state, origin);
}
