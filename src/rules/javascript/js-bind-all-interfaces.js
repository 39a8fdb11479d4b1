const dgram = require("dgram");

// ruleid: js-bind-all-interfaces
app.listen(8080, "0.0.0.0");

// ruleid: js-bind-all-interfaces
server.listen({ port: 80, host: "::" }, ready);

// ruleid: js-bind-all-interfaces
const socket = dgram.createSocket({ type: "udp4", reuseAddr: true });

// ok: js-bind-all-interfaces
app.listen(8080, "127.0.0.1");

// ok: js-bind-all-interfaces
server.listen({ port: 80, host: address }, ready);

// ok: js-bind-all-interfaces
const alone = dgram.createSocket({ type: "udp4" });

// ok: js-bind-all-interfaces
app.listen(8080, ready);
