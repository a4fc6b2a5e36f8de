/** Who may do what: the one place that reads the request's lists of roles. */
import type { User } from './database.js';
import type { Entity, Letter, Move, Service } from './definition.js';

/** The account that looks after accounts; it sees no records. */
export const adminRole = 'admin';

export type Right = 'create' | 'view' | 'edit' | 'export';

export function may(user: User, right: Right, entity: Entity): boolean {
  return entity[right].includes(user.role);
}

export function seesPersonal(user: User, { roles }: Service): boolean {
  return roles.some(({ name, personal }) => name === user.role && personal);
}

/** Moves this account may make with a record in this state. */
export function movesFor(user: User, entity: Entity, state: string): Move[] {
  return entity.moves.filter(({ from, by }) => from.includes(state) && by.includes(user.role));
}

export function lettersFor(user: User, entity: Entity, state: string): Letter[] {
  return entity.letters.filter(
    ({ states, by }) => states.includes(state) && by.includes(user.role),
  );
}

export function visibleEntities(user: User, { entities }: Service): Entity[] {
  return entities.filter((entity) => may(user, 'view', entity));
}

export function roleTitle(role: string, { roles }: Service): string {
  return role === adminRole
    ? 'Administrator'
    : (roles.find(({ name }) => name === role)?.title ?? role);
}
