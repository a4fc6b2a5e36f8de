/** What setup says while it works; commands draw it. */
export type SetupEvent =
  | { type: 'step'; server: string; step: string; state: 'unchanged'; note?: string }
  | { type: 'step'; server: string; step: string; state: 'changing'; change: string }
  | { type: 'step'; server: string; step: string; state: 'changed'; change: string; ms: number }
  | { type: 'progress'; server: string; step: string; message: string }
  | { type: 'warning'; server: string; code: string; args: Record<string, string | number> };

export type SetupEmit = (event: SetupEvent) => void;
