$.fn.reveal = function (options) {
  const settings = $.extend({ target: "#box" }, options);
  // ruleid: js-jquery-plugin-selector
  $(settings.target).show();
  // ruleid: js-jquery-plugin-selector
  $(options.panel.header).addClass("on");
  // ok: js-jquery-plugin-selector
  $(document).find(settings.target).show();
  // ok: js-jquery-plugin-selector
  $("#fixed").text(settings.title);
  return this;
};

jQuery.fn.fold = function (opts) {
  // ruleid: js-jquery-plugin-selector
  return jQuery(opts.selector).hide();
};

export function outside(options) {
  // ok: js-jquery-plugin-selector
  return $(options.target);
}
