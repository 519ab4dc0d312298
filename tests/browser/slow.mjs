// A slow machine, where the checks are to run on one: `PORTOLAN_SLOW=6` makes every page six times slower than it is, and
// the page's server lets each file of code and of content wait as if it came from afar. A check that reads what the page
// has not yet drawn fails there at once, and on a fast machine once in a thousand times.

/** How many times slower the machine is to be; 1 unless the environment says so. Patience grows with it. */
export const SLOW = Math.max(1, Number(process.env.PORTOLAN_SLOW) || 1);

/** How many of the page's parts have been asked for; every run begins elsewhere. */
let parts = process.pid;

/**
 * How long a file is on its way, in milliseconds: every other one of the page's parts, which are fetched when they are
 * wanted, much longer, so that others overtake it. The server of `cargo xtask browser` does the same.
 */
export function way(name) {
  const late = name.startsWith("split_") && (parts += 1) % 2 === 0;
  return SLOW > 1 ? 25 * SLOW * (late ? 10 : 1) : 0;
}

/** Slows down the process of a page, or of a frame that has one of its own. */
async function brake(context, target) {
  try {
    const session = await context.newCDPSession(target);
    await session.send("Emulation.setCPUThrottlingRate", { rate: SLOW });
  } catch {
    // A frame in the process of its page is as slow as that; one that has gone meanwhile is not missed.
  }
}

/** Slows down every page of a context, with its frames. */
export function slowDown(context) {
  context.on("page", (page) => {
    brake(context, page);
    page.on("framenavigated", (frame) => frame.parentFrame() && brake(context, frame));
  });
}
