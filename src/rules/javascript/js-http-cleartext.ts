import axios from "axios";
import http from "node:http";

export async function charge(card: object): Promise<unknown> {
  // ruleid: js-http-cleartext
  await fetch("http://api.payments.com/charge", { method: "POST", body: JSON.stringify(card) });
  // ruleid: js-http-cleartext
  return axios.post(`http://api.payments.com/charge/${Date.now()}`, card);
}

export class Client {
  // ruleid: js-http-cleartext
  readonly api = axios.create({ baseURL: "http://api.payments.com" });

  status(): http.ClientRequest {
    // ruleid: js-http-cleartext
    return http.get('http://api.payments.com/status');
  }
}

export async function safe(url: string): Promise<unknown[]> {
  // ok: js-http-cleartext
  const first = await fetch("https://api.payments.com/charge");
  // ok: js-http-cleartext
  const second = await fetch("http://localhost:3000/health");
  // ok: js-http-cleartext
  const third = await fetch(url);
  // ok: js-http-cleartext
  const namespace = "http://www.w3.org/2000/svg";
  return [first, second, third, namespace];
}
