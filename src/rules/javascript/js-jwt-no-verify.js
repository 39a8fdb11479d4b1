import jwt, { verify as check } from "jsonwebtoken";
import * as tokens from "jsonwebtoken";

export function who(token) {
  // ruleid: js-jwt-no-verify
  const claims = jwt.decode(token);
  return claims.sub;
}

class Guard {
  async claims(token, key) {
    // ruleid: js-jwt-no-verify
    return check(token, key, { algorithms: ["HS256", "none"] });
  }

  unsigned(claims) {
    // ruleid: js-jwt-no-verify
    return tokens.sign(claims, "", { algorithm: "none" });
  }

  stale(token, key) {
    // ruleid: js-jwt-no-verify
    return jwt.verify(token, key, { ignoreExpiration: true });
  }
}

export function safe(token, key, codec) {
  // ok: js-jwt-no-verify
  const first = jwt.verify(token, key, { algorithms: ["HS256"] });
  // ok: js-jwt-no-verify
  const second = jwt.decode(token);
  // ok: js-jwt-no-verify
  const third = codec.decode(token);
  // ok: js-jwt-no-verify
  const header = jwt.decode(token, { complete: true }).header;
  return [first, second, third, header, new Guard()];
}
