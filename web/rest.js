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
  way ??= WebAssembly.compileStreaming(fetch(new URL("./portolan-web_rest.wasm", import.meta.url)).catch(kept))
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

/** The rest as the page's own copy has it, for a page that opened without that copy and has lost its server. */
async function kept(error) {
  const found = await globalThis.caches?.match(new URL("./portolan-web_rest.wasm", import.meta.url));
  if (!found) throw error;
  return found;
}

/** The rest's bytes, waited for. Without them the program has come to its end, as after a trap. */
function fetchNow() {
  const request = new XMLHttpRequest();
  request.open("GET", new URL("./portolan-web_rest.wasm", import.meta.url), false);
  // Only text can be had without leaving the call: each character is a byte.
  request.overrideMimeType("text/plain; charset=x-user-defined");
  try {
    request.send();
  } catch {
    // As any status but 200.
  }
  if (request.status !== 200) throw new WebAssembly.RuntimeError("the rest of the program cannot be fetched");
  return Uint8Array.from(request.responseText, (character) => character.charCodeAt(0) & 0xff);
}
