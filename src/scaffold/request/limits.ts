/** Bounds on a request: beyond them it is several apps, and its forms help nobody. */

export const maxEntities = 30;

export const maxFields = 60;

export const maxRoles = 20;

export const maxStates = 30;

export const maxMoves = 60;
