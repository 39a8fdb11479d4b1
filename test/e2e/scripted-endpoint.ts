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
      const choices = [{ index: 0, finish_reason: "stop", message: { role: "assistant", content } }];
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ id: "1", object: "chat.completion", created: 1, model: "m", choices, usage }));
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
