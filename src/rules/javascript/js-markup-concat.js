export function greet(name) {
  // ruleid: js-markup-concat
  $("#hello").append("<b>" + name + "</b>");
  // ruleid: js-markup-concat
  $(".title").html(`<h1>${name}</h1>`);
  // ruleid: js-markup-concat
  return $('<div class="user" title="' + name + '">');
}

class View {
  render(row) {
    // ruleid: js-markup-concat
    this.$list.prepend('<li>' + row.label + '</li>');
  }
}

export function safe(name, list) {
  // ok: js-markup-concat
  $("#hello").append($("<b>").text(name));
  // ok: js-markup-concat
  $(".title").html("<h1>" + escapeHtml(name) + "</h1>");
  // ok: js-markup-concat
  list.append("name", name);
  // ok: js-markup-concat
  $("#hello").append("<b>" + "fixed" + "</b>");
  // ok: js-markup-concat
  return $("#" + name);
}
