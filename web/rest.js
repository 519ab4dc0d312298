// The rest of the program: a second file of wasm, with all that does not run while the page opens.
//
// The build (`cargo xtask web --release`) puts this beside what wasm-bindgen makes of the first file. The rest is fetched
// when the reader first touches the page, and joins the first file when one of its functions is first called. Whoever
// calls one before it has come waits for it: a function in wasm cannot come back later.

/** The rest, compiled. @type {WebAssembly.Module | undefined} */
let here;
/** It, on its way. @type {Promise<void> | undefined} */
let way;
/** Whether it has joined the first file. */
let joined = false;

/** Fetches the rest, unless it is here or on its way. What cannot be fetched now is tried again by the next call. */
export function fetchRest() {
  if (here) return undefined;
  way ??= WebAssembly.compileStreaming(fetch(new URL("./portolan-web_rest.wasm", import.meta.url)))
    .then((module) => { here ??= module; }, () => {})
    .finally(() => { way = undefined; });
  return way;
}

/** The rest, if it is on its way. */
globalThis.portolanRestComing = () => (here ? undefined : way);

/** Joins the rest to the first file, whose exports these are; waits for it if need be. */
globalThis.portolanRest = (exports) => {
  if (joined) return;
  here ??= new WebAssembly.Module(fetchNow());
  new WebAssembly.Instance(here, { first: exports });
  joined = true;
};

/** The same, for those who can come back later. */
globalThis.portolanRestWanted = async (exports) => {
  await fetchRest();
  globalThis.portolanRest(exports);
};

/** The rest's bytes, waited for. */
function fetchNow() {
  const request = new XMLHttpRequest();
  request.open("GET", new URL("./portolan-web_rest.wasm", import.meta.url), false);
  // Only text can be had without leaving the call: each character is a byte.
  request.overrideMimeType("text/plain; charset=x-user-defined");
  request.send();
  if (request.status !== 200) throw new Error(`portolan-web_rest.wasm: ${request.status}`);
  return Uint8Array.from(request.responseText, (character) => character.charCodeAt(0) & 0xff);
}
