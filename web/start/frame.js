// In a frame of another page: tells that page how high this one is, whenever it changes.

/** Posts `{type: "portolan:height", height}` in CSS pixels to the page around this one. */
export function reportHeight() {
  if (window.parent === window) return;
  const report = () => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    window.parent.postMessage({ type: "portolan:height", height }, "*");
  };
  new ResizeObserver(report).observe(document.body);
}
