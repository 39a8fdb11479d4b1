function header(size) {
  // ruleid: js-buffer-alloc-unsafe
  const head = Buffer.allocUnsafe(size);
  head[0] = 1;
  return head;
}

class Reply {
  async body(req) {
    // ruleid: js-buffer-alloc-unsafe
    return new Buffer(req.body.size);
  }

  pool(size) {
    // ruleid: js-buffer-alloc-unsafe
    this.slab = Buffer.allocUnsafeSlow(size * 2);
  }
}

function safe(size, text, pool) {
  // ok: js-buffer-alloc-unsafe
  const first = Buffer.alloc(size);
  // ok: js-buffer-alloc-unsafe
  const second = Buffer.from(text, "utf8");
  // ok: js-buffer-alloc-unsafe
  const third = Buffer.allocUnsafe(size).fill(0);
  // ok: js-buffer-alloc-unsafe
  const fourth = pool.allocUnsafe(size);
  return [first, second, third, fourth, header, Reply];
}
