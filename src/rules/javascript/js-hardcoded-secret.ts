import jwt, { sign } from "jsonwebtoken";
import mysql from "mysql2";

// ruleid: js-hardcoded-secret
const JWT_SECRET = "made-up-for-this-test";
// ruleid: js-hardcoded-secret
const apiKey: string = 'fixture-0000-1111-2222';

// ruleid: js-hardcoded-secret
const pool = mysql.createPool({ host: "db", user: "shop", password: "correct-horse" });

class Service {
  // ruleid: js-hardcoded-secret
  private readonly dbPassword = "correct-horse";

  token(claims: object): string {
    // ruleid: js-hardcoded-secret
    return jwt.sign(claims, "made-up");
  }

  async other(claims: object): Promise<string> {
    // ruleid: js-hardcoded-secret
    return sign(claims, "made-up", { expiresIn: "1h" });
  }

  brief(claims: object): string {
    // ruleid: js-hardcoded-secret
    return sign(claims, "your-secret-key", { expiresIn: "5m" });
  }
}

// ruleid: js-hardcoded-secret
const cookieSecret = process.env.COOKIE_SECRET || "made-up-for-this-test";
// ok: js-hardcoded-secret
const host = process.env.DB_HOST ?? "localhost";

export function login(user: string, password: string): boolean {
  // ruleid: js-hardcoded-secret
  return user === "admin" && password === "letmein";
}

export function safe(claims: object, config: { key: string }, password: string): unknown[] {
  // ok: js-hardcoded-secret
  const secret = process.env.JWT_SECRET;
  // ok: js-hardcoded-secret
  const signed = jwt.sign(claims, config.key);
  // ok: js-hardcoded-secret
  const field = { type: "password", name: "password" };
  // ok: js-hardcoded-secret
  const label = { password: "Enter your password" };
  // ok: js-hardcoded-secret
  const token = "access_token";
  // ok: js-hardcoded-secret
  const example = { clientSecret: "your-client-secret" };
  // ok: js-hardcoded-secret
  const empty = password === "";
  // ok: js-hardcoded-secret
  const other = mysql.createPool({ host: "db", password: process.env.DB_PASSWORD });
  return [secret, signed, field, label, token, example, empty, other, JWT_SECRET, apiKey, pool, cookieSecret, host, new Service()];
}
