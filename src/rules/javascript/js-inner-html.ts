import DOMPurify from "dompurify";

declare function escapeHtml(text: string): string;
declare const $: (selector: string) => { html(text: string): void; text(text: string): void };

export function show(panel: HTMLElement, name: string): void {
  // ruleid: js-inner-html
  panel.innerHTML = name;
  // ruleid: js-inner-html
  panel.innerHTML = `<b>${name}</b>`;
  // ruleid: js-inner-html
  panel.innerHTML += "<li>" + name + "</li>";
  // ruleid: js-inner-html
  panel.insertAdjacentHTML("beforeend", `<li>${name}</li>`);
}

export class Page {
  async load(panel: HTMLElement, url: string): Promise<void> {
    const answer = await fetch(url);
    // ruleid: js-inner-html
    panel.outerHTML = await answer.text();
  }

  greet(): void {
    // ruleid: js-inner-html
    document.write("Hello " + location.hash);
    // ruleid: js-inner-html
    $("#greeting").html(location.search);
  }
}

export function safe(panel: HTMLElement, name: string): void {
  // ok: js-inner-html
  panel.textContent = name;
  // ok: js-inner-html
  panel.innerHTML = "";
  // ok: js-inner-html
  panel.innerHTML = "<b>loading</b>";
  // ok: js-inner-html
  panel.innerHTML = DOMPurify.sanitize(name);
  // ok: js-inner-html
  panel.innerHTML = `<b>${escapeHtml(name)}</b>`;
  // ok: js-inner-html
  panel.innerHTML = [name].map((text) => `<li>${escapeHtml(text)}</li>`).join("");
  // ok: js-inner-html
  const html = panel.innerHTML;
  // ok: js-inner-html
  $("#greeting").text(name + html);
}
