const place = globalThis as typeof globalThis & { tandemAway?: boolean };

/** Whether the database gave no answer when this process last asked. */
export const isAway = (): boolean => place.tandemAway === true;

/** The database gave an answer, or none. */
export const noteAway = (away: boolean): void => {
  place.tandemAway = away;
};
