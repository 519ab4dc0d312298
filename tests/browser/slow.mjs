// A slow machine, where the checks are to run on one: `PORTOLAN_SLOW=6` makes every page six times slower than it is, and
// the page's server lets each file of code and of content wait as if it came from afar. A check that reads what the page
// has not yet drawn fails there at once, and on a fast machine once in a thousand times.

/** How many times slower the machine is to be; 1 unless the environment says so. Patience grows with it. */
export const SLOW = Math.max(1, Number(process.env.PORTOLAN_SLOW) || 1);

/** How long a file is on its way, in milliseconds: the server of `cargo xtask browser` does the same. */
export const WAY = SLOW > 1 ? 25 * SLOW : 0;

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
