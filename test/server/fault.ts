import { Fault } from '../../src/fault.js';

/** The Fault a promise rejects with; fails when it resolves or throws something else. */
export async function faultOf(promise: Promise<unknown>): Promise<Fault> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Fault) {
      return error;
    }
    throw error;
  }
  throw new Error('expected a Fault, but it succeeded');
}
