// What must be known before the first picture: whether the page can run at all, its language, its colours.
//
// An old browser runs this as well, so it is written for one. It only reads what the page has kept.
(function () {
  var root = document.documentElement;
  if (!("noModule" in document.createElement("script")) || typeof WebAssembly !== "object") {
    root.className = "unable";
    return;
  }
  var query = new URLSearchParams(location.search);
  var embed = root.hasAttribute("data-embed");
  function kept(key) {
    try {
      return embed ? null : localStorage.getItem(key);
    } catch (_) {
      return null;
    }
  }
  var tags = [query.get("lang"), kept("portolan.lang")].concat(navigator.languages || []);
  for (var at = 0; at < tags.length; at += 1) {
    var tag = String(tags[at]).split(/[-_]/)[0].toLowerCase();
    if (tag === "en" || tag === "ja") {
      root.lang = tag;
      break;
    }
  }
  var theme = query.get("theme") || kept("portolan.theme");
  if (theme) root.setAttribute("data-theme", theme);
  if (location.hash.length > 1 || kept("portolan.files")) root.classList.add("own");
})();
