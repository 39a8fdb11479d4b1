import http from "node:http";
import { Duplex } from "node:stream";

/** A connection that leads nowhere: what is written to it is kept. */
class Loop extends Duplex {
  written = [];

  _read() {}

  _write(chunk, encoding, done) {
    this.written.push(chunk);
    done();
  }
}

/** Lets an app answer one request without opening a port. */
export function dispatch(app, { method = "GET", url, body }) {
  const socket = new Loop();
  const request = new http.IncomingMessage(socket);
  Object.assign(request, { method, url, httpVersion: "1.1", httpVersionMajor: 1, httpVersionMinor: 1 });
  request.headers = { host: "localhost" };
  if (body !== undefined) {
    const content = JSON.stringify(body);
    request.headers["content-type"] = "application/json";
    request.headers["content-length"] = String(Buffer.byteLength(content));
    request.push(content);
  }
  request.push(null);

  return new Promise((resolve, reject) => {
    const response = new http.ServerResponse(request);
    response.useChunkedEncodingByDefault = false;
    response.assignSocket(socket);
    response.on("finish", () => {
      const text = Buffer.concat(socket.written).toString("utf8");
      const content = text.slice(text.indexOf("\r\n\r\n") + 4);
      resolve({
        status: response.statusCode,
        headers: response.getHeaders(),
        text: content,
        json: () => JSON.parse(content),
      });
    });
    app.handle(request, response, (error) => reject(error ?? new Error(`nothing answers ${url}`)));
  });
}
