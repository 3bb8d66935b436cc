// The back office's libraries write style attributes and a style element; our content security policy allows neither.
// A style set through the object model is allowed, so that is what becomes of them.
(() => {
  const setAttribute = Element.prototype.setAttribute;
  Element.prototype.setAttribute = function (name, value) {
    if (name === "style" && this.style) this.style.cssText = value;
    else setAttribute.call(this, name, value);
  };
  if (window.htmx) window.htmx.config.includeIndicatorStyles = false;
})();
