import { Unavailable } from "@/lib/errors";

export type GateLimits = {
  /** How many may be inside at once. */
  inside: number;
  /** How many may wait; whoever comes after them is refused at once. */
  waiting: number;
  /** Milliseconds that one waits at most. */
  waitMs: number;
};

/** Lets so many units of work in at once; the others wait in line, bounded in number and time. */
export function openGate({ inside: most, waiting, waitMs }: GateLimits) {
  let inside = 0;
  const line: (() => void)[] = [];

  function leave() {
    const next = line.shift();
    if (next) next();
    else inside--;
  }

  /** Resolves to what to call when the work is over. Throws Unavailable when there is no place. */
  function enter(): Promise<() => void> {
    if (inside < most) {
      inside++;
      return Promise.resolve(leave);
    }
    if (line.length >= waiting) return Promise.reject(new Unavailable("busy"));
    return new Promise((done, fail) => {
      const admit = () => {
        clearTimeout(timer);
        done(leave);
      };
      const timer = setTimeout(() => {
        line.splice(line.indexOf(admit), 1);
        fail(new Unavailable("busy"));
      }, waitMs);
      line.push(admit);
    });
  }

  return {
    enter,
    get inside() {
      return inside;
    },
    get waiting() {
      return line.length;
    },
  };
}

export type Gate = ReturnType<typeof openGate>;
