import "server-only";

/**
 * Lets one write run while the next is prepared: `add` starts a write when the one before it is done. What failed is
 * thrown by the next `add`, or by `end`, which waits for the last.
 */
export function oneBehind() {
  let last: Promise<unknown> = Promise.resolve();
  return {
    add: async (write: () => PromiseLike<unknown>) => {
      await last;
      last = Promise.resolve(write());
      last.catch(() => {});
    },
    end: async () => {
      await last;
    },
  };
}
