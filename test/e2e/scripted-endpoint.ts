import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A server on loopback that speaks the OpenAI chat protocol and says what it was told to. */
export interface ScriptedEndpoint {
  readonly url: string;
  /** Bodies of the requests, in order. */
  readonly asked: string[];
  /** Given in turn; an answer without edits when none is left. */
  readonly answers: string[];
  close(): void;
}

/** `answer` may take a request before the list does, by its body. */
export async function scriptedEndpoint(answer?: (body: string) => string | undefined): Promise<ScriptedEndpoint> {
  const [asked, answers]: [string[], string[]] = [[], []];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString()));
    request.on("end", () => {
      asked.push(body);
      const content = answer?.(body) ?? answers.shift() ?? "I have no idea.";
      const usage = { prompt_tokens: 10, completion_tokens: 10, total_tokens: 20 };
      const head = { id: "1", created: 1, model: "m" };
      if ((JSON.parse(body) as { stream?: boolean }).stream === true) {
        response.writeHead(200, { "content-type": "text/event-stream" });
        const parts = [content.slice(0, content.length >> 1), content.slice(content.length >> 1)];
        const chunks = parts.map((part) => ({ choices: [{ index: 0, delta: { role: "assistant", content: part } }] }));
        const last = [{ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] }, { choices: [], usage }];
        for (const chunk of [...chunks, ...last])
          response.write(`data: ${JSON.stringify({ ...head, object: "chat.completion.chunk", ...chunk })}\n\n`);
        response.end("data: [DONE]\n\n");
        return;
      }
      const choices = [{ index: 0, finish_reason: "stop", message: { role: "assistant", content } }];
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ ...head, object: "chat.completion", choices, usage }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  return {
    url,
    asked,
    answers,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
