import https from "node:https";
import tls from "node:tls";

// ruleid: js-weak-tls-version
const agent = new https.Agent({ minVersion: "TLSv1" });
// ruleid: js-weak-tls-version
tls.DEFAULT_MIN_VERSION = "TLSv1.1";

class Server {
  async start(options) {
    // ruleid: js-weak-tls-version
    return https.createServer({ key: options.key, cert: options.cert, secureProtocol: "SSLv3_method" });
  }
}

// ok: js-weak-tls-version
const strict = new https.Agent({ minVersion: "TLSv1.2" });
// ok: js-weak-tls-version
tls.DEFAULT_MIN_VERSION = "TLSv1.3";
// ok: js-weak-tls-version
const auto = tls.connect({ port: 443, secureProtocol: "TLS_method" });
// ok: js-weak-tls-version
export const game = { version: "TLSv1", agent, strict, auto, Server };
