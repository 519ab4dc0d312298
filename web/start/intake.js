// Files that the reader drops or chooses: folders are looked into, what is neither YAML nor JSON or too large is left out.

/** More files than this are not read. */
const MOST = 200;
/** Larger files, in bytes, are not read. */
const LARGEST = 1_000_000;
/** More text than this in all, in bytes, is not read. */
const ALL = 4_000_000;
const KNOWN = /\.(ya?ml|json)$/i;

/**
 * Reads files.
 * @param {DataTransfer | FileList} source of a drop, looked at at once, or of a file input
 * @param {(files: string[], leftOut: string[]) => void} done takes names and texts by turns; the names that were left out
 */
export function takeFiles(source, done) {
  // A DataTransfer is empty once its event is over, so everything is asked of it before anything is awaited.
  const items = source instanceof FileList ? [...source] : [...source.items].map(entryOf).filter(Boolean);
  read(items).then(([files, leftOut]) => done(files, leftOut));
}

function entryOf(item) {
  return item.kind === "file" ? item.webkitGetAsEntry?.() ?? item.getAsFile() : null;
}

/** @returns {Promise<[string[], string[]]>} */
async function read(items) {
  const [taken, leftOut] = [[], []];
  let left = ALL;
  for await (const [name, file] of files(items, "")) {
    if (taken.length >= 2 * MOST || !KNOWN.test(name) || file.size > Math.min(LARGEST, left)) {
      leftOut.push(name);
      continue;
    }
    left -= file.size;
    taken.push(name, unified(await file.text()));
  }
  return [taken, leftOut];
}

/** All files below some entries, with their paths; hidden ones are passed over. */
async function* files(items, folder) {
  for (const item of items) {
    const name = folder + item.name;
    if (folder && item.name.startsWith(".")) continue;
    if (item.isDirectory) yield* files(await children(item), `${name}/`);
    else yield [name, item.isFile ? await new Promise((done, fail) => item.file(done, fail)) : item];
  }
}

/** What is in a folder, by name; a browser hands out a hundred at a time. */
async function children(folder) {
  const reader = folder.createReader();
  const all = [];
  for (;;) {
    const some = await new Promise((done, fail) => reader.readEntries(done, fail));
    if (!some.length || all.length > 10 * MOST) break;
    all.push(...some);
  }
  return all.sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** A text as editors hold it: every line ends in "\n". */
function unified(text) {
  return text.replace(/\r\n?/g, "\n");
}
