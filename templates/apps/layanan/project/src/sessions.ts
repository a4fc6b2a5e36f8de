/** Who is logged in: a random cookie, of which the database keeps only a hash. */
import { createHash, randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import type { Actor } from './audit.js';
import type { Db, User } from './database.js';
import { isPassword } from './password.js';

const cookie = 'sesi';

/** A working day; then the password again. */
const lifetime = 10 * 60 * 60 * 1000;

/** Wrong passwords in a row after which an account rests, and for how long. */
const mostFailures = 5;
const rest = 15 * 60 * 1000;

/** @returns the account, or undefined when name and password do not fit or the account rests */
export async function authenticate(
  db: Db,
  username: string,
  password: string,
): Promise<User | undefined> {
  const user = await countAttempt(db, username);
  const isRight = await isPassword(password, user?.password);
  if (user === undefined) return undefined;
  if (isRight && user.failures <= mostFailures) {
    await setFailures(db, user.id, 0, null);
    return user;
  }
  if (user.failures >= mostFailures) {
    await setFailures(db, user.id, 0, new Date(Date.now() + rest));
  }
  return undefined;
}

/**
 * Every attempt counts before its password is looked at: many at the same instant are many.
 * @returns the account with this attempt counted; undefined when there is none, or it rests
 */
async function countAttempt(db: Db, username: string): Promise<User | undefined> {
  return db
    .updateTable('app_user')
    .set({ failures: sql`failures + 1` })
    .where('username', '=', username)
    .where('is_active', '=', true)
    .where(({ or, eb }) =>
      or([eb('locked_until', 'is', null), eb('locked_until', '<', new Date())]),
    )
    .returningAll()
    .executeTakeFirst();
}

async function setFailures(db: Db, id: number, failures: number, until: Date | null) {
  const values = { failures, locked_until: until };
  await db.updateTable('app_user').set(values).where('id', '=', id).execute();
}

/** Begins a session. Always a new one: a cookie planted before the login is worth nothing. */
export async function logIn(db: Db, user: User, reply: FastifyReply): Promise<void> {
  const token = await newSession(db, user.id);
  reply.setCookie(cookie, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: 'auto',
    maxAge: lifetime / 1000,
  });
}

export async function logOut(db: Db, request: FastifyRequest, reply: FastifyReply) {
  const token = request.cookies[cookie] ?? '';
  await db.deleteFrom('app_session').where('token_hash', '=', hashOf(token)).execute();
  reply.clearCookie(cookie, { path: '/' });
}

/** @returns what the cookie is to hold */
export async function newSession(db: Db, userId: number): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const expires_at = new Date(Date.now() + lifetime);
  await db.deleteFrom('app_session').where('expires_at', '<', new Date()).execute();
  await db
    .insertInto('app_session')
    .values({ token_hash: hashOf(token), user_id: userId, expires_at })
    .execute();
  return token;
}

/** Ends all sessions of an account, on every device. */
export async function logOutEverywhere(db: Db, userId: number): Promise<void> {
  await db.deleteFrom('app_session').where('user_id', '=', userId).execute();
}

/** The account of a request, or undefined. */
export async function userOf(db: Db, request: FastifyRequest): Promise<User | undefined> {
  const token = request.cookies[cookie];
  if (token === undefined) return undefined;
  const { rows } = await sql<User>`
    select app_user.* from app_session join app_user on app_user.id = user_id
    where token_hash = ${hashOf(token)} and expires_at > now() and is_active`.execute(db);
  return rows[0];
}

/** An account as the audit trail names it. */
export function actorOf(user: User | undefined, request: FastifyRequest): Actor {
  return user === undefined
    ? { id: null, name: 'warga', role: '', address: request.ip }
    : { id: user.id, name: user.name, role: user.role, address: request.ip };
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
