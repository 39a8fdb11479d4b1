const handlers = {};

// ruleid: js-message-origin-unchecked
window.addEventListener("message", (event) => {
  handlers[event.data.kind](event.data);
});

class Bridge {
  open() {
    // ruleid: js-message-origin-unchecked
    window.addEventListener("message", function (event) {
      document.title = event.data;
    });
  }

  async other() {
    // ruleid: js-message-origin-unchecked
    window.onmessage = (event) => this.accept(event.data);
  }
}

// ok: js-message-origin-unchecked
window.addEventListener("message", (event) => {
  if (event.origin !== "https://shop.example") return;
  handlers[event.data.kind](event.data);
});
// ok: js-message-origin-unchecked
window.addEventListener("click", (event) => {
  handlers.click(event);
});

function safe(worker) {
  // ok: js-message-origin-unchecked
  worker.addEventListener("message", (event) => {
    handlers.work(event.data);
  });
  return Bridge;
}
