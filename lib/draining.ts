const place = globalThis as typeof globalThis & { tandemDraining?: boolean };

/** Whether this process was told to stop and answers what is still on its way. */
export const isDraining = (): boolean => place.tandemDraining === true;

/** From now on, nobody should send this process anything new. */
export const startDraining = (): void => {
  place.tandemDraining = true;
};
