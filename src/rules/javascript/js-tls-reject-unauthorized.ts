import axios from "axios";
import https from "node:https";
import tls from "node:tls";

// ruleid: js-tls-reject-unauthorized
const agent = new https.Agent({ rejectUnauthorized: false });

export async function load(url: string): Promise<unknown> {
  // ruleid: js-tls-reject-unauthorized
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
  return axios.get(url, { httpsAgent: agent });
}

class Mailer {
  private readonly options: tls.ConnectionOptions = {};

  connect(host: string): tls.TLSSocket {
    // ruleid: js-tls-reject-unauthorized
    this.options.rejectUnauthorized = false;
    // ruleid: js-tls-reject-unauthorized
    return tls.connect({ host, port: 465, rejectUnauthorized: false });
  }
}

// ruleid: js-tls-reject-unauthorized
process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";

export function safe(host: string, ca: Buffer, strict: boolean): unknown[] {
  // ok: js-tls-reject-unauthorized
  const first = new https.Agent({ rejectUnauthorized: true });
  // ok: js-tls-reject-unauthorized
  const second = tls.connect({ host, port: 443, ca });
  // ok: js-tls-reject-unauthorized
  const third = tls.connect({ host, port: 443, rejectUnauthorized: strict });
  // ok: js-tls-reject-unauthorized
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = "1";
  // ok: js-tls-reject-unauthorized
  const check = { reject: false };
  return [first, second, third, check, new Mailer()];
}
