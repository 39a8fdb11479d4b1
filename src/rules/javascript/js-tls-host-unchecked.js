const https = require("https");
const tls = require("tls");

// ruleid: js-tls-host-unchecked
const agent = new https.Agent({ keepAlive: true, checkServerIdentity: () => undefined });

// ruleid: js-tls-host-unchecked
https.get({ host: "example.org", checkServerIdentity: function (host, cert) { return undefined; } });

// ruleid: js-tls-host-unchecked
const other = new https.Agent({ checkServerIdentity: () => {} });

// ok: js-tls-host-unchecked
const pinned = new https.Agent({
  checkServerIdentity: (host, cert) => {
    const refused = tls.checkServerIdentity(host, cert);
    if (refused) return refused;
    return cert.fingerprint256 === PIN ? undefined : new Error("not the pinned certificate");
  },
});

// ok: js-tls-host-unchecked
const plain = new https.Agent({ keepAlive: true });

// ok: js-tls-host-unchecked
const handed = new https.Agent({ checkServerIdentity: tls.checkServerIdentity });
