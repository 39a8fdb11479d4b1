declare const logger: { info(...parts: unknown[]): void; debug(...parts: unknown[]): void };

export function login(user: string, password: string): void {
  // ruleid: js-log-secret
  console.log("login", user, password);
  // ruleid: js-log-secret
  logger.debug(`login ${user} / ${password}`);
}

export class Api {
  private readonly log = logger;

  async call(config: { apiKey: string; accessToken: string }): Promise<void> {
    // ruleid: js-log-secret
    this.log.info("calling with " + config.apiKey);
    // ruleid: js-log-secret
    console.error("failed", { at: 1 }, config.accessToken);
  }
}

export function safe(user: string, password: string, tokens: string[]): void {
  // ok: js-log-secret
  console.log("password changed for", user);
  // ok: js-log-secret
  logger.info(`password has ${password.length} characters`);
  // ok: js-log-secret
  logger.debug("parsed tokens", tokens.length);
  // ok: js-log-secret
  new Map<string, string>().set("password", password);
}

export function fields(logger: Logger, request: { body: Record<string, string> }): void {
  // ruleid: js-log-secret
  logger.info({ key: request.body.apiKey }, "asked");
  // ok: js-log-secret
  logger.info({ name: request.body.name }, "asked");
}
