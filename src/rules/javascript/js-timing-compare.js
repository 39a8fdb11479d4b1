import crypto, { createHmac } from "node:crypto";

export function check(key, body, signature) {
  const wanted = crypto.createHmac("sha256", key).update(body).digest("hex");
  // ruleid: js-timing-compare
  return wanted === signature;
}

class Hook {
  accept(body, signature) {
    // ruleid: js-timing-compare
    if (signature !== createHmac("sha256", this.key).update(body).digest("hex")) throw new Error("wrong signature");
  }

  async other(body, req) {
    const digest = `sha256=${body}`;
    const tag = createHmac("sha256", this.key).update(body).digest("base64");
    // ruleid: js-timing-compare
    return req.headers.tag == tag && digest;
  }
}

export function safe(key, body, signature, name) {
  const wanted = crypto.createHmac("sha256", key).update(body).digest();
  // ok: js-timing-compare
  if (wanted.length === signature.length && crypto.timingSafeEqual(wanted, signature)) return true;
  // ok: js-timing-compare
  if (typeof signature === "string") return false;
  // ok: js-timing-compare
  return name === "guest" || Hook;
}
