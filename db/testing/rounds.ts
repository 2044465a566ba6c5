/**
 * How often a race is run: `usual` times, so that the whole of the tests stays short, and `all` times by `bin/test races`.
 * A guard that is taken away shows within the usual number.
 */
export const rounds = (usual: number, all: number): number => (process.env.ROUNDS === "all" ? all : usual);
