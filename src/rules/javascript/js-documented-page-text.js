// ruleid: js-documented-page-text
/** Greeting that is rendered in the HTML page after the login. */
function greeting(name) {
  return `Hello, ${name}!`;
}

// ruleid: js-documented-page-text
/**
 * A line of status.
 * It is shown on a web page.
 */
function status(text) {
  // As it is.
  return `Status: ${text}`;
}

// ruleid: js-documented-page-text
/** Inserted into the HTML of the bill. */
function total(sum, currency) {
  const unit = currency;
  return `${sum} ${unit}`;
}

// ok: js-documented-page-text
/** Greeting that is rendered in the HTML page after the login. */
function escaped(name) {
  return `Hello, ${escape(name)}!`;
}

// ok: js-documented-page-text
/** Greeting for the first line of a letter. */
function mail(name) {
  return `Hello, ${name}!`;
}

// ok: js-documented-page-text
/** Greeting that is rendered in the HTML page after the login. */
function fixed() {
  return `Hello!`;
}

module.exports = { greeting, status, total, escaped, mail, fixed };
