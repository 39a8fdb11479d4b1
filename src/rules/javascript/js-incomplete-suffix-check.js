function endsWith(text, end) {
  // ruleid: js-incomplete-suffix-check
  return text.lastIndexOf(end) === text.length - end.length;
}
function isPage(name, ending) {
  // ruleid: js-incomplete-suffix-check
  if (name.indexOf(ending) == name.length - ending.length) return true;
  // ruleid: js-incomplete-suffix-check
  return name.length - 5 === name.lastIndexOf(".html");
}
function right(text, end) {
  // ok: js-incomplete-suffix-check
  if (text.lastIndexOf(end) !== -1 && text.lastIndexOf(end) === text.length - end.length) return true;
  // ok: js-incomplete-suffix-check
  if (text.length >= end.length && text.indexOf(end) === text.length - end.length) return true;
  // ok: js-incomplete-suffix-check
  if (text.lastIndexOf(end) === end.length - 1) return false;
  // ok: js-incomplete-suffix-check
  return text.endsWith(end);
}

// ok: js-incomplete-suffix-check
const endsWithDot = raw.indexOf(".") === raw.length - 1;
