const helmet = require("helmet");

export function open(app) {
  // ruleid: js-helmet-weakened
  app.use(helmet({ contentSecurityPolicy: false }));
  // ruleid: js-helmet-weakened
  app.use(helmet({ frameguard: false, hidePoweredBy: true }));
  // ruleid: js-helmet-weakened
  app.use(helmet({ noSniff: false }));
}

export function closed(app) {
  // ok: js-helmet-weakened
  app.use(helmet());
  // ok: js-helmet-weakened
  app.use(helmet({ contentSecurityPolicy: { directives: { "script-src": ["'self'"] } } }));
  // ok: js-helmet-weakened
  app.use(helmet({ hidePoweredBy: false }));
}
