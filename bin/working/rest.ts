export type Rest = { wake: () => void; rest: (ms: number) => Promise<void> };

/** A rest of a loop: it ends after its time, when it is woken, or when the worker is told to stop. */
export function resting(signal: AbortSignal): Rest {
  let end = () => {};
  signal.addEventListener("abort", () => end(), { once: true });
  const rest = (ms: number) =>
    new Promise<void>((done) => {
      if (signal.aborted) return done();
      const timer = setTimeout(done, ms);
      end = () => {
        clearTimeout(timer);
        done();
      };
    });
  return { wake: () => end(), rest };
}
